import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { CaseFile } from './support/case-workspace.js';
import { checkScenario } from './support/fuzz/check-documents.js';

/** Scenarios that failed once, shrunk: files, and the text that one of them gets next. */
const FAILED: readonly { readonly what: string; readonly files: readonly CaseFile[]; readonly edited: CaseFile }[] = [
  {
    what: 'end soon for hundreds of stages without names',
    files: [{ name: 'Dockerfile', text: 'FROM scratch\n' }],
    edited: { name: 'Dockerfile', text: 'FROM scratch\nCOPY --from=0 /web /web\n'.repeat(400) },
  },
];

describe('messy documents', () => {
  for (const { what, ...scenario } of FAILED) it(what, () => checkScenario(scenario));

  it('never crash, hang, or leave findings that a fresh start would not have', () => {
    const script = join(import.meta.dirname, '../scripts/fuzz.js');
    const run = spawnSync(process.execPath, [script, '--count', '400', '--seed', '1', '--sequences', '1'], { encoding: 'utf8' });
    assert.equal(run.status, 0, run.stderr);
  });
});
