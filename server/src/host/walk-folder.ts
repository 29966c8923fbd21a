import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { holdsMaterial, holdsTestCase, isMaterial, isOfInterest, isSkippedFolder } from './file-interest.js';
import { uriOfEntry, uriOfPath } from './file-uri.js';
import { IgnoreRules } from './ignore-rules.js';

export interface WalkedFile {
  /** Absolute, as far as the folder was. */
  readonly path: string;
  readonly uri: string;
  /** What keeps a folder from being searched; `path` is that folder then. */
  readonly problem?: string;
  /** Whether it is a link to something in the folder that is found by its own name, or is not followed: the link is not read. */
  readonly isLink?: boolean;
}

/**
 * The files below a folder that matter, sorted, found as they are asked for. Leaves out what git ignores, dependencies, cases of
 * tests, and whatever is reached twice through symbolic links.
 *
 * @param excluded more patterns to leave out, as `.gitignore` or an editor's settings write them, relative to the folder
 */
export function* walkFolder(folder: string, excluded: readonly string[] = []): Iterable<WalkedFile> {
  const root = { path: folder, realPath: realPathOf(folder) ?? folder, excluded: IgnoreRules.ofPatterns(folder, excluded) };
  const path = resolve(folder);
  yield* walk({ root, path: folder, uri: uriOfPath(folder), rules: IgnoreRules.above(folder), isMaterial: isInMaterial(path) });
}

/** Whether a walk through a folder would find this file, if it is there. */
export function wouldWalk(folder: string, path: string, excluded: readonly string[] = []): boolean {
  const segments = relative(folder, path).split(sep);
  const name = segments.pop();
  if (name === undefined || segments[0] === '..') return false;
  const excludedHere = IgnoreRules.ofPatterns(folder, excluded);
  let rules = IgnoreRules.above(folder).enter(folder);
  let current = folder;
  const isOfAnyName = isInMaterial(dirname(path));
  for (const [index, segment] of segments.entries()) {
    current = join(current, segment);
    if (segment === 'vendor' && index === segments.length - 1 && name === 'modules.txt') return true;
    if (isSkippedFolder(segment) || excludedHere.ignores(current, true) || rules.ignores(current, true)) return false;
    if (holdsTestCase(entriesOf(current))) return false;
    rules = rules.enter(current);
  }
  return (isOfInterest(name) || isOfAnyName) && !excludedHere.ignores(path, false) && !rules.ignores(path, false);
}

/** Whether the files of a folder are parts of a chart or a kustomization, whatever their names. */
export function isInMaterial(folder: string): boolean {
  const names = entriesOf(folder);
  if (holdsMaterial(names)) return true;
  const above = dirname(folder);
  if (above === folder || names.includes('.git')) return false;
  return isInMaterial(above) && isMaterial(basename(folder), entriesOf(above));
}

interface Visit {
  /** The folder that the walk started in. */
  readonly root: { readonly path: string; readonly realPath: string; readonly excluded: IgnoreRules };
  readonly path: string;
  readonly uri: string;
  /** The rules for what stands in the folder. */
  readonly rules: IgnoreRules;
  /** Whether its files are of interest whatever their names. */
  readonly isMaterial: boolean;
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function* walk(visit: Visit): Iterable<WalkedFile> {
  const { root, path: folder, uri: folderUri } = visit;
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    yield { path: folder, uri: folderUri, problem: `The folder cannot be read (${codeOf(error)}).` };
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const rules = entries.some(({ name }) => name === '.gitignore' || name === '.git') ? visit.rules.enter(folder) : visit.rules;
  const names = entries.map(({ name }) => name);
  if (holdsTestCase(names) && folder !== root.path) return;
  const isOfAnyName = visit.isMaterial || holdsMaterial(names);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const uri = uriOfEntry(folderUri, entry.name);
    if (entry.isDirectory())
      yield* enterFolder({ root, path, uri, rules, isMaterial: isOfAnyName && isMaterial(entry.name, names) }, entry.name);
    else if ((isOfAnyName || isOfInterest(entry.name)) && isFile(entry, path, root.realPath) && !isIgnored({ root, path, rules }, false))
      yield { path, uri };
    else if (entry.isSymbolicLink() && realPathOf(path) !== undefined && !isIgnored({ root, path, rules }, false))
      yield { path, uri, isLink: true };
  }
}

function* enterFolder(visit: Visit, name: string): Iterable<WalkedFile> {
  const { path, uri } = visit;
  const vendored = join(path, 'modules.txt');
  if (name === 'vendor' && existsSync(vendored)) yield { path: vendored, uri: uriOfEntry(uri, 'modules.txt') };
  if (!isSkippedFolder(name) && !isIgnored(visit, true)) yield* walk(visit);
}

function isIgnored({ root, path, rules }: Pick<Visit, 'root' | 'path' | 'rules'>, isFolder: boolean): boolean {
  return root.excluded.ignores(path, isFolder) || rules.ignores(path, isFolder);
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
