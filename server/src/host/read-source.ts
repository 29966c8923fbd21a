import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { codeOf } from './walk-folder.js';

/** The text of a file without its byte order mark, or why there is none to analyse. */
export type ReadSource = { readonly text: string; readonly hasByteOrderMark: boolean } | { readonly notAnalysed: string };

/** Files above this size are data, not something that a person keeps right by hand. */
export const LARGEST_SOURCE = 2 * 1024 * 1024;

const YAML = /\.ya?ml$/i;
const TOO_LARGE = `It is larger than ${LARGEST_SOURCE / 1024 / 1024} MiB.`;

/** Files that matter only by being there. */
const PRESENCE = /^(?:go\.sum|modules\.txt)$/;

export function readSource(path: string): ReadSource {
  if (PRESENCE.test(basename(path))) return { text: '', hasByteOrderMark: false };
  try {
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      return size > LARGEST_SOURCE ? tooLarge(path, file) : sourceOf(bytesOf(file));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return { notAnalysed: `It cannot be read (${codeOf(error)}).` };
  }
}

function bytesOf(file: number): Buffer {
  let length = 0;
  for (let read = -1; read !== 0; length += read) read = readSync(file, BUFFER, length, BUFFER.length - length, null);
  return BUFFER.subarray(0, length);
}

/** One for all reads: the text of a file is made before the next one is read. */
const BUFFER = Buffer.allocUnsafeSlow(LARGEST_SOURCE);

/** Large YAML that describes no objects is none of ours, and nothing is lost with it. */
function tooLarge(path: string, file: number): ReadSource {
  const head = BUFFER.toString('utf8', 0, readSync(file, BUFFER, 0, 64 * 1024, 0));
  return YAML.test(path) && !looksLikeManifest(head) ? { text: '', hasByteOrderMark: false } : { notAnalysed: TOO_LARGE };
}

function looksLikeManifest(head: string): boolean {
  return /^\s*["']?apiVersion["']?\s*:/m.test(head) && /^\s*["']?kind["']?\s*:/m.test(head);
}

function sourceOf(bytes: Buffer): ReadSource {
  if (!isUtf8(bytes)) return { notAnalysed: bytes.includes(0) ? 'It is binary, or text that is not UTF-8.' : 'It is not UTF-8 text.' };
  if (bytes.includes(0)) return { notAnalysed: 'It is binary.' };
  const hasByteOrderMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return { text: bytes.toString('utf8', hasByteOrderMark ? 3 : 0), hasByteOrderMark };
}

/** The same without holding up what else goes on, for a server. `undefined` if the file is not there. */
export async function readSourceLater(path: string): Promise<ReadSource | undefined> {
  try {
    const { size } = await stat(path);
    if (PRESENCE.test(basename(path))) return { text: '', hasByteOrderMark: false };
    if (size > LARGEST_SOURCE) return { notAnalysed: TOO_LARGE };
    return sourceOf(await readFile(path));
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : { notAnalysed: `It cannot be read (${code}).` };
  }
}
