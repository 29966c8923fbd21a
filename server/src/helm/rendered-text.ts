import type { TracedText } from '../gotemplate/traced-text.js';
import { type CurrentPlaces, withMovedOrigins } from './moved-origins.js';
import type { RenderedTemplate } from './rendered-chart.js';
import type { TemplateData } from './template-data.js';
import type { ValuesFile } from './values-file.js';

/** The output of a template. Where places have moved in their files since, they are looked up when someone asks. */
export class RenderedText implements RenderedTemplate {
  readonly name: string;
  readonly uri: string;
  readonly isOwn: boolean;
  readonly role: TemplateData['role'];
  readonly #rendered: TracedText;
  /** The files that it was rendered with. */
  readonly #files: ReadonlyMap<string, ValuesFile>;
  readonly #places: CurrentPlaces;
  #traced: TracedText | undefined;
  #runsValues: boolean | undefined;

  constructor(
    { name, uri, isOwn, role }: Pick<RenderedText, 'name' | 'uri' | 'isOwn' | 'role'>,
    rendered: TracedText,
    places: CurrentPlaces,
    files = places.files,
  ) {
    this.name = name;
    this.uri = uri;
    this.isOwn = isOwn;
    this.role = role;
    this.#rendered = rendered;
    this.#files = files;
    this.#places = places;
  }

  get text(): string {
    return this.#rendered.text;
  }

  get traced(): TracedText {
    const isInPlace = this.#places.shifts.size === 0 && isSame(this.#files, this.#places.files);
    this.#traced ??= isInPlace ? this.#rendered : withMovedOrigins(this.#rendered, this.#places);
    return this.#traced;
  }

  /** The same text with the places as they are now; nothing where it has to be rendered to find them. */
  movedTo(places: CurrentPlaces): RenderedText | undefined {
    const { files, shifts } = this.#places;
    if (isSame(places.files, files) && hasSameShifts(places.shifts, shifts)) return this;
    if (!isSame(places.files, this.#files) && this.#hasActionsInValues()) return undefined;
    return new RenderedText(this, this.#rendered, places, this.#files);
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

function hasSameShifts(a: CurrentPlaces['shifts'], b: CurrentPlaces['shifts']): boolean {
  if (a.size !== b.size) return false;
  for (const [file, { before, after }] of a) if (b.get(file)?.before !== before || b.get(file)?.after !== after) return false;
  return true;
}
