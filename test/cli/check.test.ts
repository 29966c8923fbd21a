import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { temporaryFolder } from '../host/temporary-folder.js';
import { runCli } from './run-cli.js';
import { ONLY, POD, SETTINGS } from './sample-files.js';

describe('plimsoll check', () => {
  it('shows findings with the code that they are about, and how many there are', () => {
    const folder = temporaryFolder({ 'deploy/pod.yaml': POD, 'deploy/settings.yaml': SETTINGS });
    const { status, stdout, stderr } = runCli(folder, ['check', '.', ...ONLY]);
    assert.equal(
      stdout,
      `deploy/pod.yaml:11:18 error GOMEMLIMIT is 600MiB, above the memory limit of 512Mi. Container "tally" is killed before the Go runtime reacts. [go/gomemlimit-exceeds-limit]
10 |         - name: GOMEMLIMIT
11 |           value: 600MiB
   |                  ^^^^^^
  see deploy/pod.yaml:14:19: The memory limit is 512Mi.

deploy/settings.yaml:4:36 information "go/gomemlimit-missing" finds nothing here that this directive could silence. [meta/unused-suppression]
3 | metadata:
4 |   name: settings # plimsoll-ignore go/gomemlimit-missing -- left over
  |                                    ^^^^^^^^^^^^^^^^^^^^^

1 error and 1 for information in 2 files.
`,
    );
    assert.equal(stderr, '');
    assert.equal(status, 1);
  });

  it('goes by what folders are called from the root of the repository on, wherever that stands', () => {
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: login }\nstringData: { password: 6Gh-pq9_Wz }\n';
    const folder = temporaryFolder({
      'examples/tests/shop/.git/HEAD': '',
      'examples/tests/shop/deploy/login.yaml': secret,
      'examples/tests/shop/test/login.yaml': secret,
    });
    const shop = join(folder, 'examples/tests/shop');
    const { stdout } = runCli(shop, ['check', '.', '--rule', 'config/secret-in-git']);
    assert.match(stdout, /^deploy\/login\.yaml:4:\d+ warning /);
    assert.doesNotMatch(stdout, /test\/login\.yaml/);
    // The folder that is asked for is a part of the repository.
    assert.match(runCli(join(shop, 'test'), ['check', '.', '--rule', 'config/secret-in-git']).stdout, /^No findings/);
  });

  it('exits with 0 where nothing is found', () => {
    const folder = temporaryFolder({ 'notes.yaml': 'a: 1\n' });
    assert.deepEqual(runCli(folder, ['check', '.']), { status: 0, stdout: 'No findings in 1 file.\n', stderr: '' });
  });

  it('exits with 1 from the severity on that --fail-on names', () => {
    const folder = temporaryFolder({ 'settings.yaml': SETTINGS });
    assert.equal(runCli(folder, ['check', '.', ...ONLY]).status, 0);
    assert.equal(runCli(folder, ['check', '.', ...ONLY, '--fail-on', 'information']).status, 1);
    const worse = temporaryFolder({ 'pod.yaml': POD });
    assert.equal(runCli(worse, ['check', '.', ...ONLY, '--fail-on', 'error']).status, 1);
  });

  it('reports only on the files that were named, and judges them with the whole repository', () => {
    const folder = temporaryFolder({ '.git/HEAD': '', 'a.yaml': POD, 'b.yaml': POD, 'c/d.yaml': POD });
    assert.deepEqual(filesIn(runCli(folder, ['check', 'b.yaml', 'c', ...ONLY, '--format', 'github']).stdout), ['b.yaml', 'c/d.yaml']);
  });

  it('checks a file that is named although .gitignore names it, too', () => {
    const folder = temporaryFolder({ '.git/HEAD': '', '.gitignore': '*.yaml\nout/\n', 'a.yaml': POD, 'out/b.yaml': POD });
    assert.deepEqual(filesIn(runCli(folder, ['check', '.', ...ONLY, '--format', 'github']).stdout), []);
    assert.deepEqual(filesIn(runCli(folder, ['check', 'a.yaml', ...ONLY, '--format', 'github']).stdout), ['a.yaml']);
  });

  it('knows of files that are there and are not read: those that are too large, and links', () => {
    const folder = temporaryFolder({
      'kustomization.yaml': 'resources:\n  - large.yaml\n  - link.yaml\n  - linked\n  - missing.yaml\n',
      'base/kustomization.yaml': 'resources:\n  - web.yaml\n',
      'base/web.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n',
      'large.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  text: |\n${'    text\n'.repeat(300_000)}`,
    });
    symlinkSync(join(folder, 'base/web.yaml'), join(folder, 'link.yaml'));
    symlinkSync(join(folder, 'base'), join(folder, 'linked'));
    const { stdout } = runCli(folder, ['check', '.', '--format', 'github']);
    assert.match(stdout, /There is no "missing.yaml" here/);
    assert.doesNotMatch(stdout, /There is no "(?:large.yaml|link.yaml|linked)" here/);
  });

  it('names files relative to the working directory', () => {
    const folder = temporaryFolder({ 'a b/größe #1.yaml': POD, 'work/x.yaml': '' });
    assert.deepEqual(filesIn(runCli(join(folder, 'work'), ['check', '../a b', ...ONLY, '--format', 'github']).stdout), [
      '../a b/größe #1.yaml',
    ]);
  });

  it('says what was not analysed, and why', () => {
    const folder = temporaryFolder({ 'latin.yaml': Uint8Array.of(0x61, 0x3a, 0x20, 0xe9), 'notes.txt': '' });
    const { stdout, status } = runCli(folder, ['check', 'latin.yaml', 'notes.txt']);
    const list = '  latin.yaml: It is not UTF-8 text.\n  notes.txt: Its name is not one of a Dockerfile or of YAML.\n';
    assert.equal(stdout, `2 files not analysed:\n${list}\nNo findings in 0 files.\n`);
    assert.equal(status, 0);
  });

  it('says once that a patch was not analysed, not also as a finding', () => {
    const patch = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: tally\nspec:\n  hostNetwork: true\n';
    const folder = temporaryFolder({
      'kustomization.yaml': 'resources: [pod.yaml]\npatches:\n  - path: patch.yaml\ntransformers: [plugin.yaml]\n',
      'patch.yaml': patch,
      'pod.yaml': POD,
    });
    const { stdout } = runCli(folder, ['check', '.', '--rule', 'meta/not-analysed']);
    assert.match(stdout, /^2 files not analysed:\n {2}kustomization\.yaml: .*\n {2}patch\.yaml: .*\n\nNo findings in 3 files\.\n$/);
  });

  it('gives the same output every time', () => {
    const folder = temporaryFolder({ 'z.yaml': POD, 'a.yaml': POD, 'm/Dockerfile': 'FROM scratch\n' });
    const run = () => runCli(folder, ['check', '.', '--format', 'json']).stdout;
    assert.equal(run(), run());
  });

  it('colours what a terminal can show, unless it is told otherwise', () => {
    const folder = temporaryFolder({ 'pod.yaml': POD });
    const isColoured = (environment: Readonly<Record<string, string>>) =>
      runCli(folder, ['check', '.', ...ONLY], environment).stdout.includes('\u001b[');
    assert.equal(isColoured({}), false);
    assert.equal(isColoured({ FORCE_COLOR: '1' }), true);
    assert.equal(isColoured({ FORCE_COLOR: '0' }), false);
    assert.equal(isColoured({ FORCE_COLOR: '1', NO_COLOR: '1' }), false);
  });

  it('shows no control character of a file to the terminal', () => {
    const folder = temporaryFolder({ 'pod.yaml': POD.replace('600MiB', '600MiB # \u001b[2J\u0007') });
    const { stdout } = runCli(folder, ['check', '.', ...ONLY]);
    assert.ok(stdout.includes('600MiB # \ufffd[2J\ufffd'), stdout);
    assert.ok(!stdout.includes('\u001b'));
  });

  it('marks the right columns behind tabs and wide characters', () => {
    const folder = temporaryFolder({ Dockerfile: '# 你好\nFROM scratch\nCOPY\t漢字 /\nUNKNOWN x\n' });
    const { stdout } = runCli(folder, ['check', '.', '--rule', 'meta/syntax-error']);
    const lines = stdout.split('\n');
    const marked = lines.findIndex(line => line.includes('^'));
    assert.equal(lines[marked]?.indexOf('^'), lines[marked - 1]?.indexOf('UNKNOWN'));
  });

  it('ends quietly when nobody reads on', async () => {
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`${index}.yaml`, POD]));
    const folder = temporaryFolder(files);
    const words = [join(import.meta.dirname, '../../server/src/cli.js'), 'check', '.', ...ONLY];
    const child = spawn(process.execPath, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let complaints = '';
    child.stderr.setEncoding('utf8').on('data', text => {
      complaints += text;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    await new Promise(resolve => child.once('close', resolve));
    assert.equal(complaints, '');
  });
});

function filesIn(annotations: string): string[] {
  return [...annotations.matchAll(/^::\w+ file=([^,]*)/gm)].map(([, file]) => file ?? '');
}
