import type { Instruction } from './dockerfile.js';
import { parseShell } from './shell-words.js';

/** What a shell form does, as far as it matters to the process that it starts. */
export interface ShellForm {
  /** The words of its one command, without an `exec` in front; `undefined` if it is more than one command that can be written as words. */
  readonly words: readonly string[] | undefined;
  /** Whether it is one command that the shell may replace itself with. */
  readonly isSingle: boolean;
  /** Whether it starts with `exec`. */
  readonly isExec: boolean;
}

/** Commands that are part of the shell, so that no program of that name can be started. */
const BUILTINS =
  /^(?:\.|:|alias|bg|cd|command|eval|exit|export|fg|read|readonly|return|set|shift|source|times|trap|type|ulimit|umask|unalias|unset|wait)$/;

/** What the shell would act on, outside quotes and within double quotes. */
const SHELL_SYNTAX = /[|&;<>()$`*?[\]#~{}!\\]/;

/** Reads the shell form of a `CMD` or `ENTRYPOINT`. */
export function shellFormOf({ argument }: Instruction): ShellForm {
  const commands = parseShell(argument);
  const [first] = commands;
  const isExec = first?.words[0]?.text === 'exec';
  const isSingle = commands.length === 1 && first !== undefined && first.isCertain && !/[|&;]/.test(outsideQuotes(argument.text));
  const words = first?.words.slice(isExec ? 1 : 0) ?? [];
  const canBeWords =
    isSingle &&
    first.assignments.length === 0 &&
    words.length > 0 &&
    !SHELL_SYNTAX.test(outsideQuotes(argument.text)) &&
    !BUILTINS.test(words[0]?.text ?? '');
  return { words: canBeWords ? words.map(({ text }) => text) : undefined, isSingle, isExec };
}

/** The JSON form of some words, as people write it. */
export function execForm(words: readonly string[]): string {
  return `[${words.map(word => JSON.stringify(word)).join(', ')}]`;
}

/** The text without single quotes and what they hold, and without double quotes that hold nothing special. */
function outsideQuotes(text: string): string {
  return text.replaceAll(/'[^']*'|"[^"$`\\]*"/g, '');
}
