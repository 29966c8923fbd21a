import type { Span } from '../text/span.js';

interface Piece {
  /** Where the piece starts in the joined text. */
  readonly start: number;
  /** Where it stands in the document. */
  readonly offset: number;
}

/** Text joined from pieces of a document (the lines of an instruction) that still knows where each character stands. */
export class LogicalText {
  readonly text: string;
  readonly #pieces: readonly Piece[];

  private constructor(text: string, pieces: readonly Piece[]) {
    this.text = text;
    this.#pieces = pieces;
  }

  /** Joins parts that stand at these offsets, in the order of the document. */
  static join(parts: readonly { readonly text: string; readonly offset: number }[]): LogicalText {
    const pieces: Piece[] = [];
    let text = '';
    for (const part of parts) {
      if (part.text === '') continue;
      pieces.push({ start: text.length, offset: part.offset });
      text += part.text;
    }
    return new LogicalText(text, pieces.length > 0 ? pieces : [{ start: 0, offset: parts[0]?.offset ?? 0 }]);
  }

  /** The part between two positions of the joined text. */
  slice(start: number, end: number = this.text.length): LogicalText {
    const first = this.#pieceAt(start);
    const pieces = [{ start: 0, offset: this.#offsetIn(first, start) }];
    for (let index = first + 1; index < this.#pieces.length; index++) {
      const piece = this.#pieces[index];
      if (piece === undefined || piece.start >= end) break;
      pieces.push({ start: piece.start - start, offset: piece.offset });
    }
    return new LogicalText(this.text.slice(start, end), pieces);
  }

  /** Where a part of the joined text stands in the document, from its first character to its last. */
  spanOf(start: number, end: number): Span {
    const from = this.offsetOf(start);
    return { start: from, end: end > start ? this.offsetOf(end - 1) + 1 : from };
  }

  offsetOf(position: number): number {
    return this.#offsetIn(this.#pieceAt(position), position);
  }

  #offsetIn(index: number, position: number): number {
    const piece = this.#pieces[index];
    return piece === undefined ? position : piece.offset + position - piece.start;
  }

  #pieceAt(position: number): number {
    let low = 0;
    let high = this.#pieces.length;
    while (low + 1 < high) {
      const middle = (low + high) >>> 1;
      if ((this.#pieces[middle]?.start ?? 0) <= position) low = middle;
      else high = middle;
    }
    return low;
  }
}
