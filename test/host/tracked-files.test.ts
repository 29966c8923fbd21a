import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { TrackedFiles } from '../../server/src/host/tracked-files.js';
import { walkFolder } from '../../server/src/host/walk-folder.js';
import { temporaryFolder } from './temporary-folder.js';

const PATHS = ['README.md', `a/${'x'.repeat(300)}.yaml`, 'config/manager/größe.yaml', 'config/manager/kustomization.yaml'];

describe('the files that git keeps', () => {
  for (const version of [2, 3, 4]) {
    it(`are read from an index of version ${version}`, () => {
      const root = temporaryFolder({ '.git/index': indexOf(PATHS, version) });
      const tracked = new TrackedFiles(root);
      for (const path of [...PATHS, 'config', 'config/manager', 'a']) assert.equal(tracked.has(join(root, path)), true, path);
      for (const path of ['README', 'config/manage', 'config/manager/other.yaml', 'x'])
        assert.equal(tracked.has(join(root, path)), false, path);
    });
  }

  it('are read where the repository is a worktree or a submodule', () => {
    const root = temporaryFolder({
      'work/.git': 'gitdir: ../main/.git/worktrees/work\n',
      'main/.git/worktrees/work/index': indexOf(PATHS, 2),
    });
    assert.equal(new TrackedFiles(join(root, 'work')).has(join(root, 'work/README.md')), true);
  });

  it('are read again when git has written the index again', () => {
    const root = temporaryFolder({ '.git/index': indexOf(PATHS, 2) });
    const tracked = new TrackedFiles(root);
    assert.equal(tracked.has(join(root, 'new.yaml')), false);
    writeFileSync(join(root, '.git/index'), indexOf([...PATHS, 'new.yaml'], 2));
    assert.equal(tracked.has(join(root, 'new.yaml')), true);
    rmSync(join(root, '.git/index'));
    assert.equal(tracked.has(join(root, 'new.yaml')), false);
  });

  it('are none where there is no index, or one that cannot be read', () => {
    const indexes = [Buffer.from('DIRC'), Buffer.from('nothing of the kind'), indexOf(PATHS, 2).subarray(0, 70), indexOf(PATHS, 2, 32)];
    const roots = [temporaryFolder({}), ...indexes.map(index => temporaryFolder({ '.git/index': index }))];
    for (const root of roots) assert.equal(new TrackedFiles(root).has(join(root, 'README.md')), false);
  });

  it('are found by a walk, whatever a .gitignore says, and what is new beside them is not', () => {
    const root = temporaryFolder({
      '.git/index': indexOf(['.gitignore', 'config/manager/kustomization.yaml', 'config/manager/manager.yaml'], 2),
      '.gitignore': 'manager\nsecret.yaml\n',
      'config/manager/kustomization.yaml': '',
      'config/manager/manager.yaml': '',
      'config/manager/new.yaml': '',
      'config/secret.yaml': '',
    });
    const found = [...walkFolder(root)].map(({ uri }) => uri.slice(uri.indexOf('/config/')));
    assert.deepEqual(found, ['/config/manager/kustomization.yaml', '/config/manager/manager.yaml']);
  });
});

/** An index as git writes it: a header, and entries of which only the name matters here. */
function indexOf(paths: readonly string[], version: number, hashLength = 20): Buffer {
  const header = Buffer.alloc(12);
  header.write('DIRC');
  header.writeUInt32BE(version, 4);
  header.writeUInt32BE(paths.length, 8);
  let last = Buffer.alloc(0);
  const entries = paths.map(path => {
    const name = Buffer.from(path);
    const isExtended = version === 3;
    const head = Buffer.alloc(40 + hashLength + (isExtended ? 4 : 2));
    head.writeUInt16BE(Math.min(name.length, 0xfff) | (isExtended ? 0x4000 : 0), 40 + hashLength);
    const entry = version === 4 ? Buffer.concat([head, packed(last, name)]) : Buffer.concat([head, name]);
    last = name;
    return version === 4 ? Buffer.concat([entry, Buffer.alloc(1)]) : Buffer.concat([entry, Buffer.alloc(8 - (entry.length % 8))]);
  });
  return Buffer.concat([header, ...entries, Buffer.alloc(20)]);
}

/** How many bytes of the name before are dropped, and what comes in their place. */
function packed(last: Buffer, name: Buffer): Buffer {
  let shared = 0;
  while (shared < last.length && last[shared] === name[shared]) shared++;
  const dropped = last.length - shared;
  const count = dropped < 0x80 ? [dropped] : [0x80 | ((dropped >> 7) - 1), dropped & 0x7f];
  return Buffer.concat([Buffer.from(count), name.subarray(shared)]);
}
