import { existsSync, realpathSync, type Stats, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, parse, resolve, sep } from 'node:path';
import { Linter } from '../engine/linter.js';
import type { OfferedFix, Report } from '../engine/report.js';
import { isArchive, isJudged, isOfInterest } from '../host/file-interest.js';
import { pathOfUri, uriOfPath } from '../host/file-uri.js';
import { repositoryRootOf } from '../host/ignore-rules.js';
import { readArchive } from '../host/read-archive.js';
import { readSource } from '../host/read-source.js';
import { codeOf, isInMaterial, walkFolder } from '../host/walk-folder.js';
import { rules } from '../rules/index.generated.js';
import { folderOf, resolvePath } from '../workspace/uri-path.js';
import { shownPath } from './places.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';

export interface CheckedFile {
  readonly uri: string;
  readonly hasByteOrderMark: boolean;
}

/** The files that were asked for, among all those that are needed to judge them. */
export interface LoadedWorkspace {
  readonly linter: Linter;
  /** The files to report on, sorted. */
  readonly checked: readonly CheckedFile[];
  readonly notAnalysed: readonly { readonly uri: string; readonly reason: string }[];
  /** Whether a file stands where fixes may be written: in the paths that were asked for, also after links are followed. */
  isInside(path: string): boolean;
  /** Whether no fix of a report, of these safeties, touches a file elsewhere. */
  staysInside(report: Report, safeties: readonly OfferedFix['safety'][]): boolean;
}

export interface LoadOptions {
  /** A configuration that replaces all others. */
  readonly config: string | undefined;
  readonly terminal: Terminal;
}

const CONFIG = '.plimsoll.yaml';

/**
 * Reads the files that were asked for, and with them all that decides about them: for a folder the project that it belongs to, for a
 * single file its whole repository. Throws {@link UsageError} if a path is not there.
 */
export function loadWorkspace(paths: readonly string[], { config, terminal }: LoadOptions): LoadedWorkspace {
  const targets = paths.map(targetOf);
  const linter = new Linter({ rules, onRuleCrash: (rule, uri, error) => terminal.error(crashMessage(rule.id, uri, error)) });
  const contexts = outermost(targets.map(contextOf));
  linter.setRoots(contexts.map(folder => uriOfPath(repositoryRootOf(folder))));
  const loader = new Loader(linter, terminal, config === undefined);
  if (config === undefined) for (const folder of contexts) loader.readConfigAbove(folder);
  else for (const folder of contexts) linter.update({ uri: uriOfPath(join(folder, CONFIG)), text: config });
  for (const { path, isFolder } of targets) loader.readTarget(path, isFolder);
  for (const folder of contexts) loader.readContext(folder);
  loader.checkCovered();
  const isInside = (path: string) => targets.some(target => isAt(path, target));
  const realTargets = targets.map(({ path, isFolder }) => ({ path: realPath(path), isFolder }));
  return {
    linter,
    checked: [...loader.checked.values()].sort((a, b) => (a.uri < b.uri ? -1 : 1)),
    notAnalysed: loader.notAnalysed,
    isInside: path => isInside(path) && realTargets.some(target => isAt(realPath(path), target)),
    staysInside: (report, safeties) => touchedBy(report, safeties).every(uri => isInside(pathOfUri(uri) ?? '')),
  };
}

interface Target {
  /** Absolute. */
  readonly path: string;
  readonly isFolder: boolean;
}

function targetOf(path: string): Target {
  let stats: Stats;
  try {
    stats = statSync(path);
  } catch (error) {
    throw new UsageError(
      codeOf(error) === 'ENOENT' ? `There is no file or folder "${path}".` : `"${path}" cannot be read (${codeOf(error)}).`,
    );
  }
  if (!stats.isDirectory() && !stats.isFile()) throw new UsageError(`"${path}" is neither a file nor a folder.`);
  return { path: resolve(path), isFolder: stats.isDirectory() };
}

/**
 * The folder whose files decide about a target. Of a folder, the project around it, so that a Dockerfile, a module and overlays beside
 * it are seen; of a file, the repository. Without either, the folder itself.
 */
function contextOf({ path, isFolder }: Target): string {
  const start = isFolder ? path : dirname(path);
  const marks = isFolder ? ['.git', 'go.mod', 'go.work', CONFIG] : ['.git'];
  for (let folder = start; folder !== parse(folder).root && folder !== homedir(); folder = dirname(folder)) {
    if (marks.some(mark => existsSync(join(folder, mark)))) return folder;
  }
  return start;
}

/** Folders without those that stand in another one of them. */
function outermost(folders: readonly string[]): readonly string[] {
  const unique = [...new Set(folders)];
  return unique.filter(folder => !unique.some(other => other !== folder && isAt(folder, { path: other, isFolder: true }))).sort();
}

function isAt(path: string, target: Target): boolean {
  if (path === target.path) return true;
  return target.isFolder && path.startsWith(target.path.endsWith(sep) ? target.path : target.path + sep);
}

class Loader {
  readonly checked = new Map<string, CheckedFile>();
  readonly notAnalysed: { uri: string; reason: string }[] = [];
  /** Files that were asked for and have no findings of their own. */
  readonly #unjudged = new Map<string, CheckedFile>();
  readonly #linter: Linter;
  readonly #terminal: Terminal;
  readonly #readsConfigs: boolean;
  readonly #seen = new Set<string>();

  constructor(linter: Linter, terminal: Terminal, readsConfigs: boolean) {
    this.#linter = linter;
    this.#terminal = terminal;
    this.#readsConfigs = readsConfigs;
  }

  /** Reads the nearest configuration above a folder, whose mistakes matter as if it had been asked for. */
  readConfigAbove(folder: string): void {
    let current = folder;
    while (!existsSync(join(current, CONFIG)) && dirname(current) !== current) current = dirname(current);
    if (existsSync(join(current, CONFIG))) this.#read(join(current, CONFIG), uriOfPath(join(current, CONFIG)), true);
  }

  readTarget(path: string, isFolder: boolean): void {
    if (isFolder) this.#walk(path, true);
    else if (isOfInterest(basename(path)) || isInMaterial(dirname(path))) this.#read(path, uriOfPath(path), true);
    else this.notAnalysed.push({ uri: uriOfPath(path), reason: 'Its name is not one of a Dockerfile or of YAML.' });
  }

  readContext(folder: string): void {
    this.#walk(folder, false);
  }

  /** Counts in the files, whatever their names, that documents are made from. */
  checkCovered(): void {
    for (const [uri, file] of this.#unjudged) if (this.#linter.isCovered(uri)) this.checked.set(uri, file);
  }

  #walk(folder: string, isChecked: boolean): void {
    for (const { path, uri, problem, isLink } of walkFolder(folder)) {
      if (isLink) this.#linter.leaveUnread(uri);
      else if (problem === undefined) this.#read(path, uri, isChecked);
      else if (path === folder && isChecked) throw new UsageError(`"${shownPath(uri)}" cannot be read. ${problem}`);
      else if (isChecked) this.notAnalysed.push({ uri, reason: problem });
    }
  }

  #read(path: string, uri: string, isChecked: boolean): void {
    if (this.#seen.has(uri)) return;
    this.#seen.add(uri);
    this.#terminal.progress(`Reading ${this.#seen.size} files`);
    const name = basename(path);
    if (name === CONFIG && !this.#readsConfigs) return;
    if (isArchive(name)) {
      this.#linter.provide(uri, readArchive(path, uri));
      return;
    }
    const source = readSource(path);
    if ('text' in source) {
      this.#linter.update({ uri, text: source.text });
      if (isChecked) (isJudged(name) ? this.checked : this.#unjudged).set(uri, { uri, hasByteOrderMark: source.hasByteOrderMark });
    } else {
      this.#linter.leaveUnread(uri);
      if (isChecked && isJudged(name)) this.notAnalysed.push({ uri, reason: source.notAnalysed });
    }
  }
}

/** The documents that fixes of a report would change or create, its own excepted. */
function touchedBy({ uri, proposals }: Report, safeties: readonly OfferedFix['safety'][]): readonly string[] {
  return proposals.fixes
    .filter(({ safety }) => safeties.includes(safety))
    .flatMap(({ elsewhere = [], create = [] }) => [
      ...elsewhere.map(({ place }) => place.uri),
      ...create.map(({ path }) => resolvePath(folderOf(uri), path) ?? ''),
    ]);
}

/** Where a path leads; of one that is not there yet, where its folder leads. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return dirname(path) === path ? path : join(realPath(dirname(path)), basename(path));
  }
}

function crashMessage(rule: string, uri: string, error: unknown): string {
  return `plimsoll: the rule ${rule} failed on ${shownPath(uri)}; its findings there are missing.\n${error instanceof Error ? error.stack : String(error)}`;
}
