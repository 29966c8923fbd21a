import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { temporaryFolder } from '../host/temporary-folder.js';
import { runCli } from './run-cli.js';
import { ONLY, POD, SETTINGS } from './sample-files.js';

describe('plimsoll check --fix', () => {
  it('applies safe fixes only', () => {
    const folder = temporaryFolder({ 'pod.yaml': POD, 'settings.yaml': SETTINGS });
    const { stdout, status } = runCli(folder, ['check', '.', ...ONLY, '--fix']);
    assert.match(stdout, /1 error in 2 files\. Fixed 1\.\n$/);
    assert.equal(status, 1);
    assert.equal(read(folder, 'pod.yaml'), POD);
    assert.equal(read(folder, 'settings.yaml'), SETTINGS.replace(/ #.*/, ''));
  });

  it('applies unsafe fixes where they are asked for', () => {
    const folder = temporaryFolder({ 'pod.yaml': POD, 'settings.yaml': SETTINGS });
    const { stdout, status } = runCli(folder, ['check', '.', ...ONLY, '--fix', '--unsafe-fixes']);
    assert.equal(stdout, 'No findings in 2 files. Fixed 2.\n');
    assert.equal(status, 0);
    assert.equal(read(folder, 'pod.yaml'), POD.replace('600MiB', '460MiB'));
  });

  it('changes nothing but what it fixes: byte order mark, line ends and permissions stay', () => {
    const original = `\ufeff${SETTINGS.replaceAll('\n', '\r\n')}`;
    const folder = temporaryFolder({ 'settings.yaml': original });
    chmodSync(join(folder, 'settings.yaml'), 0o640);
    runCli(folder, ['check', '.', ...ONLY, '--fix']);
    assert.equal(read(folder, 'settings.yaml'), original.replace(/ #.*/, ''));
    assert.equal(statSync(join(folder, 'settings.yaml')).mode & 0o777, 0o640);
    assert.deepEqual(readdirSync(folder), ['settings.yaml']);
  });

  it('touches only what was named', () => {
    const folder = temporaryFolder({ '.git/HEAD': '', 'a/settings.yaml': SETTINGS, 'b/settings.yaml': SETTINGS });
    assert.match(runCli(folder, ['check', 'a', ...ONLY, '--fix']).stdout, /Fixed 1\./);
    assert.equal(read(folder, 'b/settings.yaml'), SETTINGS);
  });

  it('does not write through a link that leads out of what was named', () => {
    const outside = temporaryFolder({ 'settings.yaml': SETTINGS });
    const folder = temporaryFolder({ 'other.yaml': 'a: 1\n' });
    symlinkSync(join(outside, 'settings.yaml'), join(folder, 'linked.yaml'));
    const { status, stderr } = runCli(folder, ['check', '.', ...ONLY, '--fix']);
    assert.equal(stderr, 'plimsoll: linked.yaml is outside of what was to be fixed.\n');
    assert.equal(status, 2);
    assert.equal(read(outside, 'settings.yaml'), SETTINGS);
  });

  it('leaves out a fix whose place is in a file that was not named', () => {
    const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n  ports:\n    - port: 80\n';
    const template = 'template:\n    metadata:\n      labels:\n        app: wbe\n    spec:\n      containers: []\n';
    const deployment = `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  ${template}`;
    const folder = temporaryFolder({ '.git/HEAD': '', 'service.yaml': service, 'deployment.yaml': deployment });
    const words = ['--rule', 'selector/service-no-match', '--fix', '--unsafe-fixes'];
    assert.match(runCli(folder, ['check', 'service.yaml', ...words]).stdout, /1 warning in 1 file\.\n$/);
    assert.equal(read(folder, 'deployment.yaml'), deployment);
    assert.match(runCli(folder, ['check', '.', ...words]).stdout, /Fixed 1\.\n$/);
    assert.equal(read(folder, 'deployment.yaml'), deployment.replace('wbe', 'web'));
  });

  it('fixes only the rules that were named', () => {
    const folder = temporaryFolder({ 'pod.yaml': POD, 'settings.yaml': SETTINGS });
    runCli(folder, ['check', '.', '--rule', 'go/gomemlimit-exceeds-limit', '--fix', '--unsafe-fixes']);
    assert.equal(read(folder, 'settings.yaml'), SETTINGS);
    assert.notEqual(read(folder, 'pod.yaml'), POD);
  });
});

function read(folder: string, name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}
