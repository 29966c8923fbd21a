import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { readArchive } from '../../server/src/host/read-archive.js';
import { temporaryFolder } from './temporary-folder.js';

const URI = 'file:///w/charts/a.tgz';

describe('a packed chart', () => {
  it('is read as the files in it', () => {
    const long = `a/${'b'.repeat(90)}/${'c'.repeat(90)}`;
    const archive = Buffer.concat([
      entry('pax_global_header', 'comment=1\n', 'g'),
      entry('a/Chart.yaml', '\ufeffname: a\n'),
      entry('a/templates', '', '5'),
      entry('a/icon.png', 'P\0NG'),
      entry('../b/Chart.yaml', 'name: b\n'),
      entry('/etc/Chart.yaml', 'name: c\n'),
      entry('x', `${long.length + 10} path=${long}\n`, 'x'),
      entry('short', 'x'.repeat(600)),
      Buffer.alloc(1024),
    ]);
    const folder = temporaryFolder({ 'a.tgz': gzipSync(archive) });
    assert.deepEqual(readArchive(join(folder, 'a.tgz'), URI), [
      { uri: `${URI}/a/Chart.yaml`, text: 'name: a\n' },
      { uri: `${URI}/${long}`, text: 'x'.repeat(600) },
    ]);
  });

  it('is nothing where it cannot be read', () => {
    const folder = temporaryFolder({ 'a.tgz': 'no archive', 'b.tgz': gzipSync('short') });
    assert.deepEqual(readArchive(join(folder, 'a.tgz'), URI), []);
    assert.deepEqual(readArchive(join(folder, 'b.tgz'), URI), []);
    assert.deepEqual(readArchive(join(folder, 'c.tgz'), URI), []);
  });
});

function entry(name: string, text: string, type = '0'): Buffer {
  const content = Buffer.from(text);
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(content.length.toString(8).padStart(11, '0'), 124);
  header.write(type, 156);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}
