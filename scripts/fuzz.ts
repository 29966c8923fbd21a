/**
 * `npm run fuzz -- [--count N] [--seed S] [--sequences N]`: lints documents that were made a mess of, one scenario a seed, and talks nonsense
 * to the server. Says which seeds failed, shrunk, and exits with 1; a scenario that never ends is found too.
 */
import { Worker } from 'node:worker_threads';
import { fuzzMessages } from '../test/support/fuzz/fuzz-messages.js';
import { bundle } from './bundle.js';

/** No scenario may take longer, in milliseconds of the processor: the machine does other things too. */
const PATIENCE = 20_000;

const count = argument('count', 1000);
const seed = argument('seed', 1);
const sequences = argument('sequences', Math.ceil(count / 500));
let failures = 0;

await fuzzDocuments(seed, count);
await bundle(['server.cjs'], 'out/bundles', false);
for (let index = 0; index < sequences; index++) {
  await fuzzMessages(seed + index).catch(error => report(seed + index, 'messages', error));
}
console.log(
  `${count} scenarios and ${sequences} conversations from seed ${seed}: ${failures === 0 ? 'no failure' : `${failures} failed`}.`,
);
process.exitCode = failures === 0 ? 0 : 1;

/** Runs scenarios in a thread of their own, so that one that hangs can be stopped; the rest goes on behind it. */
async function fuzzDocuments(from: number, amount: number): Promise<void> {
  for (let next = from; next < from + amount; ) next = await runUntilHang(next, from + amount);
}

/** Answers the seed to go on with. */
function runUntilHang(from: number, end: number): Promise<number> {
  const progress = new Int32Array(new SharedArrayBuffer(8));
  progress[0] = from;
  const worker = new Worker(new URL('./fuzz-worker.js', import.meta.url), { workerData: { from, end, progress } });
  return new Promise((resolve, reject) => {
    let [last, since] = [0, processorTime()];
    const watch = setInterval(() => {
      const checked = Atomics.load(progress, 1);
      if (checked !== last) [last, since] = [checked, processorTime()];
      if (processorTime() - since < PATIENCE) return;
      report(Atomics.load(progress, 0), 'documents', `It takes more than ${PATIENCE} ms.`);
      void worker.terminate();
    }, 500);
    worker.on('message', ({ seed: failed, error }: { seed: number; error: string }) => report(failed, 'documents', error));
    worker.on('error', reject);
    worker.on('exit', () => {
      clearInterval(watch);
      resolve(Atomics.load(progress, 0) + 1);
    });
  });
}

/** What the processor has spent on this program until now, in milliseconds. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function report(failed: number, what: string, error: unknown): void {
  failures++;
  console.error(`Seed ${failed} (${what}): ${error instanceof Error ? error.stack : error}`);
}

function argument(name: string, otherwise: number): number {
  const value = process.argv[process.argv.indexOf(`--${name}`) + 1];
  return process.argv.includes(`--${name}`) ? Number(value) : otherwise;
}
