import type { Position, Range } from 'vscode-languageserver/node';
import type { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';

/** A span as the protocol writes it. */
export function toRange(source: SourceText, { start, end }: Span): Range {
  return { start: source.positionAt(start), end: source.positionAt(end) };
}

/** A range of the protocol as a span of the text; places that are not in the text become the nearest that is. */
export function toSpan(source: SourceText, { start, end }: Range): Span {
  const [a, b] = [toOffset(source, start), toOffset(source, end)];
  return { start: Math.min(a, b), end: Math.max(a, b) };
}

export function toOffset(source: SourceText, { line, character }: Position): number {
  if (!(line >= 0)) return 0;
  return source.offsetAt({ line, character: Math.max(character, 0) || 0 });
}
