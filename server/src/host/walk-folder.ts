import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { isOfInterest, isSkippedFolder } from './file-interest.js';
import { IgnoreRules } from './ignore-rules.js';

export interface WalkedFile {
  /** Absolute, as far as the folder was. */
  readonly path: string;
  /** What keeps a folder from being searched; `path` is that folder then. */
  readonly problem?: string;
}

/**
 * The files below a folder that matter, sorted, found as they are asked for. Leaves out what `.gitignore` files ignore, dependencies, and
 * whatever is reached twice through symbolic links.
 *
 * @param excluded more patterns to leave out, as `.gitignore` or an editor's settings write them, relative to the folder
 */
export function* walkFolder(folder: string, excluded: readonly string[] = []): Iterable<WalkedFile> {
  yield* walk({ root: realPathOf(folder) ?? folder, path: folder, rules: IgnoreRules.of(folder, excluded) });
}

/** Whether a walk through a folder would find this file, if it is there. */
export function wouldWalk(folder: string, path: string, excluded: readonly string[] = []): boolean {
  const segments = relative(folder, path).split(sep);
  const name = segments.pop();
  if (name === undefined || segments[0] === '..') return false;
  let rules = IgnoreRules.of(folder, excluded);
  let current = folder;
  for (const [index, segment] of segments.entries()) {
    current = join(current, segment);
    if (segment === 'vendor' && index === segments.length - 1 && name === 'modules.txt') return true;
    if (isSkippedFolder(segment) || rules.ignores(current, true)) return false;
    rules = rules.enter(current);
  }
  return isOfInterest(name) && !rules.ignores(path, false);
}

interface Visit {
  /** The real path of the folder that the walk started in. */
  readonly root: string;
  readonly path: string;
  readonly rules: IgnoreRules;
}

function* walk({ root, path: folder, rules }: Visit): Iterable<WalkedFile> {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    yield { path: folder, problem: `The folder cannot be read (${codeOf(error)}).` };
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* enterFolder({ root, path, rules }, entry.name);
    else if (isOfInterest(entry.name) && !rules.ignores(path, false) && isFile(entry, path, root)) yield { path };
  }
}

function* enterFolder({ root, path, rules }: Visit, name: string): Iterable<WalkedFile> {
  if (name === 'vendor' && existsSync(join(path, 'modules.txt'))) yield { path: join(path, 'modules.txt') };
  if (isSkippedFolder(name) || rules.ignores(path, true)) return;
  yield* walk({ root, path, rules: rules.enter(path) });
}

/** A link counts if it leads to a file outside of the folder: what is inside is found by its own name. Linked folders are not searched. */
function isFile(entry: Dirent, path: string, root: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  const target = realPathOf(path);
  return target !== undefined && !target.startsWith(root + sep) && statSync(target).isFile();
}

function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** `EACCES` and the like. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
