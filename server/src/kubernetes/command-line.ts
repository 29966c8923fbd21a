import type { YamlNode } from '../yaml/yaml-node.js';

/** What a list of words starts, seen through a shell that is given a script. */
export interface CommandLine {
  /** The words as written. */
  readonly words: readonly string[];
  /** `sh` of `/bin/sh`; `''` if there are no words. */
  readonly program: string;
  /** The script of `sh -c script`; `undefined` without a shell. */
  readonly script: string | undefined;
}

/** Reads `command` of a probe, a hook or a container. `undefined` if a word is no text. */
export function commandLineOf(command: readonly YamlNode[]): CommandLine | undefined {
  const words = command.map(({ text }) => text);
  if (words.includes(undefined)) return undefined;
  const known = words.filter(word => word !== undefined);
  const program = baseName(known[0] ?? '');
  return { words: known, program, script: isShell(program) ? scriptOf(known) : undefined };
}

/** Whether a command does nothing but wait: `sleep infinity`, `sh -c "tail -f /dev/null"`. */
export function isWaiting(command: readonly YamlNode[]): boolean {
  const line = commandLineOf(command);
  const [program = '', first = ''] =
    line?.script
      ?.trim()
      .replace(/^exec\s+/, '')
      .split(/\s+/) ??
    line?.words ??
    [];
  const isOneCommand = !/[;&|\n]/.test(line?.script?.trim() ?? '');
  return isOneCommand && (baseName(program) === 'sleep' || (baseName(program) === 'tail' && /^-[fF]$/.test(first)));
}

export function isShell(program: string): boolean {
  return SHELLS.has(program);
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

const SHELLS = new Set(['sh', 'bash', 'ash', 'dash', 'zsh']);

/** The word behind the first flag that asks for one: `-c`, `-ec`, `-exc`. */
function scriptOf(words: readonly string[]): string | undefined {
  const flag = words.findIndex((word, index) => index > 0 && /^-[a-z]*c$/.test(word));
  return flag === -1 ? undefined : words[flag + 1];
}
