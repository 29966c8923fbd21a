import type { Instruction } from './dockerfile.js';
import { LogicalText } from './logical-text.js';
import { parseShell, type ShellCommand, type ShellWord } from './shell-words.js';
import type { Stage } from './stage.js';

/** A command that an instruction runs. */
export interface RunCommand extends ShellCommand {
  /** Whether it stands in the text of the instruction itself, so that its spans are exact: not in `sh -c '…'`. */
  readonly isDirect: boolean;
}

/** Programs that run the command behind them. */
const WRAPPERS = /^(?:exec|command|nohup|sudo|time)$/;
const ENV = /^(?:\/usr\/bin\/)?env$/;
const SHELLS = /^(?:\/(?:usr\/)?bin\/)?(?:ba|a|da)?sh$/;

/**
 * The simple commands that a `RUN`, `CMD` or `ENTRYPOINT` runs, in order: from its shell form, its JSON form, its heredoc if that is a shell
 * script, and from `sh -c '…'` inside these.
 */
export function commandsOf(instruction: Instruction): readonly RunCommand[] {
  return instruction.derive(readAllCommands);
}

function readAllCommands(instruction: Instruction): readonly RunCommand[] {
  return readCommands(instruction).flatMap(command => {
    const nested = nestedCommands(command);
    return nested.length === 0 ? command : [command, ...nested];
  });
}

/** The commands of the `RUN`s of stages, as far as their text has a match at all: most instructions need not be read as a shell would. */
export function commandsMatching(stages: readonly Stage[], pattern: RegExp): readonly RunCommand[] {
  return stages
    .flatMap(({ instructions }) => instructions)
    .filter(instruction => instruction.keyword === 'RUN' && mentions(instruction, pattern))
    .flatMap(commandsOf);
}

/** Whether the text of an instruction or of its heredocs has a match. */
export function mentions({ argument, heredocs }: Instruction, pattern: RegExp): boolean {
  return pattern.test(argument.text) || heredocs.some(({ body }) => pattern.test(body));
}

/** The command without `env`, `exec`, `sudo` and the like in front; assignments of `env` join those of the command. */
export function unwrapped(command: RunCommand): RunCommand {
  const program = command.words[0]?.text ?? '';
  const isEnv = ENV.test(program);
  if (!isEnv && !WRAPPERS.test(program)) return command;
  const rest = command.words.slice(1);
  if (!isEnv) return rest[0]?.text.startsWith('-') ? command : unwrapped({ ...command, words: rest });
  const count = rest.findIndex(({ text }) => !/^[A-Za-z_][A-Za-z0-9_]*=/.test(text));
  const variables = count === -1 ? rest : rest.slice(0, count);
  if (rest[count]?.text.startsWith('-')) return command;
  const assignments = [...command.assignments, ...variables.map(assignmentOf)];
  return unwrapped({ ...command, assignments, words: rest.slice(variables.length) });
}

function readCommands(instruction: Instruction): readonly RunCommand[] {
  if (instruction.json !== undefined) return jsonCommand(instruction.json);
  const commands = parseShell(instruction.argument).map(command => ({ ...command, isDirect: true }));
  const [heredoc] = instruction.heredocs;
  const isScript = heredoc !== undefined && (commands.length === 0 || isPlainShell(commands[0]));
  if (!isScript || commands.length > 1) return commands;
  const shebang = /^#!\s*(?:\/usr\/bin\/env\s+)?(\S+)/.exec(heredoc.body);
  if (shebang?.[1] !== undefined && !SHELLS.test(shebang[1])) return commands;
  const script = LogicalText.join([{ text: heredoc.body, offset: heredoc.bodySpan.start }]);
  return parseShell(script).map(command => ({ ...command, isDirect: true }));
}

/** `sh`, `bash -ex`: a shell that reads its script from standard input. */
function isPlainShell(command: ShellCommand | undefined): boolean {
  const [first, ...options] = command?.words ?? [];
  return first !== undefined && SHELLS.test(first.text) && options.every(({ text }) => /^[-+][a-z]+$/.test(text) && !text.includes('c'));
}

function jsonCommand(json: readonly { readonly text: string; readonly span: ShellWord['span'] }[]): readonly RunCommand[] {
  const [first] = json;
  if (first === undefined) return [];
  const words = json.map(({ text, span }) => ({ text, isLiteral: true, span }));
  const span = { start: first.span.start, end: json.at(-1)?.span.end ?? first.span.end };
  return [{ assignments: [], words, operator: '', isCertain: true, isDirect: true, span }];
}

/** What `sh -c 'script'` runs. Its words are given the span of the whole script. */
function nestedCommands(command: RunCommand): readonly RunCommand[] {
  const { words, isCertain } = unwrapped(command);
  const shell = words[0];
  if (shell === undefined || !SHELLS.test(shell.text)) return [];
  const rest = words.slice(1);
  const option = rest.findIndex(({ text }) => /^-[a-z]*c[a-z]*$/.test(text));
  const script = rest[option + 1];
  if (option === -1 || script === undefined) return [];
  const { span } = script;
  const commands = parseShell(LogicalText.join([{ text: script.text, offset: span.start }]));
  return commands.map(nested => ({
    assignments: nested.assignments.map(({ name, value }) => ({ name, value: { ...value, span }, span })),
    words: nested.words.map(word => ({ ...word, span })),
    operator: nested.operator,
    isCertain: isCertain && nested.isCertain,
    isDirect: false,
    span,
  }));
}

function assignmentOf({ text, isLiteral, span }: ShellWord): RunCommand['assignments'][number] {
  const equals = text.indexOf('=');
  return { name: text.slice(0, equals), value: { text: text.slice(equals + 1), isLiteral, span }, span };
}
