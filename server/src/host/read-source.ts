import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
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
  try {
    const { size } = statSync(path);
    if (PRESENCE.test(basename(path))) return { text: '', hasByteOrderMark: false };
    if (size > LARGEST_SOURCE) return tooLarge(path);
    return sourceOf(readFileSync(path));
  } catch (error) {
    return { notAnalysed: `It cannot be read (${codeOf(error)}).` };
  }
}

/** Large YAML that describes no objects is none of ours, and nothing is lost with it. */
function tooLarge(path: string): ReadSource {
  if (YAML.test(path) && !looksLikeManifest(headOf(path))) return { text: '', hasByteOrderMark: false };
  return { notAnalysed: TOO_LARGE };
}

function looksLikeManifest(head: string): boolean {
  return /^\s*["']?apiVersion["']?\s*:/m.test(head) && /^\s*["']?kind["']?\s*:/m.test(head);
}

function headOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(64 * 1024);
    return buffer.toString('utf8', 0, readSync(file, buffer));
  } finally {
    closeSync(file);
  }
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
