import { resolvedPath } from './context-copies.js';
import { type GoCommand, goCommandsOf, goFlag, hidesBuild } from './go-commands.js';
import { commandsOf } from './shell-commands.js';
import { ancestryOf, copiesOf, type Stage } from './stage.js';
import { workingDirectoryAt } from './stage-state.js';
import { expandedWord } from './stage-variables.js';

/** A command that builds what a stage copies from another stage, or may build it. */
export interface CopiedProgram {
  readonly build: GoCommand;
  /** Whether its output is copied by its path; otherwise the paths are not known to differ. */
  readonly isCertain: boolean;
}

/** What a stage copies from stages that build Go programs, and whether something there may build what nothing can see. */
export function copiedProgramsOf(stage: Stage): { readonly programs: readonly CopiedProgram[]; readonly isHidden: boolean } {
  const own = ancestryOf(stage).stages;
  const pathsByStage = new Map<Stage, (string | undefined)[]>();
  for (const each of own)
    for (const { instruction, source } of copiesOf(each)) {
      if (source.kind !== 'stage' || instruction.keyword !== 'COPY') continue;
      const paths = instruction.words.slice(0, -1).map(({ text }) => resolvedPath(expandedWord(text, each, instruction) ?? '$', '/'));
      for (const builder of ancestryOf(source.stage).stages) pathsByStage.set(builder, [...(pathsByStage.get(builder) ?? []), ...paths]);
    }
  const programs = [...pathsByStage].flatMap(([builder, paths]) => goCommandsOf(builder).flatMap(build => copiedFrom(build, paths)));
  return { programs, isHidden: hidesBuild([...pathsByStage.keys()]) };
}

function copiedFrom(build: GoCommand, paths: readonly (string | undefined)[]): CopiedProgram[] {
  const output = build.subcommand === 'build' ? outputOf(build) : build.subcommand === 'install' ? '/go/bin' : null;
  if (output === null) return [];
  const matches = paths.map(path => isBelow(path, output));
  if (matches.includes(true)) return [{ build, isCertain: true }];
  return matches.includes(undefined) ? [{ build, isCertain: false }] : [];
}

/** Where `go build` writes to; `undefined` if that is not written, or depends on variables. */
function outputOf(build: GoCommand): string | undefined {
  const output = goFlag(build, 'o');
  const moves = commandsOf(build.instruction).some(({ words }) => words[0]?.text === 'cd');
  if (output === undefined || !output.isLiteral) return undefined;
  return resolvedPath(output.text, moves ? undefined : workingDirectoryAt(build.stage, build.instruction));
}

/** Whether one of two paths holds the other; `undefined` if that cannot be known. */
function isBelow(path: string | undefined, output: string | undefined): boolean | undefined {
  if (path === undefined || output === undefined || /[*?[]/.test(path)) return undefined;
  const within = (outer: string, inner: string) => outer === '/' || inner === outer || inner.startsWith(`${outer}/`);
  return within(path, output) || within(output, path);
}
