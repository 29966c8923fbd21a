import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { temporaryFolder } from '../host/temporary-folder.js';
import { runCli } from './run-cli.js';
import { POD } from './sample-files.js';

/** Another mistake in the same file: a second container with a limit that its GOMEMLIMIT exceeds. */
const SECOND = `    - name: ledger
      image: registry.example.org/ledger:1.0
      env:
        - name: GOMEMLIMIT
          value: 700MiB
      resources:
        limits:
          memory: 512Mi
`;
const RULES = 'extends: [minimal]\n';
const RULE = 'go/gomemlimit-exceeds-limit';

function check(folder: string, ...words: string[]) {
  return runCli(folder, ['check', '.', '--baseline', 'known.json', ...words]);
}

function project(files: Readonly<Record<string, string>> = { 'pod.yaml': POD }): string {
  const folder = temporaryFolder({ '.plimsoll.yaml': RULES, ...files });
  assert.equal(check(folder, '--update-baseline').status, 0);
  return folder;
}

describe('plimsoll check --baseline', () => {
  it('writes what is found, one finding a line, and does not show it again', () => {
    const folder = project();
    const lines = readFileSync(join(folder, 'known.json'), 'utf8').split('\n');
    assert.equal(lines.filter(line => line.includes(RULE)).length, 1);
    assert.match(lines.find(line => line.includes(RULE)) ?? '', /"file":"pod\.yaml","object":"Pod\/tally\/tally"/);
    const { status, stdout } = check(folder);
    assert.match(stdout, /^No findings in 2 files\. The baseline knows 1 other\.\n$/);
    assert.equal(status, 0);
  });

  it('knows findings whose lines have moved', () => {
    const folder = project();
    writeFileSync(join(folder, 'pod.yaml'), `# A line.\n\n${POD}`);
    assert.equal(check(folder).status, 0);
  });

  it('fails for what is new, in the same file, and for one more of the same', () => {
    const folder = project();
    writeFileSync(join(folder, 'pod.yaml'), POD + SECOND);
    const { status, stdout } = check(folder);
    assert.equal(status, 1);
    assert.match(stdout, /GOMEMLIMIT is 700MiB/);
    assert.doesNotMatch(stdout, /GOMEMLIMIT is 600MiB/);
    writeFileSync(join(folder, 'pod.yaml'), `${POD}---\n${POD}`);
    assert.match(check(folder, '--rule', RULE).stdout, /1 error in 2 files\. The baseline knows 1 other\./);
  });

  it('tells as data, too, how many are known', () => {
    const { summary, findings } = JSON.parse(check(project(), '--format', 'json').stdout);
    assert.deepEqual(findings, []);
    assert.deepEqual([summary.error, summary.known, summary.gone], [0, 1, 0]);
  });

  it('says how many are gone, also with their file, and takes them out when it is written again', () => {
    const folder = project({ 'pod.yaml': POD, 'other.yaml': POD.replaceAll('tally', 'other') });
    writeFileSync(join(folder, 'pod.yaml'), POD.replace('600MiB', '400MiB'));
    rmSync(join(folder, 'other.yaml'));
    assert.match(check(folder).stdout, /2 of its findings are gone: "--update-baseline" takes them out\./);
    check(folder, '--update-baseline');
    assert.equal(readFileSync(join(folder, 'known.json'), 'utf8'), '{\n  "version": 1,\n  "findings": []\n}\n');
  });

  it('keeps what it knows about files that were not checked', () => {
    const folder = project({ 'a/pod.yaml': POD, 'b/pod.yaml': POD });
    const before = readFileSync(join(folder, 'known.json'), 'utf8');
    runCli(folder, ['check', 'a', '--baseline', 'known.json', '--update-baseline']);
    assert.equal(readFileSync(join(folder, 'known.json'), 'utf8'), before);
    assert.doesNotMatch(runCli(folder, ['check', 'a', '--baseline', 'known.json']).stdout, /gone/);
  });

  it('names files relative to itself, so that it does not matter where the check is run', () => {
    const folder = project();
    mkdirSync(join(folder, 'sub'));
    assert.equal(runCli(join(folder, 'sub'), ['check', '..', '--baseline', '../known.json']).status, 0);
  });

  it('leaves known findings to people when it fixes', () => {
    const folder = project();
    check(folder, '--fix', '--unsafe-fixes');
    assert.equal(readFileSync(join(folder, 'pod.yaml'), 'utf8'), POD);
  });

  for (const [text, words, message] of [
    [undefined, ['--baseline', 'none.json'], 'The baseline none.json cannot be read (ENOENT). "--update-baseline" writes it.'],
    [
      '{',
      ['--baseline', 'x.json'],
      'x.json is not a baseline of Plimsoll. "--update-baseline" writes one into a file that is not there yet.',
    ],
    [
      '{"version": 1, "findings": [{"rule": 7}]}',
      ['--baseline', 'x.json', '--update-baseline'],
      'x.json is not a baseline of Plimsoll. "--update-baseline" writes one into a file that is not there yet.',
    ],
    [undefined, ['--update-baseline'], '"--update-baseline" writes the file that "--baseline" names: give both.'],
    [
      undefined,
      ['--baseline', 'x.json', '--update-baseline', '--rule', RULE],
      '"--update-baseline" writes what all rules find: leave "--rule" out.',
    ],
  ] as const) {
    it(`says why it cannot run: ${words.join(' ')}${text === undefined ? '' : ` with ${text}`}`, () => {
      const folder = temporaryFolder({ 'pod.yaml': POD, ...(text === undefined ? {} : { 'x.json': text }) });
      assert.deepEqual(runCli(folder, ['check', '.', ...words]), { status: 2, stdout: '', stderr: `plimsoll: ${message}\n` });
    });
  }
});
