import type { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';

/**
 * Whether what stands at a place of a YAML document may be as it is only because of an error of syntax: the block that the error stands in
 * may have been read as something else, from the error on, and what is above it may lack what was meant there. Indentation says what
 * belongs together, since the tree cannot.
 */
export function isInShadowOf(error: Span, place: Span, source: SourceText): boolean {
  const [errorLine, line] = [source.lineAt(error.start), source.lineAt(place.start)];
  const reaches = (from: number, to: number, least: number) => {
    for (let next = from; next <= to; next++) if (indentationOf(source, next) < least) return false;
    return true;
  };
  return line >= errorLine
    ? reaches(errorLine + 1, line, indentationOf(source, errorLine))
    : reaches(line + 1, errorLine, indentationOf(source, line) + 1);
}

/** The column of the first character; of lines without anything but a comment more than any. */
function indentationOf(source: SourceText, line: number): number {
  const { start, end } = source.lineSpan(line);
  const column = source.text.slice(start, end).search(/\S/);
  return column === -1 || source.text[start + column] === '#' ? Number.POSITIVE_INFINITY : column;
}
