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
    const start = commonStart(before, after);
    const same = commonEnd(before, after, Math.min(before.length, after.length) - start);
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

/** Texts are compared in blocks, which takes a small part of the time that characters take. */
const BLOCK = 512;

function commonStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start + BLOCK <= most && a.slice(start, start + BLOCK) === b.slice(start, start + BLOCK)) start += BLOCK;
  while (start < most && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  return start;
}

function commonEnd(a: string, b: string, most: number): number {
  const [ends, others] = [a.length, b.length];
  let same = 0;
  while (same + BLOCK <= most && a.slice(ends - same - BLOCK, ends - same) === b.slice(others - same - BLOCK, others - same)) same += BLOCK;
  while (same < most && a.charCodeAt(ends - 1 - same) === b.charCodeAt(others - 1 - same)) same++;
  return same;
}
