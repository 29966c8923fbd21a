import { ancestorsOf, isInside } from '../workspace/uri-path.js';
import type { Disk } from './disk.js';
import type { ScanProgress } from './scan-progress.js';
import type { Session } from './session.js';

/** How many files are read at a time. */
const BATCH = 32;

/** Brings the files of the workspace folders into the linter and keeps them as the disk has them, except where the editor has its own text. */
export class WorkspaceFiles {
  readonly #session: Session;
  readonly #disk: Disk;
  #folders: readonly string[] = [];
  /** Files that stand in a workspace folder and are not ignored. */
  readonly #known = new Set<string>();
  /** Files to read. */
  readonly #pending = new Set<string>();
  /** Goes up with each scan, so that one that was overtaken stops. */
  #scan = 0;
  /** True from the start, so that nothing is said before the first scan. */
  #scanning = true;
  #reading: Promise<void> | undefined;
  readonly #awaitingScan: (() => void)[] = [];
  /** Why the picture of the workspace is not whole. */
  #problem: string | undefined;

  constructor(session: Session, disk: Disk) {
    this.#session = session;
    this.#disk = disk;
  }

  get folders(): readonly string[] {
    return this.#folders;
  }

  /** Takes effect with the next scan. */
  set folders(folders: readonly string[]) {
    this.#folders = [...new Set(folders.map(folder => this.normalise(folder).replace(/\/+$/, '')))];
  }

  /** The workspace folder that a file stands in, the innermost if folders are nested. */
  folderOf(uri: string): string | undefined {
    return this.#folders.filter(folder => isInside(uri, folder)).sort((a, b) => b.length - a.length)[0];
  }

  normalise(uri: string): string {
    return this.#disk.normalise(uri);
  }

  /** Resolves when no scan is under way. */
  async whenScanned(): Promise<void> {
    while (this.#scanning) await new Promise<void>(resolve => this.#awaitingScan.push(resolve));
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  /** Whether folders are being searched and read for the first time: what would be found now may be wrong for want of a file. */
  get isScanning(): boolean {
    return this.#scanning;
  }

  get isBusy(): boolean {
    return this.#scanning || this.#reading !== undefined;
  }

  /** Searches the folders again: files that are gone, or ignored now, are forgotten. */
  async scan(): Promise<void> {
    const scan = ++this.#scan;
    this.#scanning = true;
    this.#problem = undefined;
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
      if (!this.#known.has(uri) && !(await this.#adopt(uri))) continue;
      this.#pending.add(uri);
    }
    await this.#drain();
  }

  /** Takes back what is known of a file or of a folder with all that is in it. */
  deleted(uri: string): void {
    for (const known of [...this.#known]) if (known === uri || isInside(known, uri)) this.forget(known);
    this.#session.wake();
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
    if (!this.#session.documents.has(uri)) this.#session.linter.remove(uri);
  }

  /** The files to read, or `undefined` if the person did not want to wait for them. */
  async #find(scan: number, progress: ScanProgress): Promise<ReadonlySet<string> | undefined> {
    const found = new Set<string>();
    for (const folder of this.#folders) {
      for (const above of ancestorsOf(folder).slice(1)) found.add(`${above}/.plimsoll.yaml`);
      for await (const uri of this.#disk.findFiles(folder, this.#session.settings.excluded)) {
        if (progress.isCancelled) return this.#cancel();
        if (scan !== this.#scan) return undefined;
        found.add(uri);
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
    for (const resolve of this.#awaitingScan.splice(0)) resolve();
    this.#session.wake();
  }

  #cancel(): undefined {
    this.#pending.clear();
    this.#problem = 'Reading the workspace was cancelled, so findings that need other files may be missing or wrong.';
    return undefined;
  }

  async #drain(): Promise<void> {
    this.#reading ??= this.#readPending();
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
    const batch = [...this.#pending].slice(0, BATCH);
    for (const uri of batch) this.#pending.delete(uri);
    const texts = await Promise.all(batch.map(uri => this.#disk.read(uri)));
    for (const [index, uri] of batch.entries()) {
      this.#take(uri, texts[index]);
      await this.#session.traffic.breathe();
    }
  }

  /** Gives a text from the disk to the linter, unless something newer is known by now. */
  #take(uri: string, text: string | undefined): void {
    if (this.#pending.has(uri) || this.#session.documents.has(uri)) return;
    if (text === undefined || !this.#known.has(uri)) this.#session.linter.remove(uri);
    else this.#session.linter.update({ uri, text });
  }

  async #adopt(uri: string): Promise<boolean> {
    const folder = this.folderOf(uri);
    if (folder === undefined || !(await this.#disk.wouldFind(folder, uri, this.#session.settings.excluded))) return false;
    this.#known.add(uri);
    return true;
  }
}
