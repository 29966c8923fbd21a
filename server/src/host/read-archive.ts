import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { uriOfEntry } from './file-uri.js';

/** A file in an archive. */
export interface ArchivedFile {
  /** The URI of the archive, continued as if that were a folder. */
  readonly uri: string;
  readonly text: string;
}

/** What an archive may unfold to. */
const LARGEST = 32 * 1024 * 1024;
const BLOCK = 512;

/** The text files of a packed chart; none of an archive that cannot be read. */
export function readArchive(path: string, uri: string): ArchivedFile[] {
  try {
    return [...filesOf(gunzipSync(readFileSync(path), { maxOutputLength: LARGEST }), uri)];
  } catch {
    return [];
  }
}

/** A tape archive is a row of headers, each followed by the blocks of its file. */
function* filesOf(bytes: Buffer, uri: string): Iterable<ArchivedFile> {
  let longName: string | undefined;
  for (let offset = 0; offset + BLOCK <= bytes.length; ) {
    const header = bytes.subarray(offset, offset + BLOCK);
    if (header[0] === 0) return;
    const size = Number.parseInt(field(header, 124, 12), 8) || 0;
    const content = bytes.subarray(offset + BLOCK, offset + BLOCK + size);
    offset += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    const type = field(header, 156, 1);
    if (type === 'L') longName = content.toString('utf8').replace(/\0.*$/s, '');
    else if (type === 'x') longName = /\d+ path=([^\n]*)\n/.exec(content.toString('utf8'))?.[1];
    else if (type !== 'g') {
      const name = longName ?? [field(header, 345, 155), field(header, 0, 100)].filter(part => part !== '').join('/');
      longName = undefined;
      if ((type === '' || type === '0') && !content.includes(0) && isInside(name))
        yield { uri: uriBelow(uri, name), text: content.toString('utf8').replace(/^\ufeff/, '') };
    }
  }
}

/** A name that leads out of the archive is no file of the chart. */
function isInside(name: string): boolean {
  return !name.startsWith('/') && !name.includes('\\') && !name.split('/').includes('..');
}

function field(header: Buffer, start: number, length: number): string {
  return header
    .toString('utf8', start, start + length)
    .replace(/\0.*$/s, '')
    .trim();
}

function uriBelow(uri: string, name: string): string {
  const segments = name.split('/').filter(segment => segment !== '' && segment !== '.');
  return segments.reduce((folder, segment) => uriOfEntry(folder, segment), uri);
}
