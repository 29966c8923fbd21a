import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { LARGEST_SOURCE, readSource } from '../../server/src/host/read-source.js';
import { walkFolder, wouldWalk } from '../../server/src/host/walk-folder.js';
import { temporaryFolder } from './temporary-folder.js';

const EMPTY = '';

describe('a walk through a folder', () => {
  it('finds what is judged and what others are judged by, sorted', () => {
    const names = [
      '.devcontainer/Dockerfile',
      '.dockerignore',
      '.plimsoll.yaml',
      'Containerfile',
      'Dockerfile',
      'api.Dockerfile',
      'build/Dockerfile.prod',
      'build/Dockerfile.prod.dockerignore',
      'deploy/a.yml',
      'deploy/b.yaml',
      'go.mod',
      'go.sum',
      'main.go',
    ];
    const others = ['README.md', 'deploy/a.json', 'script.sh', 'yaml', 'go.mod.orig'];
    assert.deepEqual(found(folderOf([...names, ...others])), names);
  });

  it('finds whatever stands in charts and kustomizations, but not the program beside a chart', () => {
    const chart = ['Chart.yaml', 'charts/redis.tgz', 'files/a.conf', 'templates/NOTES.txt', 'templates/_helpers.tpl', 'templates/deep/x'];
    assert.deepEqual(found(folderOf([...chart, 'node_modules/a.json'])), chart);
    assert.deepEqual(found(join(folderOf(chart), 'templates')), ['NOTES.txt', '_helpers.tpl', 'deep/x']);
    const root = folderOf([...chart, '.git/HEAD', 'web/index.html']);
    assert.deepEqual(
      found(root),
      chart.filter(name => name !== 'files/a.conf'),
    );
    assert.deepEqual(found(folderOf(['k/kustomization.yaml', 'k/env/a.env', 'other/a.env'])), ['k/env/a.env', 'k/kustomization.yaml']);
    assert.equal(wouldWalk(root, join(root, 'templates/deep/x')), true);
    assert.equal(wouldWalk(root, join(root, 'web/index.html')), false);
  });

  it('leaves out dependencies, but sees that they are vendored', () => {
    const folder = folderOf([
      '.git/config.yaml',
      'node_modules/a/a.yaml',
      'pkg/testdata/broken.yaml',
      'pkg/.chainsaw-test/broken.yaml',
      'vendor/example/a.go',
      'vendor/modules.txt',
      'web/vendor/a.yaml',
      'a.yaml',
    ]);
    assert.deepEqual(found(folder), ['a.yaml', 'vendor/modules.txt']);
  });

  it('leaves out cases of tests for controllers, unless one was asked for by name', () => {
    const folder = folderOf([
      'e2e/smoke/00-assert.yaml',
      'e2e/smoke/00-install.yaml',
      'e2e/tls/chainsaw-test.yaml',
      'e2e/tls/step/a.yaml',
      'e2e/b.yaml',
    ]);
    assert.deepEqual(found(folder), ['e2e/b.yaml']);
    assert.deepEqual(found(join(folder, 'e2e/tls')), ['chainsaw-test.yaml', 'step/a.yaml']);
    assert.equal(wouldWalk(folder, join(folder, 'e2e/tls/step/a.yaml')), false);
    assert.equal(wouldWalk(folder, join(folder, 'e2e/b.yaml')), true);
  });

  it('respects .gitignore files, the deepest first, up to the root of the repository', () => {
    const root = temporaryFolder({
      '.git/info/exclude': 'private.yaml\n',
      '.gitignore': 'out/\n*.generated.yaml\n/app/top.yaml\n',
      'app/.gitignore': '!kept.generated.yaml\n',
      'app/deep/.gitignore': '/only-here.yaml\n',
      'app/a.yaml': EMPTY,
      'app/a.generated.yaml': EMPTY,
      'app/kept.generated.yaml': EMPTY,
      'app/top.yaml': EMPTY,
      'app/private.yaml': EMPTY,
      'app/deep/only-here.yaml': EMPTY,
      'app/deep/other/only-here.yaml': EMPTY,
      'app/out/a.yaml': EMPTY,
    });
    assert.deepEqual(found(join(root, 'app')), ['a.yaml', 'deep/other/only-here.yaml', 'kept.generated.yaml']);
  });

  it('looks into an ignored folder that was asked for by name', () => {
    const root = temporaryFolder({ '.git/HEAD': EMPTY, '.gitignore': 'out/\n', 'out/a.yaml': EMPTY });
    assert.deepEqual(found(root), []);
    assert.deepEqual(found(join(root, 'out')), ['a.yaml']);
  });

  it('leaves out what an editor excludes', () => {
    const folder = folderOf(['a.yaml', 'b.yaml', 'tmp/c.yaml', 'x/d.yml']);
    assert.deepEqual(found(folder, ['**/tmp', '**/{b,z}.yaml']), ['a.yaml', 'x/d.yml']);
  });

  it('ends in spite of links that lead back, and finds no file twice', () => {
    const folder = folderOf(['a/a.yaml']);
    const outside = folderOf(['shared.yaml']);
    symlinkSync(folder, join(folder, 'a/loop'));
    symlinkSync(join(folder, 'a/a.yaml'), join(folder, 'again.yaml'));
    symlinkSync(join(outside, 'shared.yaml'), join(folder, 'shared.yaml'));
    symlinkSync(join(folder, 'nowhere.yaml'), join(folder, 'broken.yaml'));
    assert.deepEqual(found(folder), ['a/a.yaml', 'shared.yaml']);
    const links = [...walkFolder(folder)].filter(({ isLink }) => isLink).map(({ path }) => relative(folder, path));
    assert.deepEqual(links, [join('a', 'loop'), 'again.yaml']);
  });

  it('says of a single file whether it would be found', () => {
    const root = temporaryFolder({ '.gitignore': 'out/\n*.generated.yaml\n' });
    assert.equal(wouldWalk(root, join(root, 'deep/a.yaml')), true);
    assert.equal(wouldWalk(root, join(root, 'vendor/modules.txt')), true);
    for (const path of ['out/a.yaml', 'deep/a.generated.yaml', 'node_modules/a.yaml', 'vendor/a/a.go', 'README.md', '../a.yaml']) {
      assert.equal(wouldWalk(root, join(root, path)), false, path);
    }
    assert.equal(wouldWalk(root, join(root, 'deep/a.yaml'), ['deep']), false);
  });
});

describe('a file', () => {
  const folder = temporaryFolder({
    'plain.yaml': 'größe: 1\r\n',
    'marked.yaml': '\ufeffa: 1\n',
    'latin.yaml': Uint8Array.of(0x61, 0x3a, 0x20, 0xe9, 0x0a),
    'utf16.yaml': Buffer.from('\ufeffa: 1\n', 'utf16le'),
    'binary.yaml': Uint8Array.of(0x61, 0, 0x62),
    'go.sum': 'x'.repeat(100),
    'large.yaml': `apiVersion: v1\nkind: ConfigMap\n${'#'.repeat(LARGEST_SOURCE)}\n`,
    'data.yaml': `a: ${'x'.repeat(LARGEST_SOURCE)}\n`,
  });

  it('is read without its byte order mark', () => {
    assert.deepEqual(readSource(join(folder, 'plain.yaml')), { text: 'größe: 1\r\n', hasByteOrderMark: false });
    assert.deepEqual(readSource(join(folder, 'marked.yaml')), { text: 'a: 1\n', hasByteOrderMark: true });
  });

  it('is not read where only its presence matters, or where it describes nothing', () => {
    assert.deepEqual(readSource(join(folder, 'go.sum')), { text: '', hasByteOrderMark: false });
    assert.deepEqual(readSource(join(folder, 'data.yaml')), { text: '', hasByteOrderMark: false });
  });

  it('says why it is not analysed', () => {
    assert.deepEqual(readSource(join(folder, 'latin.yaml')), { notAnalysed: 'It is not UTF-8 text.' });
    assert.deepEqual(readSource(join(folder, 'utf16.yaml')), { notAnalysed: 'It is binary, or text that is not UTF-8.' });
    assert.deepEqual(readSource(join(folder, 'binary.yaml')), { notAnalysed: 'It is binary.' });
    assert.deepEqual(readSource(join(folder, 'large.yaml')), { notAnalysed: 'It is larger than 2 MiB.' });
    assert.deepEqual(readSource(join(folder, 'none.yaml')), { notAnalysed: 'It cannot be read (ENOENT).' });
  });
});

function folderOf(names: readonly string[]): string {
  return temporaryFolder(Object.fromEntries(names.map(name => [name, EMPTY])));
}

function found(folder: string, excluded: readonly string[] = []): string[] {
  return [...walkFolder(folder, excluded)].flatMap(({ path, isLink }) => (isLink ? [] : [relative(folder, path).replaceAll('\\', '/')]));
}
