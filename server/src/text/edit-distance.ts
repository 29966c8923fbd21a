/** How many insertions, deletions, substitutions and swaps of neighbours make `b` of `a`; more than `limit` answers `limit + 1`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let best = Math.min(at(previous, column) + 1, at(current, column - 1) + 1, at(previous, column - 1) + cost);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) best = Math.min(best, at(beforePrevious, column - 2) + 1);
      current.push(best);
    }
    if (Math.min(...current) > limit) return limit + 1;
    beforePrevious = previous;
    previous = current;
  }
  return Math.min(at(previous, b.length), limit + 1);
}

/** The candidate that a person most likely meant by `text`: the nearest one within a third of its length, none of two equally near. */
export function nearestText(text: string, candidates: Iterable<string>): string | undefined {
  const limit = likelyTypos(text);
  let nearest: string | undefined;
  let nearestDistance = limit + 1;
  let isTied = false;
  for (const candidate of new Set(candidates)) {
    if (candidate === text) continue;
    const distance = editDistance(text, candidate, limit);
    if (distance < nearestDistance) {
      nearest = candidate;
      nearestDistance = distance;
      isTied = false;
    } else if (distance === nearestDistance && distance <= limit) isTied = true;
  }
  return isTied ? undefined : nearest;
}

/** How many edits of `text` still look like a slip rather than another word: none in one or two letters, at most three. */
export function likelyTypos(text: string): number {
  return Math.min(3, Math.floor(text.length / 3));
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
