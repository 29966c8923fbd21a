import type { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';

/**
 * Where a YAML document may be as it is only because of an error of syntax: the block that the error stands in may have been read as something
 * else, from the error on, and what is above it may lack what was meant there. Indentation says what belongs together, since the tree cannot.
 */
export class ErrorShadow {
  readonly #source: SourceText;
  readonly #errorLine: number;
  /** The last line of the block that the error stands in. */
  readonly #lastLine: number;
  /** By line above the error, whether the error stands in what it starts. */
  readonly #isAbove: readonly boolean[];

  constructor(error: Span, source: SourceText) {
    this.#source = source;
    this.#errorLine = source.lineAt(error.start);
    this.#lastLine = lastLineOfBlock(source, this.#errorLine);
    this.#isAbove = linesAbove(source, this.#errorLine);
  }

  covers(place: Span): boolean {
    const line = this.#source.lineAt(place.start);
    return line < this.#errorLine ? this.#isAbove[line] === true : line <= this.#lastLine;
  }
}

function lastLineOfBlock(source: SourceText, line: number): number {
  const least = indentationOf(source, line);
  let last = line;
  while (last + 1 < source.lineStarts.length && indentationOf(source, last + 1) >= least) last++;
  return last;
}

function linesAbove(source: SourceText, errorLine: number): boolean[] {
  const isAbove = new Array<boolean>(errorLine).fill(false);
  let least = indentationOf(source, errorLine);
  for (let line = errorLine - 1; line >= 0; line--) {
    const indentation = indentationOf(source, line);
    isAbove[line] = indentation < least;
    least = Math.min(least, indentation);
  }
  return isAbove;
}

/** The column of the first character; of lines without anything but a comment more than any. */
function indentationOf(source: SourceText, line: number): number {
  const { start, end } = source.lineSpan(line);
  const column = source.text.slice(start, end).search(/\S/);
  return column === -1 || source.text[start + column] === '#' ? Number.POSITIVE_INFINITY : column;
}
