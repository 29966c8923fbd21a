import { resolvedPath } from './context-copies.js';
import type { Instruction } from './dockerfile.js';
import { externalBaseOf } from './external-base.js';
import { ancestryOf, type Stage } from './stage.js';
import { expandedWord } from './stage-variables.js';

/** An instruction of a stage, or of a stage that it starts from, that decides something. */
export interface Deciding {
  readonly instruction: Instruction;
  readonly stage: Stage;
}

/** The last instruction of a kind that holds in the image of a stage, looked for through the stages that it starts from. */
export function findLast(stage: Stage, ...keywords: readonly string[]): Deciding | undefined {
  for (const each of ancestryOf(stage).stages) {
    const instruction = each.instructions.findLast(({ keyword }) => keywords.includes(keyword));
    if (instruction !== undefined) return { instruction, stage: each };
  }
  return undefined;
}

/**
 * The user that a container of the stage runs as: as the last `USER` says, or by default of the base image.
 * `value` is `undefined` if it cannot be known.
 */
export function userOf(stage: Stage): { readonly value: string | undefined; readonly from: Deciding | undefined } {
  const from = findLast(stage, 'USER');
  if (from === undefined) return { value: externalBaseOf(stage).facts?.user, from };
  return { value: expandedWord(from.instruction.words[0]?.text ?? '', from.stage, from.instruction), from };
}

/** What a container of the stage runs, by the instructions that hold: an `ENTRYPOINT` forgets a `CMD` of the stages before it. */
export function commandOf(stage: Stage): { readonly entrypoint: Deciding | undefined; readonly command: Deciding | undefined } {
  const entrypoint = findLast(stage, 'ENTRYPOINT');
  const command = findLast(stage, 'CMD');
  const isForgotten = entrypoint !== undefined && command !== undefined && command.stage.index < entrypoint.stage.index;
  return { entrypoint, command: isForgotten ? undefined : command };
}

/** The `SHELL` that shell forms use at an instruction of a stage; `undefined` if none is set, which means `/bin/sh -c`. */
export function shellAt(stage: Stage, instruction: Instruction): Instruction | undefined {
  const before = stage.instructions.slice(0, Math.max(stage.instructions.indexOf(instruction), 0));
  const own = before.findLast(({ keyword }) => keyword === 'SHELL');
  if (own !== undefined) return own;
  const [, parent] = ancestryOf(stage).stages;
  return parent === undefined ? undefined : findLast(parent, 'SHELL')?.instruction;
}

/** The ports that `EXPOSE` names in the stage and in the stages that it starts from; ranges and what cannot be known are left out. */
export function exposedPortsOf(stage: Stage): readonly { readonly number: number; readonly protocol: string; readonly from: Deciding }[] {
  return ancestryOf(stage).stages.flatMap(each =>
    each.instructions
      .filter(({ keyword }) => keyword === 'EXPOSE')
      .flatMap(instruction =>
        instruction.words.flatMap(({ text }) => {
          const match = /^(\d{1,5})(?:\/([a-z]+))?$/i.exec(expandedWord(text, each, instruction) ?? '');
          const protocol = (match?.[2] ?? 'tcp').toUpperCase();
          return match === null ? [] : [{ number: Number(match[1]), protocol, from: { instruction, stage: each } }];
        }),
      ),
  );
}

/** The working directory at an instruction of a stage, or at its end; `undefined` where the base image or a variable decides. */
export function workingDirectoryAt(stage: Stage, instruction?: Instruction): string | undefined {
  let directory = startDirectoryOf(stage);
  for (const each of [...ancestryOf(stage).stages].reverse())
    for (const current of each.instructions) {
      if (current === instruction) return directory;
      const path = current.keyword === 'WORKDIR' ? expandedWord(current.words[0]?.text ?? '', each, current) : undefined;
      if (current.keyword === 'WORKDIR') directory = path === undefined ? undefined : resolvedPath(path, directory);
    }
  return directory;
}

/** The working directory of the image that a stage comes from: all known bases have `/`, but the golang image. */
function startDirectoryOf(stage: Stage): string | undefined {
  const { source, facts } = externalBaseOf(stage);
  if (source.kind === 'image' && source.reference.name === 'golang') return '/go';
  return facts === undefined || facts.hasGo === true || facts.user !== '0' ? undefined : '/';
}
