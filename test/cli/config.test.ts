import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { temporaryFolder } from '../host/temporary-folder.js';
import { runCli } from './run-cli.js';
import { ONLY, POD } from './sample-files.js';

const OFF = 'rules: { go/gomemlimit-exceeds-limit: off }\n';

describe('plimsoll check and .plimsoll.yaml', () => {
  it('takes the nearest file above each document', () => {
    const folder = temporaryFolder({ '.plimsoll.yaml': OFF, 'a/pod.yaml': POD, 'b/.plimsoll.yaml': 'extends: [sop]\n', 'b/pod.yaml': POD });
    assert.deepEqual(found(folder, ['.']), ['b/pod.yaml']);
    assert.deepEqual(found(folder, ['a']), []);
    assert.deepEqual(found(folder, ['a/pod.yaml', 'b/pod.yaml']), ['b/pod.yaml']);
  });

  it('takes the file that --config names instead of all others', () => {
    const folder = temporaryFolder({ 'off.yaml': OFF, 'a/pod.yaml': POD, 'b/.plimsoll.yaml': 'extends: [sop]\n', 'b/pod.yaml': POD });
    assert.deepEqual(found(folder, ['.', '--config', 'off.yaml']), []);
    assert.deepEqual(found(folder, ['a', 'b', '--config', 'off.yaml']), []);
  });

  it('leaves alone what is excluded', () => {
    const folder = temporaryFolder({ '.plimsoll.yaml': 'exclude: [testdata/]\n', 'testdata/pod.yaml': POD, 'pod.yaml': POD });
    assert.deepEqual(found(folder, ['.']), ['pod.yaml']);
  });

  it('shows the mistakes of the configuration, wherever it stands', () => {
    const folder = temporaryFolder({ '.plimsoll.yaml': 'rules:\n  go/gomemlimit-exceed-limit: off\n', 'a/pod.yaml': POD });
    for (const path of ['.', 'a', 'a/pod.yaml']) {
      const { stdout, status } = runCli(folder, ['check', path, ...ONLY]);
      assert.match(
        stdout,
        /^\.plimsoll\.yaml:2:3 error There is no rule "go\/gomemlimit-exceed-limit"\. Did you mean "go\/gomemlimit-exceeds-limit"\? \[meta\/syntax-error\]$/m,
      );
      assert.equal(status, 1);
    }
  });
});

function found(folder: string, words: readonly string[]): string[] {
  const { stdout } = runCli(folder, ['check', ...words, ...ONLY, '--format', 'github']);
  return [...stdout.matchAll(/^::\w+ file=([^,]*)/gm)].map(([, file]) => file ?? '');
}
