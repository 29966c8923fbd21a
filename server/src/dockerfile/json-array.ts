import type { Word } from './dockerfile.js';
import type { LogicalText } from './logical-text.js';
import { skipSpace } from './white-space.js';

/** A JSON array of strings, `not-strings` for another JSON array (BuildKit rejects it), or `undefined` for what is no JSON array: the shell form. */
export function parseJsonArray(argument: LogicalText): readonly Word[] | 'not-strings' | undefined {
  const { text } = argument;
  const start = skipSpace(text, 0);
  if (text[start] !== '[') return undefined;
  const words: Word[] = [];
  let position = skipBlanks(text, start + 1);
  if (text[position] === ']') return skipBlanks(text, position + 1) === text.length ? words : undefined;
  for (;;) {
    const end = endOfString(text, position);
    const value = end === undefined ? undefined : parsed(text.slice(position, end));
    if (end === undefined || typeof value !== 'string') return Array.isArray(parsed(text.slice(start))) ? 'not-strings' : undefined;
    words.push({ text: value, span: argument.spanOf(position, end) });
    position = skipBlanks(text, end);
    if (text[position] === ']') return skipBlanks(text, position + 1) === text.length ? words : undefined;
    if (text[position] !== ',') return undefined;
    position = skipBlanks(text, position + 1);
  }
}

/** The position after the closing quote of a string that starts here. */
function endOfString(text: string, start: number): number | undefined {
  if (text[start] !== '"') return undefined;
  for (let position = start + 1; position < text.length; position++) {
    if (text[position] === '\\') position++;
    else if (text[position] === '"') return position + 1;
  }
  return undefined;
}

function skipBlanks(text: string, start: number): number {
  let position = start;
  while (' \t\r\n'.includes(text.charAt(position)) && position < text.length) position++;
  return position;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
