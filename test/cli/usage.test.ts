import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { temporaryFolder } from '../host/temporary-folder.js';
import { runCli } from './run-cli.js';
import { POD } from './sample-files.js';

describe('a command line that cannot run', () => {
  const folder = temporaryFolder({ 'pod.yaml': POD, 'wrong.yaml': 'rules:\n  go/gomemlimit-mising: off\n' });
  for (const [words, message] of [
    [['chek', '.'], 'There is no command "chek". Did you mean "check"? See "plimsoll help".'],
    [['check'], 'Say what to check, for example "plimsoll check .".'],
    [['check', 'nowhere'], 'There is no file or folder "nowhere".'],
    [['check', '.', '--formt', 'json'], 'There is no option "--formt". Did you mean "--format"?'],
    [['check', '.', '--format', 'jsn'], '"--format jsn" is not one of text, json, sarif, github. Did you mean "json"?'],
    [['check', '.', '--fail-on', 'hint'], '"--fail-on hint" is not one of error, warning, information.'],
    [
      ['check', '.', '--rule', 'go/gomemlimit-mising'],
      'There is no rule "go/gomemlimit-mising". Did you mean "go/gomemlimit-missing"? "plimsoll rules" lists them.',
    ],
    [['check', '.', '--unsafe-fixes'], '"--unsafe-fixes" says which fixes "--fix" applies: give both.'],
    [['check', '.', '--config', 'none.yaml'], 'The configuration none.yaml cannot be read (ENOENT).'],
    [
      ['check', '.', '--config', 'wrong.yaml'],
      'The configuration is not right.\nwrong.yaml:2:3: There is no rule "go/gomemlimit-mising". Did you mean "go/gomemlimit-missing"?',
    ],
    [['explain'], 'Say which rule to explain, for example "plimsoll explain go/gomemlimit-missing".'],
    [['server'], 'The server speaks over standard input and output: "plimsoll server --stdio".'],
  ] as const) {
    it(`says why: plimsoll ${words.join(' ')}`, () => {
      assert.deepEqual(runCli(folder, words), { status: 2, stdout: '', stderr: `plimsoll: ${message}\n` });
    });
  }

  it('says that a folder cannot be read', () => {
    const closed = temporaryFolder({ 'in/a.yaml': POD });
    chmodSync(join(closed, 'in'), 0o000);
    const { status, stderr } = runCli(closed, ['check', 'in']);
    chmodSync(join(closed, 'in'), 0o755);
    // The superuser can read everything.
    assert.equal(status, process.getuid?.() === 0 ? 1 : 2, stderr);
  });
});

describe('help', () => {
  const folder = temporaryFolder({});
  it('is given without a command, on request, and on each command', () => {
    for (const words of [[], ['help'], ['--help'], ['-h']]) assert.match(runCli(folder, words).stdout, /plimsoll check PATH…/);
    for (const words of [
      ['help', 'check'],
      ['check', '--help'],
      ['check', '.', '-h'],
    ]) {
      assert.match(runCli(folder, words).stdout, /--unsafe-fixes/);
    }
    assert.equal(runCli(folder, ['help']).status, 0);
  });

  it('tells the version', () => {
    assert.match(runCli(folder, ['version']).stdout, /^\d+\.\d+\.\d+\n$/);
    assert.match(runCli(folder, ['--version']).stdout, /^\d+\.\d+\.\d+\n$/);
  });
});

describe('plimsoll rules', () => {
  const folder = temporaryFolder({});
  it('lists the rules with their severities', () => {
    assert.match(runCli(folder, ['rules']).stdout, /^go\/gomemlimit-exceeds-limit +error +GOMEMLIMIT above the memory limit$/m);
  });

  it('gives them as data', () => {
    const rules: { id: string; profiles: Record<string, string> }[] = JSON.parse(runCli(folder, ['rules', '--format', 'json']).stdout);
    const rule = rules.find(({ id }) => id === 'go/gomemlimit-exceeds-limit');
    assert.equal(rule?.profiles['sop'], 'error');
  });
});

describe('plimsoll explain', () => {
  const folder = temporaryFolder({
    'pod.yaml': POD,
    'off/.plimsoll.yaml': 'rules: { go/gomemlimit-exceeds-limit: off }\n',
    'off/pod.yaml': POD,
  });

  it('says what a rule is for', () => {
    const { stdout, status } = runCli(folder, ['explain', 'go/gomemlimit-no-headroom']);
    assert.match(stdout, /^go\/gomemlimit-no-headroom: /);
    assert.match(stdout, /Options:\n[\s\S]* {2}maxRatio \(0\.95\): /);
    assert.match(stdout, /Severity by profile: minimal off, sop warning, strict warning, hardening warning\./);
    assert.equal(status, 0);
  });

  it('says why it fired', () => {
    const { stdout } = runCli(folder, ['explain', 'go/gomemlimit-exceeds-limit', 'pod.yaml:11']);
    assert.match(stdout, /^pod\.yaml:11:18 Pod "tally", container "tally": violated\. GOMEMLIMIT is 600MiB/);
    assert.match(stdout, /\^{6}/);
  });

  it('says why it stayed silent', () => {
    const { stdout } = runCli(folder, ['explain', 'go/gomemlimit-missing', 'pod.yaml:7']);
    assert.match(stdout, /^pod\.yaml:7:\d+ Pod "tally", container "tally": (?:satisfied|does not apply|cannot be known)\. \S/);
  });

  it('says that a finding is not shown', () => {
    const { stdout } = runCli(folder, ['explain', 'go/gomemlimit-exceeds-limit', 'off/pod.yaml:11']);
    assert.match(stdout, /The finding is not shown: /);
  });

  it('says that there is nothing to judge', () => {
    assert.equal(
      runCli(folder, ['explain', 'meta/unused-suppression', 'pod.yaml']).stdout.trim(),
      'meta/unused-suppression judges nothing in this file.',
    );
  });

  it('refuses a place that is not there', () => {
    assert.equal(runCli(folder, ['explain', 'go/gomemlimit-missing', 'pod.yaml:99']).status, 2);
    assert.equal(runCli(folder, ['explain', 'go/gomemlimit-missing', 'none.yaml:1']).status, 2);
  });
});
