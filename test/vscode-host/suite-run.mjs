import { closeSync, existsSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Runs a suite through a wrapper of ours, because the workbench in a browser reports an extension host that died as a success,
 * and mixes its own log into what the tests print. The wrapper records how `run()` ended and copies the host's console into a file.
 */
export function createSuiteRun(suitePath, scratch) {
  const wrapper = join(scratch, 'run-suite.js');
  const output = join(scratch, 'output.txt');
  const outcome = join(scratch, 'outcome.json');
  writeFileSync(output, '');
  writeFileSync(wrapper, wrapperText({ suite: resolve(suitePath), output, outcome }));
  let printed = 0;
  return {
    wrapper,
    /** `{ ok, error? }` once `run()` has ended. */
    outcome: () => (existsSync(outcome) ? JSON.parse(readFileSync(outcome, 'utf8')) : undefined),
    /** Prints what the suite has written since the last call. */
    print() {
      const file = openSync(output, 'r');
      const buffer = Buffer.alloc(65536);
      for (
        let length = readSync(file, buffer, 0, buffer.length, printed);
        length > 0;
        length = readSync(file, buffer, 0, buffer.length, printed)
      ) {
        process.stdout.write(Buffer.from(buffer.subarray(0, length)));
        printed += length;
      }
      closeSync(file);
    },
  };
}

function wrapperText({ suite, output, outcome }) {
  return `
const { appendFileSync, writeFileSync } = require('node:fs');
const { format } = require('node:util');

for (const level of ['log', 'info', 'warn', 'error', 'debug']) {
  const original = console[level];
  const copying = (...values) => {
    try { appendFileSync(${JSON.stringify(output)}, format(...values) + '\\n'); } catch {}
    return original.apply(console, values);
  };
  // The host replaces these functions later on; the copy has to stay.
  Object.defineProperty(console, level, { get: () => copying, set() {}, configurable: true });
}

exports.run = async () => {
  let result = { ok: false };
  try {
    const suite = require(${JSON.stringify(suite)});
    await (suite.run ?? suite.default.run)();
    result = { ok: true };
  } catch (error) {
    result = { ok: false, error: String(error?.stack ?? error) };
    throw error;
  } finally {
    writeFileSync(${JSON.stringify(outcome)}, JSON.stringify(result));
  }
};
`;
}
