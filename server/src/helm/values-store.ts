import { GoMap } from '../gotemplate/value.js';
import { SourceText } from '../text/source-text.js';
import type { ChartProblem } from './chart.js';
import type { ChartFile } from './chart-file.js';
import type { Setting } from './prepare-chart.js';
import { withSetValues } from './set-values.js';
import { type ValuesFile, valuesFileOf } from './values-file.js';

/** Files of data that have been read: each text is read once, and what cannot be read leaves the last text that could. */
export class ValuesStore {
  readonly #files = new Map<string, Entry>();
  readonly #settings = new Map<string, ValuesFile>();

  /** The file, or the last text of it that could be read; `problems` says what is wrong with it now. */
  read(file: SourceFile, problems: ChartProblem[]): ValuesFile {
    const { uri } = file;
    const { current, used } = this.#entryOf(file);
    for (const { message, span } of current.errors) problems.push({ message, uri, span });
    return used;
  }

  /** What settings that stand in a file set, as a file of values: places are looked up in it when they have moved. */
  settings(settings: readonly Setting[]): ValuesFile | undefined {
    const [{ place, holder = '' } = { place: undefined }] = settings;
    if (place === undefined) return undefined;
    const known = this.#settings.get(place.uri);
    if (known?.text === holder) return known;
    let root = new GoMap();
    for (const setting of settings) {
      const result = withSetValues(root, setting);
      if ('values' in result) root = result.values;
    }
    const origin = { kind: 'value', file: place.uri, span: { start: 0, end: holder.length }, path: [] } as const;
    const file = { uri: place.uri, text: holder, root, origin, errors: [] };
    this.#settings.set(place.uri, file);
    return file;
  }

  /** Takes a file as it was for the last that has been read. */
  recall(file: SourceFile): void {
    if (this.#files.has(file.uri)) this.#entryOf(file);
  }

  #entryOf({ uri, text, source = new SourceText(uri, text) }: SourceFile): Entry {
    const known = this.#files.get(uri);
    if (known !== undefined && known.current.text === text) return known;
    const current = source.derive(valuesFileOf);
    const isGood = current.errors.length === 0 || known === undefined || known.used.errors.length > 0;
    const entry = { current, used: isGood ? current : { ...known.used, latest: text } };
    this.#files.set(uri, entry);
    return entry;
  }
}

type SourceFile = Pick<ChartFile, 'uri' | 'text' | 'source'>;

interface Entry {
  readonly current: ValuesFile;
  /** The current one, or the last one that could be read. */
  readonly used: ValuesFile;
}
