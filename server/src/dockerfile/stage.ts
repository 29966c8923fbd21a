import type { Dockerfile, Flag, Instruction } from './dockerfile.js';
import { type ImageReference, parseImageReference } from './image-reference.js';
import { globalVariables } from './variables.js';
import { lexWords } from './word-lexer.js';

/** A build stage: a `FROM` and what follows it. */
export interface Stage {
  readonly dockerfile: Dockerfile;
  readonly index: number;
  readonly from: Instruction;
  /** As written; names do not differ by case. */
  readonly name: string | undefined;
  /** Without the `FROM`. */
  readonly instructions: readonly Instruction[];
  /** Whether `docker build` without `--target` ends here. */
  readonly isFinal: boolean;
}

/** What an image reference of a Dockerfile stands for. */
export type ImageSource =
  | { readonly kind: 'stage'; readonly stage: Stage }
  | { readonly kind: 'scratch' }
  /** An image from a registry. Where variables were expanded, the spans of the reference mean nothing. */
  | { readonly kind: 'image'; readonly reference: ImageReference; readonly expanded: boolean }
  | { readonly kind: 'unknown'; readonly because: string };

/** What a stage starts from. */
export function baseOf(stage: Stage): ImageSource {
  const word = stage.from.words[0];
  if (word === undefined) return { kind: 'unknown', because: 'The FROM names no image.' };
  const { lookup } = globalVariables(stage.dockerfile);
  const expanded = lexWords(word.text, { escape: stage.dockerfile.escape, lookup })?.text;
  if (expanded === undefined || expanded === '')
    return { kind: 'unknown', because: `The image "${word.text}" depends on a build argument.` };
  const earlier = findStage(stage.dockerfile, expanded, stage.index);
  if (earlier !== undefined) return { kind: 'stage', stage: earlier };
  return imageSource(expanded, expanded === word.text ? word.span.start : undefined);
}

/** What a `COPY --from=` or `RUN --mount=from=` of a stage names: variables are not expanded there. */
export function sourceNamed(name: string, offset: number, stage: Stage): ImageSource {
  const byName = findStage(stage.dockerfile, name, stage.index);
  const byIndex = /^\d+$/.test(name) && Number(name) < stage.index ? stage.dockerfile.stages[Number(name)] : undefined;
  const earlier = byName ?? byIndex;
  return earlier === undefined ? imageSource(name, offset) : { kind: 'stage', stage: earlier };
}

/** The last stage of this name among those before `index`. */
export function findStage(dockerfile: Dockerfile, name: string, index = dockerfile.stages.length): Stage | undefined {
  const wanted = name.toLowerCase();
  return dockerfile.stages.findLast(stage => stage.index < index && stage.name?.toLowerCase() === wanted);
}

/** The stage that `docker build` without `--target` builds. */
export function finalStageOf(dockerfile: Dockerfile): Stage | undefined {
  return dockerfile.stages.at(-1);
}

/** The stage and the stages that it starts from, itself first; and where the last of them starts: an image, `scratch` or unknown. */
export function ancestryOf(stage: Stage): { readonly stages: readonly Stage[]; readonly base: ImageSource } {
  const known = ANCESTRIES.get(stage);
  if (known !== undefined) return known;
  const stages = [stage];
  let base = baseOf(stage);
  while (base.kind === 'stage') {
    stages.push(base.stage);
    base = baseOf(base.stage);
  }
  const ancestry = { stages, base };
  ANCESTRIES.set(stage, ancestry);
  return ancestry;
}

/** Stages do not change, and nearly every question about one begins with where it comes from. */
const ANCESTRIES = new WeakMap<Stage, { readonly stages: readonly Stage[]; readonly base: ImageSource }>();

/** A place where a stage takes files from another stage or an image, which `name` names at `offset`. */
export interface StageCopy {
  readonly instruction: Instruction;
  readonly name: string;
  readonly offset: number;
  readonly source: ImageSource;
}

/** What a stage copies from or mounts: `COPY --from=` and `RUN --mount=from=`. */
export function copiesOf(stage: Stage): readonly StageCopy[] {
  const known = COPIES.get(stage);
  if (known !== undefined) return known;
  const withFlags = stage.instructions.filter(({ keyword, flags }) => flags.length > 0 && (keyword === 'COPY' || keyword === 'RUN'));
  const copies = withFlags.flatMap(instruction => instruction.flags.flatMap(flag => copyOf(instruction, flag, stage)));
  COPIES.set(stage, copies);
  return copies;
}

/** Stages do not change, and several rules ask about each. */
const COPIES = new WeakMap<Stage, readonly StageCopy[]>();

/** The stages that the image of a stage is made from, itself included: through `FROM`, `COPY --from` and mounts. */
export function contributorsOf(stage: Stage): ReadonlySet<Stage> {
  const reached = new Set<Stage>();
  const pending = [stage];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    for (const source of [baseOf(next), ...copiesOf(next).map(copy => copy.source)])
      if (source.kind === 'stage') pending.push(source.stage);
  }
  return reached;
}

function copyOf(instruction: Instruction, { name, value, valueSpan }: Flag, stage: Stage): StageCopy[] {
  if (value === undefined || valueSpan === undefined) return [];
  if (name === 'from') return [{ instruction, ...named(value, valueSpan.start, stage) }];
  const from = name === 'mount' ? /(?:^|,)from=([^,]*)/i.exec(value) : null;
  if (from?.[1] === undefined || from[1] === '') return [];
  return [{ instruction, ...named(from[1], valueSpan.start + from.index + from[0].length - from[1].length, stage) }];
}

function named(name: string, offset: number, stage: Stage): { name: string; offset: number; source: ImageSource } {
  return { name, offset, source: sourceNamed(name, offset, stage) };
}

function imageSource(text: string, offset: number | undefined): ImageSource {
  if (text === 'scratch') return { kind: 'scratch' };
  const reference = parseImageReference(text, offset ?? 0);
  if (reference === undefined) return { kind: 'unknown', because: `"${text}" is not a reference to an image.` };
  return { kind: 'image', reference, expanded: offset === undefined };
}
