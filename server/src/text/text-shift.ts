import type { Span } from './span.js';

/** Where the places of a text are in a later one that differs from it in one stretch. */
export class TextShift {
  readonly before: string;
  readonly after: string;
  /** The stretch of the text before that has become another one. */
  readonly changed: Span;
  /** How much longer the text is now; less than nothing if it is shorter. */
  readonly growth: number;

  constructor(before: string, after: string) {
    this.before = before;
    this.after = after;
    const longest = Math.min(before.length, after.length);
    let start = 0;
    while (start < longest && before.charCodeAt(start) === after.charCodeAt(start)) start++;
    let same = 0;
    while (same < longest - start && before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)) same++;
    this.changed = { start, end: before.length - same };
    this.growth = after.length - before.length;
  }

  /** What lies in the stretch that differs stands somewhere in the new one. */
  spanOf({ start, end }: Span): Span {
    return {
      start: start < this.changed.end ? Math.min(start, this.changed.start) : start + this.growth,
      end: end <= this.changed.start ? end : Math.max(end, this.changed.end) + this.growth,
    };
  }

  /** Whether a span has the same text in both. */
  keeps({ start, end }: Span): boolean {
    return this.startOf(start, end - start) !== undefined;
  }

  /** Where a piece of text stands that is the same in both; nothing if it is not. */
  startOf(start: number, length: number): number | undefined {
    if (start + length <= this.changed.start) return start;
    return start >= this.changed.end ? start + this.growth : undefined;
  }
}
