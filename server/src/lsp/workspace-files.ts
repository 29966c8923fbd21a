import { isArchive } from '../host/file-interest.js';
import { normaliseUri, pathOfUri, uriOfPath } from '../host/file-uri.js';
import { repositoryRootOf } from '../host/ignore-rules.js';
import { readArchive } from '../host/read-archive.js';
import { type ReadSource, readSourceLater } from '../host/read-source.js';
import { walkFolder, wouldWalk } from '../host/walk-folder.js';
import { ancestorsOf, isInside } from '../workspace/uri-path.js';
import type { ScanProgress } from './scan-progress.js';
import type { Session } from './session.js';

/** How many files are read at a time. */
const BATCH = 32;

/** Brings the files of the workspace folders into the linter and keeps them as the disk has them, except where the editor has its own text. */
export class WorkspaceFiles {
  readonly #session: Session;
  #folders: readonly string[] = [];
  /** Files that stand in a workspace folder and are not ignored. */
  readonly #known = new Set<string>();
  /** Files and folders that could not be read, and why. */
  readonly #unread = new Map<string, string>();
  /** Files to read. */
  readonly #pending = new Set<string>();
  /** Goes up with each scan, so that one that was overtaken stops. */
  #scan = 0;
  /** Both true from the start, so that nothing is said before the first scan. */
  #scanning = true;
  #isPartial = true;
  #reading: Promise<void> | undefined;
  readonly #awaitingScan: (() => void)[] = [];
  #isCancelled = false;
  /** Why the picture of the workspace is not whole. */
  #problem: string | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  get folders(): readonly string[] {
    return this.#folders;
  }

  /** Takes effect with the next scan. */
  set folders(folders: readonly string[]) {
    this.#folders = [...new Set(folders.map(normaliseUri))];
    this.#session.linter.setRoots(this.#folders.map(rootOf));
    this.#isPartial = true;
  }

  /** The workspace folder that a file stands in, the innermost if folders are nested. */
  folderOf(uri: string): string | undefined {
    return this.#folders.filter(folder => isInside(uri, folder)).sort((a, b) => b.length - a.length)[0];
  }

  /** Resolves when no scan is under way. */
  async whenScanned(): Promise<void> {
    while (this.#scanning) await new Promise<void>(resolve => this.#awaitingScan.push(resolve));
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  /** Whether a folder is being read for the first time: what would be found now may be wrong for want of a file. */
  get isPartial(): boolean {
    return this.#isPartial;
  }

  /** Whether files are missing because somebody did not want to wait for them. */
  get isCancelled(): boolean {
    return this.#isCancelled;
  }

  /** How many files and folders could not be read. */
  get unreadCount(): number {
    return this.#unread.size;
  }

  /** Searches the folders again: files that are gone, or ignored now, are forgotten. */
  async scan(): Promise<void> {
    const scan = ++this.#scan;
    this.#scanning = true;
    this.#problem = undefined;
    this.#isCancelled = false;
    this.#unread.clear();
    this.#session.wake();
    const progress = this.#session.startProgress('Plimsoll: reading the workspace', this.#folders.length > 0);
    try {
      const found = await this.#find(scan, progress);
      if (scan !== this.#scan) return;
      if (found !== undefined) for (const uri of this.#known) if (!found.has(uri)) this.forget(uri);
      await this.#readAll(scan, progress);
    } catch (error) {
      this.#problem = 'A workspace folder could not be read, so findings that need its files may be missing.';
      this.#session.logError('Reading the workspace failed', error);
    } finally {
      progress.end();
      if (scan === this.#scan) this.#endScan();
    }
  }

  /** Reads files again, or for the first time; also says whether they count at all. */
  async changed(uris: readonly string[]): Promise<void> {
    for (const uri of uris) {
      if (this.#known.has(uri) || this.#adopt(uri)) this.#pending.add(uri);
      await this.#session.traffic.breathe();
    }
    await this.#drain();
  }

  /** Takes back what is known of a file or of a folder with all that is in it. Answers whether it was a folder. */
  deleted(uri: string): boolean {
    const inside = [...this.#known].filter(known => isInside(known, uri));
    for (const known of [uri, ...inside]) this.forget(known);
    this.#session.wake();
    return inside.length > 0;
  }

  /** Lets the disk count again for a document that the editor has closed. */
  async closed(uri: string): Promise<void> {
    if (this.#known.has(uri)) await this.changed([uri]);
    else this.forget(uri);
  }

  /** A document in the editor keeps its text, also when its file is gone. */
  forget(uri: string): void {
    this.#known.delete(uri);
    this.#pending.delete(uri);
    this.#unread.delete(uri);
    if (isArchive(uri)) this.#session.linter.provide(uri, []);
    else if (!this.#session.documents.has(uri)) this.#session.linter.remove(uri);
  }

  /** The files to read, or `undefined` if the person did not want to wait for them. */
  async #find(scan: number, progress: ScanProgress): Promise<ReadonlySet<string> | undefined> {
    const found = new Set<string>();
    for (const folder of this.#folders) {
      for (const above of ancestorsOf(folder).slice(1)) found.add(`${above}/.plimsoll.yaml`);
      for (const { path, problem, isLink } of walkFolder(pathOfUri(folder) ?? '', this.#session.settings.excluded)) {
        if (progress.isCancelled) return this.#cancel();
        if (scan !== this.#scan) return undefined;
        if (isLink) this.#session.linter.leaveUnread(uriOfPath(path));
        else if (problem === undefined) found.add(uriOfPath(path));
        else this.#unread.set(uriOfPath(path), problem);
        await this.#session.traffic.breathe();
      }
    }
    for (const uri of found) {
      this.#known.add(uri);
      this.#pending.add(uri);
    }
    return found;
  }

  async #readAll(scan: number, progress: ScanProgress): Promise<void> {
    const total = this.#pending.size;
    while (this.#pending.size > 0 && scan === this.#scan) {
      if (progress.isCancelled) {
        this.#cancel();
        return;
      }
      progress.report(total - this.#pending.size, total);
      await this.#readBatch();
    }
  }

  #endScan(): void {
    this.#scanning = false;
    this.#isPartial = false;
    for (const resolve of this.#awaitingScan.splice(0)) resolve();
    this.#session.wake();
  }

  #cancel(): undefined {
    this.#pending.clear();
    this.#isCancelled = true;
    this.#problem = 'Reading the workspace was cancelled, so only findings that need no other file are shown.';
    return undefined;
  }

  async #drain(): Promise<void> {
    // With nothing to read, reading would have ended before it counts as under way, and would count so for ever.
    if (this.#pending.size > 0) this.#reading ??= this.#readPending();
    await this.#reading;
  }

  async #readPending(): Promise<void> {
    try {
      while (this.#pending.size > 0) await this.#readBatch();
    } finally {
      this.#reading = undefined;
      this.#session.wake();
    }
  }

  async #readBatch(): Promise<void> {
    const batch: string[] = [];
    for (const uri of this.#pending) {
      batch.push(uri);
      if (batch.length === BATCH) break;
    }
    for (const uri of batch) this.#pending.delete(uri);
    const sources = await Promise.all(batch.map(uri => readSourceLater(pathOfUri(uri) ?? '')));
    for (const [index, uri] of batch.entries()) {
      this.#take(uri, sources[index]);
      await this.#session.traffic.breathe();
    }
  }

  /** Gives a text from the disk to the linter, unless something newer is known by now. */
  #take(uri: string, source: ReadSource | undefined): void {
    if (isArchive(uri)) {
      this.#session.linter.provide(uri, this.#known.has(uri) ? readArchive(pathOfUri(uri) ?? '', uri) : []);
      return;
    }
    if (this.#pending.has(uri) || this.#session.documents.has(uri)) return;
    const text = source !== undefined && this.#known.has(uri) && 'text' in source ? source.text : undefined;
    this.#unread.delete(uri);
    if (source !== undefined && 'notAnalysed' in source) {
      this.#unread.set(uri, source.notAnalysed);
      this.#session.linter.leaveUnread(uri);
    } else if (text === undefined) this.#session.linter.remove(uri);
    else this.#session.linter.update({ uri, text });
  }

  #adopt(uri: string): boolean {
    const [folder, path] = [this.folderOf(uri), pathOfUri(uri)];
    if (folder === undefined || path === undefined) return false;
    if (!wouldWalk(pathOfUri(folder) ?? '', path, this.#session.settings.excluded)) return false;
    this.#known.add(uri);
    return true;
  }
}

/** The root of the repository that a workspace folder stands in. */
function rootOf(folder: string): string {
  const path = pathOfUri(folder);
  return path === undefined ? folder : uriOfPath(repositoryRootOf(path));
}
