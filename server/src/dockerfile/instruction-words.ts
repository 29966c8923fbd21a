import type { Flag, Word } from './dockerfile.js';
import type { LogicalText } from './logical-text.js';
import { isBlankAt, isSpaceAt, skipSpace, trimmedEnd } from './white-space.js';

/** Reads the words that start with `--` at the start of an instruction's arguments, up to `limit`; answers them and where the rest starts. */
export function readFlags(line: LogicalText, start: number, limit: number, escapeToken: string): { flags: readonly Flag[]; end: number } {
  const flags: Flag[] = [];
  let position = skipSpace(line.text, start);
  if (!line.text.startsWith('--', position)) return { flags, end: position };
  const text = line.text.slice(0, limit);
  while (text.startsWith('--', position)) {
    const { value, end } = readFlagWord(text, position, escapeToken);
    if (value === '--') return { flags, end: skipSpace(text, end) };
    flags.push(flagOf(line, position, end, value));
    position = skipSpace(text, end);
  }
  return { flags, end: position };
}

/** Splits at blanks, as BuildKit does for `FROM`, `EXPOSE`, `COPY`, `ADD` and `VOLUME`: quotes mean nothing. */
export function splitAtBlanks(argument: LogicalText, most = Number.POSITIVE_INFINITY): readonly Word[] {
  const { text } = argument;
  const words: Word[] = [];
  let position = 0;
  while (position < text.length) {
    const last = words.length + 1 >= most;
    let end = last ? trimmedEnd(text) : position;
    while (!last && end < text.length && !isBlankAt(text, end)) end++;
    words.push({ text: text.slice(position, end), span: argument.spanOf(position, end) });
    while (end < text.length && isBlankAt(text, end)) end++;
    position = last ? text.length : end;
  }
  return words;
}

/** Splits at white space outside quotes, as BuildKit does for `ENV`, `LABEL` and `ARG`; quotes and escapes are kept. */
export function splitOutsideQuotes(argument: LogicalText, escapeToken: string): readonly Word[] {
  const { text } = argument;
  const words: Word[] = [];
  let position = skipSpace(text, 0);
  while (position < text.length) {
    const end = endOfWord(text, position, escapeToken);
    words.push({ text: text.slice(position, end), span: argument.spanOf(position, end) });
    position = skipSpace(text, end);
  }
  return words;
}

function readFlagWord(text: string, start: number, escapeToken: string): { value: string; end: number } {
  let value = '';
  let quote = '';
  let position = start;
  for (; position < text.length; position++) {
    const character = text.charAt(position);
    if (quote === '' && isSpaceAt(text, position)) break;
    if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === escapeToken) value += text.charAt(++position);
    else value += character;
  }
  return { value, end: Math.min(position, text.length) };
}

function flagOf(line: LogicalText, start: number, end: number, value: string): Flag {
  const equals = value.indexOf('=');
  const written = line.text.slice(start, end).indexOf('=');
  return {
    name: (equals === -1 ? value : value.slice(0, equals)).slice(2),
    value: equals === -1 ? undefined : value.slice(equals + 1),
    span: line.spanOf(start, end),
    valueSpan: equals === -1 ? undefined : line.spanOf(start + written + 1, end),
  };
}

function endOfWord(text: string, start: number, escapeToken: string): number {
  let quote = '';
  let position = start;
  for (; position < text.length; position++) {
    const character = text.charAt(position);
    if (character === escapeToken && quote !== "'") position++;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (isSpaceAt(text, position)) break;
  }
  return Math.min(position, text.length);
}
