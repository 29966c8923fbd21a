import type { Site } from '../gotemplate/origin.js';
import type { TracedText } from '../gotemplate/traced-text.js';
import type { Span } from '../text/span.js';
import { type ActionMoves, type CurrentPlaces, withMovedOrigins } from './moved-origins.js';
import type { RenderedTemplate } from './rendered-chart.js';
import type { TemplateData } from './template-data.js';
import type { ValuesFile } from './values-file.js';

/** The output of a template. Where places have moved in their files since, they are looked up when someone asks for them. */
export class RenderedText implements RenderedTemplate {
  readonly name: string;
  readonly uri: string;
  readonly isOwn: boolean;
  readonly role: TemplateData['role'];
  readonly #output: Output;

  constructor({ name, uri, isOwn, role }: Pick<RenderedText, 'name' | 'uri' | 'isOwn' | 'role'>, output: Output) {
    this.name = name;
    this.uri = uri;
    this.isOwn = isOwn;
    this.role = role;
    this.#output = output;
  }

  get text(): string {
    return this.#output.text.text;
  }

  get isBlank(): boolean {
    return this.#output.isBlank;
  }

  get parts(): readonly Span[] {
    return this.#output.parts;
  }

  /** The text with the places as they are now. */
  tracedAt(places: CurrentPlaces): TracedText {
    const { text, files } = this.#output;
    return places.shifts.size === 0 && isSame(files, places.files) ? text : withMovedOrigins(text, places, this.#moves(places));
  }

  /** Whether the places as they are now can be told: else it has to be rendered to find them. */
  canMoveTo(places: CurrentPlaces): boolean {
    const { actionsInValues } = this.#output;
    if (actionsInValues.length === 0) return true;
    const moves = this.#moves(places);
    return actionsInValues.every(({ file, span }) => moves.get(file)?.keeps(span) ?? true);
  }

  #moves({ files, moved }: CurrentPlaces): ActionMoves {
    if (this.#output.actionsInValues.length === 0) return NO_MOVES;
    const uris = new Set(this.#output.actionsInValues.map(({ file }) => file));
    return new Map(
      [...uris].flatMap(uri => {
        const [before, now] = [this.#output.files.get(uri), files.get(uri)];
        return before === undefined || now === undefined || before.text === now.text ? [] : [[uri, moved.between(before, now)] as const];
      }),
    );
  }
}

/** What a template was rendered to. */
export class Output {
  readonly text: TracedText;
  /** The files of values that it was rendered with. */
  readonly files: ReadonlyMap<string, ValuesFile>;
  readonly isBlank: boolean;
  #actions: readonly Place[] | undefined;
  #parts: readonly Span[] | undefined;

  constructor(text: TracedText, files: ReadonlyMap<string, ValuesFile>) {
    this.text = text;
    this.files = files;
    this.isBlank = text.text.trim() === '';
  }

  /** It is cut where Helm sees separators and YAML does not: `---# A comment`, which trimming makes of a comment on the line below. */
  get parts(): readonly Span[] {
    this.#parts ??= partsOf(this.text.text);
    return this.#parts;
  }

  /** The places of actions inside of values that were run as templates. */
  get actionsInValues(): readonly Place[] {
    this.#actions ??= [...this.#placesInValues()];
    return this.#actions;
  }

  #placesInValues(): Set<Place> {
    const found = new Set<Place>();
    const seen = new Set<Site>();
    const add = (place: Place) => {
      if (this.files.has(place.file)) found.add(place);
    };
    for (const { site, omission } of this.text.spans) {
      if (omission !== undefined) add(omission);
      for (let at = site; at !== undefined && !seen.has(at); at = at.via) {
        seen.add(at);
        add(at);
        for (let guard = at.guard; guard !== undefined; guard = guard.outer) add(guard);
      }
    }
    return found;
  }
}

/** A site, a condition, or something left out. */
interface Place {
  readonly file: string;
  readonly span: Span;
}

const NO_MOVES: ActionMoves = new Map();

function partsOf(text: string): readonly Span[] {
  const cuts = [...text.matchAll(/^---(?=[^\s-])/gm)].map(({ index }) => index);
  return [0, ...cuts.map(cut => cut + 3)].map((start, index) => ({ start, end: cuts[index] ?? text.length }));
}

function isSame(a: ReadonlyMap<string, ValuesFile>, b: ReadonlyMap<string, ValuesFile>): boolean {
  if (a.size !== b.size) return false;
  for (const [uri, file] of a) if (b.get(uri) !== file) return false;
  return true;
}
