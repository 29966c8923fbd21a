import type { TracedText } from '../gotemplate/traced-text.js';
import { withMovedOrigins } from './moved-origins.js';
import type { RenderedTemplate } from './rendered-chart.js';
import type { TemplateData } from './template-data.js';
import type { ValuesFile } from './values-file.js';

/** The output of a template. Where values have moved in their files since, their places are looked up when someone asks. */
export class RenderedText implements RenderedTemplate {
  readonly name: string;
  readonly uri: string;
  readonly isOwn: boolean;
  readonly role: TemplateData['role'];
  readonly #rendered: TracedText;
  readonly #files: ReadonlyMap<string, ValuesFile>;
  /** The files as they are now, where some have changed. */
  readonly #moved: ReadonlyMap<string, ValuesFile> | undefined;
  #traced: TracedText | undefined;
  #runsValues: boolean | undefined;

  constructor(
    { name, uri, isOwn, role }: Pick<RenderedText, 'name' | 'uri' | 'isOwn' | 'role'>,
    rendered: TracedText,
    files: ReadonlyMap<string, ValuesFile>,
    moved?: ReadonlyMap<string, ValuesFile>,
  ) {
    this.name = name;
    this.uri = uri;
    this.isOwn = isOwn;
    this.role = role;
    this.#rendered = rendered;
    this.#files = files;
    this.#moved = moved;
  }

  get text(): string {
    return this.#rendered.text;
  }

  get traced(): TracedText {
    this.#traced ??= this.#moved === undefined ? this.#rendered : withMovedOrigins(this.#rendered, this.#moved);
    return this.#traced;
  }

  /** The same text with the places of other versions of the files; nothing where they have to be rendered to be found. */
  movedTo(files: ReadonlyMap<string, ValuesFile>): RenderedText | undefined {
    if (isSame(files, this.#moved ?? this.#files)) return this;
    if (isSame(files, this.#files)) return new RenderedText(this, this.#rendered, this.#files);
    return this.#hasActionsInValues() ? undefined : new RenderedText(this, this.#rendered, this.#files, files);
  }

  /** Whether a value was run as a template: the places of its actions have no paths. */
  #hasActionsInValues(): boolean {
    this.#runsValues ??= this.#rendered.spans.some(({ site }) => {
      for (let at = site; at !== undefined; at = at.via) if (this.#files.has(at.file)) return true;
      return false;
    });
    return this.#runsValues;
  }
}

function isSame(a: ReadonlyMap<string, ValuesFile>, b: ReadonlyMap<string, ValuesFile>): boolean {
  if (a.size !== b.size) return false;
  for (const [uri, file] of a) if (b.get(uri) !== file) return false;
  return true;
}
