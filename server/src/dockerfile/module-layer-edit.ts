import type { TextEdit } from '../text/text-edit.js';
import { copiesWholeContext, resolvedPath } from './context-copies.js';
import type { Instruction } from './dockerfile.js';
import { insertBefore, keywordLike, removeInstruction } from './dockerfile-edit.js';
import { goFlag } from './go-commands.js';
import type { ModuleLayers } from './module-layers.js';
import { commandsOf } from './shell-commands.js';
import type { Stage } from './stage.js';
import { workingDirectoryAt } from './stage-state.js';

/**
 * Copies go.mod and go.sum and downloads the modules before the source is copied; a `RUN go mod download` that comes too late is moved.
 * `[undefined]` where the module is not known to stand at the root of what is copied, or the build does not run there.
 */
export function moduleLayerEdits(stage: Stage, layers: ModuleLayers): readonly (TextEdit | undefined)[] {
  const { copy, build, download, hasModuleFile } = layers;
  if (layers.stage !== stage || !runsAtRootOfCopy(stage, layers)) return [undefined];
  const { dockerfile } = stage;
  const { instruction } = copy;
  const isAlone = download !== undefined && commandsOf(download.instruction).length === 1 && download.instruction.heredocs.length === 0;
  const mounts = textOfFlags(
    stage,
    (download ?? build).instruction,
    ({ name, value = '' }) => name === 'mount' && !/type=bind|^(?!.*type=)/.test(value),
  );
  const owner = textOfFlags(stage, instruction, ({ name }) => name === 'chown');
  const keyword = (name: string) => keywordLike(dockerfile, instruction, name);
  const lines = [...(hasModuleFile ? [] : [`${keyword('COPY')} ${owner}go.mod go.sum ./`]), `${keyword('RUN')} ${mounts}go mod download`];
  return [insertBefore(dockerfile, instruction, lines), ...(isAlone ? [removeInstruction(dockerfile, download.instruction)] : [])];
}

/** Whether the whole context is copied to the working directory, and the build runs there. */
function runsAtRootOfCopy(stage: Stage, { copy, build, download }: ModuleLayers): boolean {
  const directory = workingDirectoryAt(stage, copy.instruction);
  const isThere = directory !== undefined && resolvedPath(copy.destination.text, directory) === directory;
  const stays = [build, ...(download === undefined ? [] : [download])].every(
    command =>
      workingDirectoryAt(stage, command.instruction) === directory &&
      goFlag(command, 'C') === undefined &&
      !command.words.some(({ text }) => text === '-C') &&
      !commandsOf(command.instruction).some(({ words }) => ['cd', 'pushd'].includes(words[0]?.text ?? '')),
  );
  return isThere && stays && copiesWholeContext(copy) && copy.sources.length === 1;
}

function textOfFlags({ dockerfile }: Stage, { flags }: Instruction, wanted: (flag: Instruction['flags'][number]) => boolean): string {
  return flags
    .filter(wanted)
    .map(({ span }) => `${dockerfile.source.text.slice(span.start, span.end)} `)
    .join('');
}
