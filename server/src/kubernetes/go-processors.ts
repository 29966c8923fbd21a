import { type Quantity, wholeUnitsOf } from './quantity.js';

/** The fewest threads that the Go runtime chooses by itself under a CPU limit. */
const FEWEST = 2;

/** How many threads Go 1.25 and later run at a time under a CPU limit, on a node with enough CPUs: the limit rounded up, at least two. */
export function goProcessorsFor(limit: Quantity): number {
  return Math.max(FEWEST, Number(wholeUnitsOf(limit)));
}

/** What the Go runtime makes of GOMAXPROCS; `undefined` for text that it ignores. */
export function parseGoMaxProcs(text: string): number | undefined {
  return /^\d+$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}
