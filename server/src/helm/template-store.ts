import { parseTemplate } from '../gotemplate/parse-template.js';
import type { TemplateFile } from '../gotemplate/template-tree.js';

/** Templates that have been read, by name: each text is read once, and what cannot be read leaves the last text that could. */
export class TemplateStore {
  readonly #hasFunction: (name: string) => boolean;
  readonly #files = new Map<string, ReadTemplate>();

  constructor(hasFunction: (name: string) => boolean) {
    this.#hasFunction = hasFunction;
  }

  read(name: string, text: string): ReadTemplate {
    const known = this.#files.get(name);
    if (known !== undefined && known.current.text === text) return known;
    const current = parseTemplate(name, text, { hasFunction: this.#hasFunction });
    const good = current.errors.length === 0 ? current : known?.good;
    const read = { current, good };
    this.#files.set(name, read);
    return read;
  }

  /** Forgets all templates but those of the names. */
  keep(names: ReadonlySet<string>): void {
    for (const name of this.#files.keys()) if (!names.has(name)) this.#files.delete(name);
  }
}

export interface ReadTemplate {
  /** As the text is now. */
  readonly current: TemplateFile;
  /** As it was when it could last be read. */
  readonly good: TemplateFile | undefined;
}
