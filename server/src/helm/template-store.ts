import type { TemplateFile } from '../gotemplate/template-tree.js';
import { SourceText } from '../text/source-text.js';
import type { ChartFile } from './chart-file.js';
import { chartTemplateNamed } from './chart-template.js';
import { RememberedOrder } from './remembered-order.js';

/** Templates that have been read, by name: each text is read once, and what cannot be read leaves the last text that could. */
export class TemplateStore {
  /** Deeper files first, so that what a chart defines wins over what its subcharts define, then from the end of the alphabet. */
  readonly inHelmOrder = new RememberedOrder((a, b) => depthOf(b) - depthOf(a) || (a < b ? 1 : -1));
  readonly byName = new RememberedOrder((a, b) => (a < b ? -1 : 1));
  readonly #files = new Map<string, ReadTemplate>();

  read(name: string, { uri, text, source = new SourceText(uri, text) }: ChartFile): ReadTemplate {
    const known = this.#files.get(name);
    if (known !== undefined && known.current.text === text) return known;
    const current = chartTemplateNamed(name, source);
    const good = current.errors.length === 0 ? current : known?.good;
    const read = { uri, current, good };
    this.#files.set(name, read);
    return read;
  }

  /** Takes a file as it was for the last that has been read. */
  recall(file: ChartFile): void {
    for (const [name, { uri }] of [...this.#files]) if (uri === file.uri) this.read(name, file);
  }

  /** Forgets all templates but those of the names. */
  keep(names: ReadonlySet<string>): void {
    for (const name of this.#files.keys()) if (!names.has(name)) this.#files.delete(name);
  }
}

function depthOf(name: string): number {
  return name.split('/').length;
}

export interface ReadTemplate {
  readonly uri: string;
  /** As the text is now. */
  readonly current: TemplateFile;
  /** As it was when it could last be read. */
  readonly good: TemplateFile | undefined;
}
