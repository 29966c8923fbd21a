import type { Span } from '../text/span.js';
import type { Instruction } from './dockerfile.js';
import { commandsMatching, commandsOf, mentions, type RunCommand, unwrapped } from './shell-commands.js';
import type { ShellWord } from './shell-words.js';
import type { Stage } from './stage.js';
import { variablesAt } from './stage-variables.js';
import { lexWords } from './word-lexer.js';

/** A command of the Go toolchain that a stage runs. */
export interface GoCommand {
  readonly stage: Stage;
  readonly instruction: Instruction;
  readonly command: RunCommand;
  /** `build`, `install`, `run`, `mod download`, … */
  readonly subcommand: string;
  /** What follows the subcommand. */
  readonly words: readonly ShellWord[];
  /** `go build`, as written. */
  readonly span: Span;
  /** Whether `go` itself is called, not a wrapper such as `xx-go` that sets its environment. */
  readonly isPlain: boolean;
  /** The variables that it sees, through `ENV`, `ARG`, `export` and what stands in front: `null` if not set, `undefined` if unknown. */
  readonly environment: (name: string) => string | null | undefined;
}

/** The commands of the Go toolchain that the instructions of a stage run, in order; what other programs (`make`) run cannot be seen. */
export function goCommandsOf(stage: Stage): readonly GoCommand[] {
  const known = COMMANDS.get(stage);
  if (known !== undefined) return known;
  const commands = stage.instructions.filter(({ keyword }) => keyword === 'RUN').flatMap(instruction => goCommandsIn(instruction, stage));
  COMMANDS.set(stage, commands);
  return commands;
}

/** Several rules ask, and a stage never changes: an edit makes a new one. */
const COMMANDS = new WeakMap<Stage, readonly GoCommand[]>();

/** The commands of the Go toolchain that one instruction of a stage runs. */
export function goCommandsIn(instruction: Instruction, stage: Stage): readonly GoCommand[] {
  const ofStage = GO_COMMANDS.get(stage) ?? new Map<Instruction, readonly GoCommand[]>();
  GO_COMMANDS.set(stage, ofStage);
  const known = ofStage.get(instruction);
  if (known !== undefined) return known;
  const commands = readGoCommands(instruction, stage);
  ofStage.set(instruction, commands);
  return commands;
}

/** Instructions do not change, and several rules ask about each. One weak key for a stage: thousands keep the collector of garbage busy. */
const GO_COMMANDS = new WeakMap<Stage, Map<Instruction, readonly GoCommand[]>>();

function readGoCommands(instruction: Instruction, stage: Stage): readonly GoCommand[] {
  if (!mentions(instruction, /\bgo[\s\d"',]/)) return [];
  const commands = commandsOf(instruction).map(unwrapped);
  if (!commands.some(isGo)) return [];
  const variables = variablesAt(stage, instruction).lookup;
  const exported = new Map<string, string | undefined>();
  const found: GoCommand[] = [];
  for (const command of commands) {
    const lookup = (name: string) => (exported.has(name) ? exported.get(name) : variables(name, false));
    if (isGo(command)) found.push(goCommand(command, instruction, stage, lookup));
    const isExport = command.words[0]?.text === 'export';
    const settings = isExport ? command.words.slice(1).flatMap(asAssignment) : command.words.length === 0 ? command.assignments : [];
    for (const { name, value } of settings) exported.set(name, command.isCertain && isExport ? assignedValue(value, lookup) : undefined);
  }
  return found;
}

/** Programs that run other programs to build something. */
const BUILD_TOOLS =
  /^(?:make|gmake|task|mage|just|bazel|bazelisk|goreleaser|ko|ninja|cmake|earthly|gox|garble|promu|dagger|nix|nix-build|golangci-lint)$/;

/** What the text of an instruction has in it that runs one of these, or a script. */
const BUILD_HINT =
  /\b(?:g?make|task|mage|just|bazel(?:isk)?|goreleaser|ko|ninja|cmake|earthly|gox|garble|promu|dagger|nix|golangci-lint)\b|\.(?:sh|bash|py)\b|\.\/|\/(?:build|hack|scripts?)\//;

/** Whether a program, by its name or path, builds things: `make`. */
export function isBuildTool(program: string): boolean {
  return BUILD_TOOLS.test(program.slice(program.lastIndexOf('/') + 1));
}

/** Whether stages run something that may build a Go program where nothing can see it: `make`, a script, another build tool. */
export function hidesBuild(stages: readonly Stage[]): boolean {
  const commands = commandsMatching(stages, BUILD_HINT).map(unwrapped);
  return commands.some(({ words }) => words[0] !== undefined && (isBuildTool(words[0].text) || isScript(words)));
}

/** The value of a flag (`-o x`, `-o=x`, `--o=x`), or `undefined` if the command does not have it. */
export function goFlag({ words }: GoCommand, name: string): ShellWord | undefined {
  for (const [index, word] of words.entries()) {
    const match = /^--?([A-Za-z]+)(=)?/.exec(word.text);
    if (match?.[1] !== name) continue;
    if (match[2] === undefined) return words[index + 1];
    return { ...word, text: word.text.slice(match[0].length) };
  }
  return undefined;
}

function isGo({ words }: RunCommand): boolean {
  const [first] = words;
  return first !== undefined && words.length > 1 && /^(?:.*\/)?(?:go(?:1\.\d+(?:\.\d+)?)?|xx-go)$/.test(first.text);
}

function isScript(words: readonly ShellWord[]): boolean {
  const [first, second] = words;
  const script = first !== undefined && /^(?:ba|a|da)?sh$|^(?:source|\.)$/.test(first.text) ? second : first;
  return script !== undefined && /\.(?:sh|bash|py)$|^\.\/|\/(?:build|hack|scripts?)\//.test(script.text);
}

function goCommand(command: RunCommand, instruction: Instruction, stage: Stage, lookup: GoCommand['environment']): GoCommand {
  const [go, first, second] = command.words;
  const isTwoWords = first !== undefined && ['mod', 'work', 'tool'].includes(first.text) && second !== undefined;
  const own = new Map(command.assignments.map(({ name, value }) => [name, assignedValue(value, lookup)]));
  return {
    stage,
    instruction,
    command,
    subcommand: isTwoWords ? `${first.text} ${second.text}` : (first?.text ?? ''),
    words: command.words.slice(isTwoWords ? 3 : 2),
    span: { start: go?.span.start ?? command.span.start, end: ((isTwoWords ? second : first) ?? go)?.span.end ?? command.span.end },
    isPlain: go !== undefined && !go.text.endsWith('xx-go'),
    environment: name => (own.has(name) ? own.get(name) : lookup(name)),
  };
}

function asAssignment(word: ShellWord): { name: string; value: ShellWord }[] {
  const equals = word.text.indexOf('=');
  return equals === -1 ? [] : [{ name: word.text.slice(0, equals), value: { ...word, text: word.text.slice(equals + 1) } }];
}

function assignedValue(value: ShellWord, lookup: GoCommand['environment']): string | undefined {
  if (value.isLiteral) return value.text;
  if (/[`*?[~]|\$\(/.test(value.text)) return undefined;
  // Quotes are gone already; what is left of them belongs to the value.
  return lexWords(value.text.replaceAll(/['"\\]/g, ''), { escape: '\\', lookup })?.text;
}
