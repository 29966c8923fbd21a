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

/** The best of some runs of work that reads text and makes objects, as what is measured does, in milliseconds. */
function fixedWork(): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run++) {
    const start = performance.now();
    const lines = Array.from({ length: 20_000 }, (_, index) => `  key-${index}: { value: ${index * 31} }`);
    const values = new Map(lines.map(line => [line.trim().split(':')[0], /\d+ /.exec(line)?.[0]]));
    if (values.size > 0) best = Math.min(best, performance.now() - start);
  }
  return best;
}
