import type { Instruction } from './dockerfile.js';
import { externalBaseOf } from './external-base.js';
import { ancestryOf, type Stage } from './stage.js';
import { assignmentsOf, globalVariables, Variables } from './variables.js';
import { lexWords } from './word-lexer.js';

/**
 * The variables that hold before an instruction of a stage, or at its end: `ENV` and `ARG` of the stage and of the stages that it starts from,
 * by default values. What is defined nowhere may come from the base image, and so cannot be known unless all variables of that are.
 */
export function variablesAt(stage: Stage, instruction?: Instruction): Variables {
  const timeline = timelineOf(stage);
  return timeline.get(instruction) ?? timeline.get(undefined) ?? new Variables(() => undefined);
}

/** The environment of a container started from the stage, as far as the Dockerfile sets it: `ENV` only. Unknown values are `undefined`. */
export function environmentOf(stage: Stage): ReadonlyMap<string, string | undefined> {
  const environment = new Map<string, string | undefined>();
  for (const [instruction, { lookup }] of timelineOf(stage)) {
    if (instruction?.keyword !== 'ENV') continue;
    const values = assignmentsOf(instruction).map(
      ({ name, value }) => [name, lexWords(value ?? '', { escape: stage.dockerfile.escape, lookup })?.text] as const,
    );
    for (const [name, value] of values) environment.set(name, value);
  }
  return environment;
}

/** A word of an instruction with its variables expanded and its quotes removed; `undefined` if it cannot be known. */
export function expandedWord(word: string, stage: Stage, instruction: Instruction): string | undefined {
  if (!/[$'"\\`]/.test(word)) return word;
  return lexWords(word, { escape: stage.dockerfile.escape, lookup: variablesAt(stage, instruction).lookup })?.text;
}

/** Every instruction that makes the stage, with the variables that hold before it; and at last, by `undefined`, those that hold at the end. */
function timelineOf(stage: Stage): ReadonlyMap<Instruction | undefined, Variables> {
  const known = TIMELINES.get(stage);
  if (known !== undefined) return known;
  const timeline = readTimeline(stage);
  TIMELINES.set(stage, timeline);
  return timeline;
}

/** Stages do not change, and each of their commands asks. */
const TIMELINES = new WeakMap<Stage, ReadonlyMap<Instruction | undefined, Variables>>();

function readTimeline(stage: Stage): ReadonlyMap<Instruction | undefined, Variables> {
  const timeline = new Map<Instruction | undefined, Variables>();
  const { stages } = ancestryOf(stage);
  const globals = globalVariables(stage.dockerfile);
  const inherited = externalBaseOf(stage).facts?.environment;
  let variables = new Variables(name => (inherited === undefined || inherited.includes(name) ? undefined : null));
  const escapeToken = stage.dockerfile.escape;
  for (const each of [...stages].reverse())
    for (const instruction of each.instructions) {
      timeline.set(instruction, variables);
      if (instruction.keyword !== 'ARG' && instruction.keyword !== 'ENV') continue;
      variables = variables.copy();
      if (instruction.keyword === 'ARG') declareArguments(variables, instruction, globals, escapeToken);
      else variables.set(assignmentsOf(instruction), escapeToken);
    }
  timeline.set(undefined, variables);
  return timeline;
}

function declareArguments(variables: Variables, instruction: Instruction, globals: Variables, escapeToken: string): void {
  for (const { name, value } of assignmentsOf(instruction)) {
    if (value === undefined) variables.declare(name, globals);
    else variables.set([{ name, value }], escapeToken);
  }
}
