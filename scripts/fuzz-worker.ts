/** Runs the scenarios of a range of seeds, and says where it is, so that its parent sees when it hangs. */
import { parentPort, workerData } from 'node:worker_threads';
import { checkScenario, type Scenario, scenarioFor } from '../test/support/fuzz/check-documents.js';
import { readCorpus } from '../test/support/fuzz/corpus.js';
import { shrink } from '../test/support/fuzz/shrink.js';

/** `progress` holds the seed, and a count of what was checked: the scenarios, and the smaller ones that failures are shrunk to. */
const { from, end, progress } = workerData as { from: number; end: number; progress: Int32Array };
const corpus = readCorpus();

for (let seed = from; seed < end; seed++) {
  Atomics.store(progress, 0, seed);
  const scenario = scenarioFor(seed, corpus);
  const error = failureOf(scenario);
  if (error === undefined) continue;
  const smallest = shrink(scenario, smaller => failureOf(smaller)?.message === error.message);
  parentPort?.postMessage({ seed, error: `${error.stack}\n${String(error.cause ?? '')}\n${JSON.stringify(smallest, undefined, 2)}` });
}

function failureOf(scenario: Scenario): Error | undefined {
  Atomics.add(progress, 1, 1);
  try {
    checkScenario(scenario);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
