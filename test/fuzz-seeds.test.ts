import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { CaseFile } from './support/case-workspace.js';
import { checkScenario } from './support/fuzz/check-documents.js';

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n';

/** Scenarios that failed once, shrunk: files, and the text that one of them gets next. */
const FAILED: readonly { readonly what: string; readonly files: readonly CaseFile[]; readonly edited: CaseFile }[] = [
  {
    what: 'end soon for hundreds of stages without names',
    files: [{ name: 'Dockerfile', text: 'FROM scratch\n' }],
    edited: { name: 'Dockerfile', text: 'FROM scratch\nCOPY --from=0 /web /web\n'.repeat(400) },
  },
  {
    what: 'end soon where thousands of keys are given again, with long values',
    files: [{ name: 'pod.yaml', text: 'apiVersion: v1\nkind: Pod\n' }],
    edited: { name: 'pod.yaml', text: `apiVersion: v1\nkind: Pod\nspec:\n${'a: [x, y]\n'.repeat(3000)}` },
  },
  {
    what: 'take half a character in a path of a kustomization',
    files: [{ name: 'overlays/dev/kustomization.yaml', text: 'resources:\n- ../../base\n' }],
    edited: { name: 'overlays/dev/kustomization.yaml', text: 'resources:\n- \ud800\nbases: ["\ud800/a"]\n' },
  },
  {
    what: 'name the same one of two Deployments that have one name, whatever was typed before',
    files: [{ name: 'file.yaml', text: `${deployment('wbe')}---\n${SERVICE}---\n${deployment('wob')}` }],
    edited: { name: 'file.yaml', text: `${deployment('wob')}---\n${SERVICE}---\n${deployment('wbe')}` },
  },
];

function deployment(app: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: ${app}}}
    spec: {containers: [{name: web, image: "web:1.0.0"}]}
`;
}

describe('messy documents', () => {
  for (const { what, ...scenario } of FAILED) it(what, () => checkScenario(scenario));

  it('never crash, hang, or leave findings that a fresh start would not have', () => {
    const script = join(import.meta.dirname, '../scripts/fuzz.js');
    const run = spawnSync(process.execPath, [script, '--count', '400', '--seed', '1', '--sequences', '1'], { encoding: 'utf8' });
    assert.equal(run.status, 0, run.stderr);
  });
});
