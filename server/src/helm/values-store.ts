import type { ChartProblem } from './chart.js';
import { readValuesFile, type ValuesFile } from './values-file.js';

/** Files of data that have been read: each text is read once, and what cannot be read leaves the last text that could. */
export class ValuesStore {
  readonly #files = new Map<string, Entry>();

  /** The file, or the last text of it that could be read; `problems` says what is wrong with it now. */
  read(uri: string, text: string, problems: ChartProblem[]): ValuesFile {
    const { current, used } = this.#entryOf(uri, text);
    for (const { message, span } of current.errors) problems.push({ message, uri, span });
    return used;
  }

  /** Forgets what was read: templates have changed it. */
  clear(): void {
    this.#files.clear();
  }

  #entryOf(uri: string, text: string): Entry {
    const known = this.#files.get(uri);
    if (known !== undefined && known.current.text === text) return known;
    const current = readValuesFile(uri, text);
    const isGood = current.errors.length === 0 || known === undefined || known.used.errors.length > 0;
    const entry = { current, used: isGood ? current : { ...known.used, latest: text } };
    this.#files.set(uri, entry);
    return entry;
  }
}

interface Entry {
  readonly current: ValuesFile;
  /** The current one, or the last one that could be read. */
  readonly used: ValuesFile;
}
