import { isBlank } from './parse-template.js';
import type { StatementList, TemplateFile } from './template-tree.js';
import type { TracedText } from './traced-text.js';

/** A template that can be run by its name. */
export interface Template {
  readonly name: string;
  readonly body: StatementList;
  readonly file: TemplateFile;
  /** The text of the file, where it was a value of another template before it was read as a template itself. */
  readonly source: TracedText | undefined;
}

/** Templates by name. A set may rest on another one, whose templates it sees and does not change. */
export class TemplateSet {
  readonly #templates = new Map<string, Template>();
  readonly #below: TemplateSet | undefined;
  readonly #files: TemplateFile[] = [];

  constructor(below?: TemplateSet) {
    this.#below = below;
  }

  static of(files: readonly TemplateFile[]): TemplateSet {
    const set = new TemplateSet();
    for (const file of files) set.add(file);
    return set;
  }

  /** Whether these are the files that were added, in this order. */
  isOf(files: readonly TemplateFile[]): boolean {
    return files.length === this.#files.length && files.every((file, index) => file === this.#files[index]);
  }

  find(name: string): Template | undefined {
    return this.#templates.get(name) ?? this.#below?.find(name);
  }

  /** Adds a file and all that it defines. What comes later replaces what was there, but for blank templates. */
  add(file: TemplateFile, source?: TracedText): void {
    this.#files.push(file);
    const own = new Map<string, Template>();
    for (const { name, body } of file.definitions) put(own, { name: name.value, body, file, source });
    put(own, { name: file.name, body: file.root, file, source });
    for (const template of own.values()) put(this.#templates, template, this.find(template.name));
  }
}

function put(templates: Map<string, Template>, template: Template, existing = templates.get(template.name)): void {
  if (existing === undefined || !isBlank(template.body)) templates.set(template.name, template);
}
