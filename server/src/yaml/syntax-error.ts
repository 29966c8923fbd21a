import type { YAMLError } from 'yaml';
import type { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';
import type { YamlError } from './yaml-node.js';

interface RawError {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** An error of the tolerant parser as a full sentence. */
export function syntaxErrorOf(error: YAMLError): RawError {
  const [start, end] = error.pos;
  return { message: error.message.endsWith('.') ? error.message : `${error.message}.`, start, end };
}

/** Errors in the order of the text, one per line, each with a span on one line that is not empty if the text is not. */
export function tidyErrors(source: SourceText, errors: readonly RawError[]): readonly YamlError[] {
  const lines = new Set<number>();
  return [...errors]
    .sort((a, b) => a.start - b.start)
    .map(error => ({ message: error.message, span: visibleSpan(source, error) }))
    .filter(({ span }) => {
      const line = source.lineAt(span.start);
      return lines.has(line) ? false : lines.add(line);
    });
}

/** The part of a span on its first line; for an empty place, the nearest character that can be seen. */
function visibleSpan(source: SourceText, { start, end }: RawError): Span {
  const { text } = source;
  let first = Math.min(Math.max(start, 0), text.length);
  while (first < end && isBlank(text, first)) first++;
  if (first < text.length && !isBlank(text, first)) {
    const lineEnd = source.lineSpan(source.lineAt(first)).end;
    return { start: first, end: Math.max(Math.min(end, lineEnd), first + 1) };
  }
  let last = Math.min(first, text.length);
  while (last > 0 && isBlank(text, last - 1)) last--;
  if (last > 0) return { start: last - 1, end: last };
  while (first < text.length && isBlank(text, first)) first++;
  return { start: first, end: Math.min(first + 1, text.length) };
}

function isBlank(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  return code === 32 || code === 9 || code === 10 || code === 13 || code === 0xfeff;
}
