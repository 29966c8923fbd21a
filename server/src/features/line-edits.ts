import type { TextEdit } from '../text/text-edit.js';

/** Larger texts are replaced from the first difference to the last: comparing takes time and memory for each pair of lines. */
const MOST_PAIRS = 4_000_000;

/** Edits that turn one text into another and touch only lines that differ, so that cursors and folds elsewhere stay. */
export function lineEdits(before: string, after: string): TextEdit[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const hunks = hunksOf(old.slice(head, old.length - tail), now.slice(head, now.length - tail));
  const starts = startsOf(old);
  return hunks.map(({ start, end, lines }) => ({
    span: { start: starts[head + start] ?? before.length, end: starts[head + end] ?? before.length },
    newText: lines.join(''),
  }));
}

/** Old lines from `start` up to `end`, and what stands there now. */
interface Hunk {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** Lines with their line breaks. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function startsOf(lines: readonly string[]): number[] {
  let offset = 0;
  return lines.map(line => {
    offset += line.length;
    return offset - line.length;
  });
}

function hunksOf(old: readonly string[], now: readonly string[]): Hunk[] {
  if (old.length * now.length > MOST_PAIRS) return [{ start: 0, end: old.length, lines: now }];
  const common = commonLengths(old, now);
  const width = now.length + 1;
  const hunks: Hunk[] = [];
  let [from, fromNow, x, y] = [0, 0, 0, 0];
  const close = () => {
    if (from < x || fromNow < y) hunks.push({ start: from, end: x, lines: now.slice(fromNow, y) });
  };
  while (x < old.length && y < now.length) {
    if (old[x] === now[y]) {
      close();
      [from, fromNow] = [++x, ++y];
    } else if ((common[(x + 1) * width + y] ?? 0) >= (common[x * width + y + 1] ?? 0)) x++;
    else y++;
  }
  [x, y] = [old.length, now.length];
  close();
  return hunks;
}

/** For each pair of places, how many lines the texts below have in common, in order. */
function commonLengths(old: readonly string[], now: readonly string[]): Uint32Array {
  const width = now.length + 1;
  const lengths = new Uint32Array((old.length + 1) * width);
  for (let x = old.length - 1; x >= 0; x--) {
    for (let y = now.length - 1; y >= 0; y--) {
      const below = (x + 1) * width + y;
      lengths[x * width + y] =
        old[x] === now[y] ? (lengths[below + 1] ?? 0) + 1 : Math.max(lengths[below] ?? 0, lengths[x * width + y + 1] ?? 0);
    }
  }
  return lengths;
}
