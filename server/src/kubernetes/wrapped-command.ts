/** A script that a shell runs as the first process of a container. */
export interface WrappedCommand {
  /** Whether the shell gives way to the program by itself: `exec` before the last command. */
  readonly isExec: boolean;
  /** Whether it is one command; `false` for several, one after the other. */
  readonly isSingle: boolean;
  /** The words of a single command that needs no shell; `undefined` otherwise. */
  readonly words: readonly string[] | undefined;
  /** The script with `exec` before its last command; `undefined` where that cannot be seen. */
  readonly withExec: string | undefined;
}

/** Reads a script; `undefined` if the script is itself the program: loops, traps, background processes, or waiting for nothing. */
export function wrappedCommandOf(script: string): WrappedCommand | undefined {
  const text = script.trim();
  if (
    text === '' ||
    /\b(?:while|until|for|trap|wait|case|function)\b|(?<![&>])&(?![&>\d])|<<|^\s*if\b|\n\s*if\b|[;{}]\s*fi\b|\(\)/.test(text)
  )
    return undefined;
  const parts = text.split(/(\s*(?:&&|\|\||;|\n)\s*)/);
  while (parts.length > 1 && (parts.at(-1) === '' || /^\s*[;\n]\s*$/.test(parts.at(-1) ?? ''))) parts.pop();
  const last = parts.at(-1) ?? '';
  if (/^(?:exec\s+)?(?:sleep|tail\s+-[fF])\b/.test(last)) return undefined;
  const isSingle = parts.length === 1;
  const isExec = /^exec\s/.test(last);
  const isPlain = /^[\w./:=@%+,-]+(?:\s+[\w./:=@%+,-]+)*$/.test(last) && !/^\w+=/.test(last);
  const canExec =
    !isExec && !/["'`|\\#\n]/.test(text) && !/\|\|/.test(text) && !/^(?:cd|export|set|source|\.|echo|eval|exit)\b|^\w+=/.test(last);
  return {
    isExec,
    isSingle,
    words: isSingle && isPlain ? last.split(/\s+/) : undefined,
    withExec: canExec && last !== '' ? `${parts.slice(0, -1).join('')}exec ${last}` : undefined,
  };
}
