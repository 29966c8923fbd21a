import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { temporaryFolder } from '../host/temporary-folder.js';
import { runCli } from './run-cli.js';
import { POD } from './sample-files.js';

const IGNORED = `${POD.replace('name: tally\nspec', 'name: tally-load\nspec').replace('value: 600MiB', 'value: 600MiB # plimsoll-ignore go/gomemlimit-exceeds-limit -- a load test | wants it')}`;

interface ReportedClause {
  readonly clause: string;
  readonly status: string;
  readonly details: readonly string[];
}

function unitsOf(folder: string): ReadonlyMap<string, ReadonlyMap<string, ReportedClause>> {
  const { stdout } = runCli(folder, ['check', '.', '--report', 'sop', '--format', 'json']);
  const { units }: { units: { unit: string; clauses: ReportedClause[] }[] } = JSON.parse(stdout);
  return new Map(units.map(({ unit, clauses }) => [unit, new Map(clauses.map(clause => [clause.clause, clause]))]));
}

describe('plimsoll check --report sop', () => {
  const folder = temporaryFolder({
    '.plimsoll.yaml': 'extends: [minimal]\n',
    'shop/pod.yaml': POD,
    'load/pod.yaml': IGNORED,
    'fine/pod.yaml': POD.replace('600MiB', '400MiB'),
    'batch/map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
  });

  it('tells for each application what became of each clause, and why', () => {
    const units = unitsOf(folder);
    const headroom = (unit: string) => units.get(unit)?.get('S6.0/5');
    assert.equal(headroom('shop')?.status, 'violated');
    assert.match(headroom('shop')?.details[0] ?? '', /^go\/gomemlimit-exceeds-limit at shop\/pod\.yaml:11: GOMEMLIMIT is 600MiB/);
    assert.equal(headroom('load')?.status, 'suppressed');
    assert.deepEqual(headroom('load')?.details, ['go/gomemlimit-exceeds-limit: a load test | wants it']);
    assert.equal(headroom('fine')?.status, 'satisfied');
    assert.equal(headroom('batch')?.status, 'not applicable');
  });

  it('says which clauses no file can show', () => {
    const encryption = unitsOf(folder).get('shop')?.get('S4.0/6');
    assert.equal(encryption?.status, 'not checkable statically');
    assert.equal(encryption?.details.length, 1);
  });

  it('is a page of tables for people', () => {
    const { stdout, status } = runCli(folder, ['check', '.', '--report', 'sop']);
    assert.match(stdout, /^# The standard, clause by clause\n\n## batch\n/);
    assert.match(stdout, /\| S6\.0\/5 \| .+ \| suppressed \| go\/gomemlimit-exceeds-limit: a load test \\\| wants it \|/);
    assert.equal(status, 1, 'the findings decide about the exit code as without a report');
  });

  it('says that nothing is judged where there is nothing', () => {
    const { stdout, status } = runCli(temporaryFolder({ 'notes.txt': '' }), ['check', '.', '--report', 'sop']);
    assert.equal(stdout, '# The standard, clause by clause\n\nNothing here is judged by it.\n');
    assert.equal(status, 0);
  });

  it('has no form for code scanners', () => {
    const { stderr, status } = runCli(folder, ['check', '.', '--report', 'sop', '--format', 'sarif']);
    assert.equal(stderr, 'plimsoll: "--format sarif" is not one of text, json.\n');
    assert.equal(status, 2);
  });
});
