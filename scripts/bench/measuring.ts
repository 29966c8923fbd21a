/** A figure with what it was measured beside. */
export interface Measurement {
  /** In milliseconds, or another unit that the reader knows. */
  readonly median: number;
  /** The slowest of twenty. */
  readonly slow: number;
  /** How much longer the same fixed work took around this measurement than when the machine was quickest. */
  readonly noise: number;
}

let quickest = Number.POSITIVE_INFINITY;

/** Measures something several times, with a fixed piece of work before and after, to see how busy the machine is. */
export async function measure(times: number, once: (index: number) => Promise<number>): Promise<Measurement> {
  const around = [fixedWork()];
  const figures: number[] = [];
  for (let index = 0; index < times; index++) figures.push(await once(index));
  around.push(fixedWork());
  quickest = Math.min(quickest, ...around);
  figures.sort((a, b) => a - b);
  return { median: at(figures, 0.5), slow: at(figures, 0.95), noise: Math.max(...around) / quickest - 1 };
}

/** How long some work takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The best of some runs of a loop that does nothing but count, in milliseconds. */
function fixedWork(): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run++) {
    const start = performance.now();
    let sum = 0;
    for (let index = 0; index < 4_000_000; index++) sum = (sum + index * 31) % 1_000_003;
    if (sum >= 0) best = Math.min(best, performance.now() - start);
  }
  return best;
}
