import type { TextEdit } from '../text/text-edit.js';
import { resolvedPath } from './context-copies.js';
import type { Instruction } from './dockerfile.js';
import { appendWords, insertBefore, keywordLike, replaceArguments } from './dockerfile-edit.js';
import { execForm, shellFormOf } from './exec-form.js';
import { type GoCommand, goCommandsOf, goFlag } from './go-commands.js';
import { commandsOf } from './shell-commands.js';
import type { Stage } from './stage.js';
import { commandOf, workingDirectoryAt } from './stage-state.js';
import { assignmentsOf } from './variables.js';

/** What describes the image that ships, and needs nothing of the one that builds. */
const DESCRIPTION = ['ENTRYPOINT', 'CMD', 'EXPOSE', 'LABEL', 'STOPSIGNAL', 'ENV', 'USER'];

/**
 * Splits a single stage that builds one Go program and runs it: what builds stays in a stage named `builder`, what describes the image follows in a
 * stage that starts from `base` (or from `scratch`, with the CA certificates of the builder) and takes the program. Undefined where it is not
 * certain which file is the program, or where more than the program happens after the build.
 */
export function splitEdits(stage: Stage, base: string | undefined): readonly TextEdit[] | undefined {
  const { dockerfile, instructions } = stage;
  if (dockerfile.stages.length !== 1 || stage.from.words.length !== 1) return undefined;
  const builds = goCommandsOf(stage).filter(({ subcommand }) => subcommand === 'build');
  const [build] = builds;
  if (build === undefined || builds.length > 1) return undefined;
  const program = programOf(stage, build);
  const rest = instructions.slice(instructions.indexOf(build.instruction) + 1);
  const [first] = rest;
  const start = program === undefined ? undefined : startOf(stage, program);
  if (program === undefined || first === undefined || start === undefined || !rest.every(({ keyword }) => DESCRIPTION.includes(keyword)))
    return undefined;
  if (rest.some(instruction => instruction.keyword === 'USER' && !isOtherUser(instruction))) return undefined;
  if (!start.every(({ instruction }) => rest.includes(instruction)) || !canTurnOffCgo(build)) return undefined;
  const keyword = (name: string) => keywordLike(dockerfile, stage.from, name);
  const target = `/${program.slice(program.lastIndexOf('/') + 1)}`;
  const lines = [
    '',
    `${keyword('FROM')} ${base ?? 'scratch'}`,
    ...(base === undefined ? [`${keyword('COPY')} --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/`] : []),
    `${keyword('COPY')} --from=builder ${program} ${target}`,
    ...descriptionBefore(stage, build),
    ...(rest.some(isOtherUser) ? [] : [`${keyword('USER')} 65532:65532`]),
  ];
  return [
    appendWords(stage.from, `${keyword('AS')} builder`),
    ...(build.environment('CGO_ENABLED') === '0'
      ? []
      : [{ span: { start: build.span.start, end: build.span.start }, newText: 'CGO_ENABLED=0 ' }]),
    insertBefore(dockerfile, first, lines),
    ...start.map(({ instruction, words }) => replaceArguments(instruction, execForm([target, ...words]))),
  ];
}

/** The absolute path of the program, if the build names it. */
function programOf(stage: Stage, build: GoCommand): string | undefined {
  const output = goFlag(build, 'o');
  const moves = commandsOf(build.instruction).some(({ words }) => words[0]?.text === 'cd');
  if (output === undefined || !output.isLiteral || output.text.endsWith('/') || moves) return undefined;
  return resolvedPath(output.text, workingDirectoryAt(stage, build.instruction));
}

/** The instruction that starts the program, with its arguments; `undefined` if something else is started. */
function startOf(stage: Stage, program: string): readonly { instruction: Instruction; words: readonly string[] }[] | undefined {
  const { entrypoint, command } = commandOf(stage);
  const decides = (entrypoint ?? command)?.instruction;
  if (decides === undefined || (entrypoint !== undefined && command !== undefined && command.instruction.json === undefined))
    return undefined;
  const words = decides.json?.map(({ text }) => text) ?? shellFormOf(decides).words;
  const [first, ...others] = words ?? [];
  if (first === undefined || !first.includes('/') || resolvedPath(first, workingDirectoryAt(stage)) !== program) return undefined;
  return [{ instruction: decides, words: others }];
}

/** Whether `CGO_ENABLED=0` is set, or can be put in front of the command. */
function canTurnOffCgo({ environment, isPlain, command, instruction, span }: GoCommand): boolean {
  if (environment('CGO_ENABLED') === '0') return true;
  const isPlainStart = command.assignments.length > 0 || command.span.start === span.start;
  return isPlain && command.isDirect && instruction.json === undefined && isPlainStart && environment('CGO_ENABLED') === null;
}

/** What describes the image and stands before the build, as written: ports, and variables that are not for the build. */
function descriptionBefore({ dockerfile, instructions }: Stage, build: GoCommand): readonly string[] {
  return instructions
    .slice(0, instructions.indexOf(build.instruction))
    .filter(instruction => {
      if (instruction.keyword === 'ENV')
        return assignmentsOf(instruction).every(({ name }) => !/^(?:GO[A-Z0-9]*|CGO_\w*|PATH)$/.test(name));
      return instruction.keyword === 'EXPOSE' || instruction.keyword === 'STOPSIGNAL';
    })
    .map(({ span }) => dockerfile.source.text.slice(span.start, span.end))
    .filter(text => !text.includes('\n'));
}

function isOtherUser({ keyword, argument }: Instruction): boolean {
  return keyword === 'USER' && /^[1-9]\d*(?::\d+)?$/.test(argument.text);
}
