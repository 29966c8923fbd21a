import type { Guard, Omission, Origin, Site } from '../gotemplate/origin.js';
import { type TextSpan, TracedText } from '../gotemplate/traced-text.js';
import { GoList, GoMap, type Value } from '../gotemplate/value.js';
import type { Span } from '../text/span.js';
import type { TextShift } from '../text/text-shift.js';
import type { MovedTexts } from './moved-texts.js';
import type { ValuesFile } from './values-file.js';

/** Where the places of files are now. */
export interface CurrentPlaces {
  /** The files that values come from. */
  readonly files: ReadonlyMap<string, ValuesFile>;
  /** By URI or name of a template, how places have moved in files that cannot be read at the moment. */
  readonly shifts: ReadonlyMap<string, TextShift>;
  readonly moved: MovedTexts;
}

/** By URI of a file of values, how the texts in it have moved since it was used: places of actions inside of values have no paths. */
export type ActionMoves = ReadonlyMap<string, TextShift>;

/**
 * A text that was rendered from files of values in which, since then, only other values have changed: all places are looked up again,
 * by their paths. Places in files that cannot be read at the moment move with the text around them.
 */
export function withMovedOrigins(text: TracedText, places: CurrentPlaces, moves: ActionMoves): TracedText {
  const mover = new Mover(places, moves);
  let start = 0;
  const spans = text.spans.map(span => {
    const moved = new MovedSpan(span, span.end - start, mover);
    start = span.end;
    return moved;
  });
  return new TracedText(text.text, spans);
}

/** A stretch whose places are looked up when someone asks: few are ever asked for. */
class MovedSpan implements TextSpan {
  readonly end: number;
  readonly asRendered: TextSpan;
  readonly #length: number;
  readonly #mover: Mover;

  constructor(asRendered: TextSpan, length: number, mover: Mover) {
    this.end = asRendered.end;
    this.asRendered = asRendered;
    this.#length = length;
    this.#mover = mover;
  }

  get origin(): Origin | undefined {
    const { origin } = this.asRendered;
    return origin && this.#mover.origin(origin);
  }

  get sourceOffset(): number {
    const { origin, sourceOffset } = this.asRendered;
    return origin === undefined ? sourceOffset : this.#mover.offset(origin, sourceOffset, this.#length);
  }

  get site(): Site | undefined {
    const { site } = this.asRendered;
    return site && this.#mover.site(site);
  }

  get omission(): Omission | undefined {
    const { omission } = this.asRendered;
    return omission && this.#mover.omission(omission);
  }
}

/** Most stretches of a text share their origins and sites with others: each is moved once. */
class Mover {
  readonly #places: CurrentPlaces;
  readonly #moves: ActionMoves;
  readonly #looks = new Map<Origin, Origin>();
  readonly #origins = new Map<Origin, Origin>();
  readonly #sites = new Map<Site, Site>();
  readonly #guards = new Map<Guard, Guard>();

  constructor(places: CurrentPlaces, moves: ActionMoves) {
    this.#places = places;
    this.#moves = moves;
  }

  origin(origin: Origin): Origin {
    return remembered(this.#origins, origin, () => {
      const found = this.#looked(origin);
      const shift = this.#places.shifts.get(origin.file);
      if (shift === undefined) return found;
      const { exactStart, ...rest } = found;
      const start = exactStart === undefined ? undefined : shift.startOf(exactStart, found.span.end - exactStart);
      return { ...rest, span: shift.spanOf(found.span), ...(start !== undefined && { exactStart: start }) };
    });
  }

  /** Where a piece of text of an origin stands; -1 if it stands nowhere as it is. */
  offset(origin: Origin, offset: number, length: number): number {
    if (offset < 0) return -1;
    const moved = offset + this.#looked(origin).span.start - origin.span.start;
    const shift = this.#places.shifts.get(origin.file);
    return shift === undefined ? moved : (shift.startOf(moved, length) ?? -1);
  }

  omission(omission: Omission): Omission {
    const { file, span, body, reads } = omission;
    return {
      ...omission,
      span: this.#spanOf({ file, span }),
      body: this.#spanOf({ file, span: body }),
      reads: reads.map(read => this.origin(read)),
    };
  }

  site(site: Site): Site {
    return remembered(this.#sites, site, () => ({
      ...site,
      span: this.#spanOf(site),
      via: site.via && this.site(site.via),
      guard: site.guard && this.#guard(site.guard),
    }));
  }

  #guard(guard: Guard): Guard {
    return remembered(this.#guards, guard, () => ({
      ...guard,
      span: this.#spanOf(guard),
      reads: guard.reads.map(read => this.origin(read)),
      outer: guard.outer && this.#guard(guard.outer),
    }));
  }

  #spanOf({ file, span }: { readonly file: string; readonly span: Span }): Span {
    const moved = this.#moves.get(file)?.spanOf(span) ?? span;
    return this.#places.shifts.get(file)?.spanOf(moved) ?? moved;
  }

  #looked(origin: Origin): Origin {
    const look = () => movedOrigin(origin, this.#places.files.get(origin.file), other => this.origin(other));
    return remembered(this.#looks, origin, look);
  }
}

function remembered<T>(results: Map<T, T>, key: T, make: () => T): T {
  const known = results.get(key);
  if (known !== undefined) return known;
  const result = make();
  results.set(key, result);
  return result;
}

function movedOrigin(origin: Origin, file: ValuesFile | undefined, move: (origin: Origin) => Origin): Origin {
  const consulted = origin.consulted?.map(move);
  const place = file && placeOf(origin, file);
  if (place === undefined) return consulted === undefined ? origin : { ...origin, consulted };
  const shift = place.span.start - origin.span.start;
  return {
    ...origin,
    span: place.span,
    ...(origin.exactStart !== undefined && { exactStart: origin.exactStart + shift }),
    ...(consulted && { consulted }),
  };
}

/** Where the value, the key, or what would hold it, stands now. */
function placeOf(origin: Origin, file: ValuesFile): Origin | undefined {
  let value: Value | undefined = { data: file.root, origin: file.origin };
  let keyOrigin: Origin | undefined;
  let place: Origin | undefined = file.origin;
  for (const step of origin.path ?? []) {
    const data: Value['data'] | undefined = value?.data;
    if (data instanceof GoMap && typeof step === 'string') {
      keyOrigin = data.keyOrigin(step);
      value = data.get(step);
    } else value = data instanceof GoList && typeof step === 'number' ? data.items[step] : undefined;
    if (value === undefined) return origin.isMissing ? place : undefined;
    place = value.origin ?? place;
  }
  return origin.isKey ? keyOrigin : place;
}
