import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HelmIgnore } from '../../server/src/helm/helm-ignore.js';
import { globPattern } from '../../server/src/helm/path-pattern.js';

const FILES = [
  'Chart.yaml',
  'a.txt',
  'b.md',
  'dir/a.txt',
  'dir/sub/x.txt',
  'foo/bar',
  'templates/l.yaml',
  'templates/.hidden',
  'templates/sub/.hidden',
];
const NOT_IGNORED = FILES.filter(path => path !== 'templates/.hidden');

/** What the real helm 4.1 leaves out, beside files of `templates/` whose names start with a full stop. */
const IGNORED: readonly (readonly [pattern: string, ignored: readonly string[]])[] = [
  ['', []],
  ['a.txt', ['a.txt', 'dir/a.txt']],
  ['/a.txt', ['a.txt']],
  ['dir/a.txt', ['dir/a.txt']],
  ['dir', ['dir/a.txt', 'dir/sub/x.txt']],
  ['dir/', ['dir/a.txt', 'dir/sub/x.txt']],
  ['/dir/', ['dir/a.txt', 'dir/sub/x.txt']],
  ['dir/sub/', ['dir/sub/x.txt']],
  ['dir/*', ['dir/a.txt', 'dir/sub/x.txt']],
  ['dir/*.txt', ['dir/a.txt']],
  ['*/a.txt', ['dir/a.txt']],
  ['bar/', []],
  ['sub/', ['dir/sub/x.txt', 'templates/sub/.hidden']],
  ['# b.md', []],
  ['  b.md  ', ['b.md']],
  ['[a-c].*', ['a.txt', 'b.md', 'dir/a.txt']],
  ['[^a].txt', ['dir/sub/x.txt']],
  ['a.tx\\t', ['a.txt', 'dir/a.txt']],
  ['!*', []],
  ['!*.*', NOT_IGNORED.filter(path => path.includes('/'))],
];

describe('.helmignore', () => {
  for (const [pattern, ignored] of IGNORED) {
    it(JSON.stringify(pattern), () => {
      const ignore = new HelmIgnore(pattern);
      assert.deepEqual(ignore.invalid, []);
      assert.deepEqual(FILES.filter(path => ignore.ignores(path)).sort(), [...ignored, 'templates/.hidden'].sort());
    });
  }
  for (const pattern of ['**/a.txt', '[', '\\', '[]a].txt', '[b-]*']) {
    it(`cannot read ${pattern}`, () => assert.deepEqual(new HelmIgnore(pattern).invalid, [pattern]));
  }
});

/** What the real helm 4.1 finds with `.Files.Glob`. */
const FOUND: readonly (readonly [pattern: string, found: string])[] = [
  ['*', 'a.txt b.md'],
  ['**', 'a.txt b.md dir/a.txt dir/sub/x.txt foo/bar'],
  ['dir/*', 'dir/a.txt'],
  ['dir/**', 'dir/a.txt dir/sub/x.txt'],
  ['**.txt', 'a.txt dir/a.txt dir/sub/x.txt'],
  ['**/*.txt', 'dir/a.txt dir/sub/x.txt'],
  ['{a,b}.*', 'a.txt b.md'],
  ['dir/{a,sub/x}.txt', 'dir/a.txt dir/sub/x.txt'],
  ['{a.txt,dir/*}', 'a.txt dir/a.txt'],
  ['[!a]*.*', 'b.md'],
  ['?.txt', 'a.txt'],
  ['\\a.txt', 'a.txt'],
  ['a.txt**', 'a.txt'],
  ['/a.txt', ''],
  ['', ''],
  ['{a', ''],
];

describe('.Files.Glob', () => {
  for (const [pattern, found] of FOUND) {
    it(JSON.stringify(pattern), () => {
      const files = FILES.filter(path => path !== 'Chart.yaml' && !path.startsWith('templates'));
      assert.equal(files.filter(path => globPattern(pattern)?.(path)).join(' '), found);
    });
  }
  it('knows a pattern that cannot be read', () => assert.equal(globPattern('['), undefined));
});
