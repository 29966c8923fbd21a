import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The files that git keeps of a repository, whatever its `.gitignore` says: a pattern there speaks of new files only. */
export class TrackedFiles {
  readonly #root: string;

  /** @param root the folder that holds `.git` */
  constructor(root: string) {
    this.#root = root;
  }

  /** Whether git keeps a file, or any file of a folder. The list is read at the first question, and again when git has written it again. */
  has(path: string): boolean {
    return pathsIn(this.#root).has(path.slice(this.#root.length + 1).replaceAll('\\', '/'));
  }
}

interface ReadIndex {
  /** When it was written, and how long it is. */
  readonly version: string;
  readonly paths: ReadonlySet<string>;
}

/** By the folder that holds `.git`. Whoever watches files asks about each that changes, and there are few repositories. */
const READ = new Map<string, ReadIndex>();

function pathsIn(root: string): ReadonlySet<string> {
  try {
    const index = indexOf(root);
    const { mtimeMs, size } = statSync(index);
    const version = `${index} ${mtimeMs} ${size}`;
    const known = READ.get(root);
    if (known?.version === version) return known.paths;
    const paths = withFolders(trackedPaths(readFileSync(index)));
    READ.set(root, { version, paths });
    return paths;
  } catch {
    // There is no list, or this user may not read it.
    return NONE;
  }
}

const NONE: ReadonlySet<string> = new Set();

function withFolders(paths: readonly string[]): ReadonlySet<string> {
  const all = new Set<string>();
  for (const path of paths) {
    for (let end = path.length; end > 0 && !all.has(path.slice(0, end)); end = path.lastIndexOf('/', end - 1)) all.add(path.slice(0, end));
  }
  return all;
}

/** Where git keeps the list of files. In a worktree or a submodule, `.git` is a file that says where. */
function indexOf(root: string): string {
  const own = join(root, '.git');
  if (statSync(own).isDirectory()) return join(own, 'index');
  return join(resolve(root, /^gitdir: (.*)/.exec(readFileSync(own, 'utf8'))?.[1] ?? ''), 'index');
}

const SIGNATURE = 'DIRC';
/** Times, modes and a hash of 20 bytes stand before the flags of an entry. */
const FLAGS_AT = 60;
const NAME_LENGTH = 0xfff;
const IS_EXTENDED = 0x4000;

/** The paths in an index of version 2, 3 or 4; those before the first that is not as expected, as where hashes are longer. */
function trackedPaths(index: Buffer): readonly string[] {
  const paths: string[] = [];
  if (index.length < 12 || index.toString('latin1', 0, 4) !== SIGNATURE) return paths;
  const [version, count] = [index.readUInt32BE(4), index.readUInt32BE(8)];
  let at = 12;
  let last = '';
  while (paths.length < count && at + FLAGS_AT + 2 < index.length) {
    const flags = index.readUInt16BE(at + FLAGS_AT);
    const start = at + FLAGS_AT + ((flags & IS_EXTENDED) === 0 ? 2 : 4);
    const { kept, nameAt } = version === 4 ? keptOf(index, start, last) : { kept: '', nameAt: start };
    const end = index.indexOf(0, nameAt);
    if (end < 0) break;
    const name = kept + index.toString('latin1', nameAt, end);
    if (Math.min(name.length, NAME_LENGTH) !== (flags & NAME_LENGTH)) break;
    paths.push(Buffer.from(name, 'latin1').toString());
    last = name;
    at = version === 4 ? end + 1 : at + 8 * Math.ceil((end + 1 - at) / 8);
  }
  return paths;
}

/** What a name of version 4 has in common with the one before it: all but a number of bytes that stands in front, as in pack files. */
function keptOf(index: Buffer, start: number, last: string): { readonly kept: string; readonly nameAt: number } {
  let at = start;
  let byte = index[at++] ?? 0;
  let dropped = byte & 0x7f;
  while (byte >= 0x80) {
    byte = index[at++] ?? 0;
    dropped = (dropped + 1) * 0x80 + (byte & 0x7f);
  }
  return { kept: last.slice(0, Math.max(last.length - dropped, 0)), nameAt: at };
}
