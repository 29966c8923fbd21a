import type { Guard, Omission, Origin, Site } from '../gotemplate/origin.js';
import { TracedText } from '../gotemplate/traced-text.js';
import { GoList, GoMap, type Value } from '../gotemplate/value.js';
import type { ValuesFile } from './values-file.js';

/**
 * A text that was rendered from files of values in which, since then, only other values have changed: all places are looked up again,
 * by their paths.
 */
export function withMovedOrigins(text: TracedText, files: ReadonlyMap<string, ValuesFile>): TracedText {
  const mover = new Mover(files);
  return new TracedText(
    text.text,
    text.spans.map(span => {
      const origin = span.origin && mover.origin(span.origin);
      const shift = span.origin === undefined || origin === undefined ? 0 : origin.span.start - span.origin.span.start;
      return {
        end: span.end,
        origin,
        sourceOffset: span.sourceOffset < 0 ? -1 : span.sourceOffset + shift,
        site: span.site && mover.site(span.site),
        omission: span.omission && mover.omission(span.omission),
      };
    }),
  );
}

/** Most stretches of a text share their origins and sites with others: each is moved once. */
class Mover {
  readonly #files: ReadonlyMap<string, ValuesFile>;
  readonly #origins = new Map<Origin, Origin>();
  readonly #sites = new Map<Site, Site>();
  readonly #guards = new Map<Guard, Guard>();

  constructor(files: ReadonlyMap<string, ValuesFile>) {
    this.#files = files;
  }

  origin(origin: Origin): Origin {
    return remembered(this.#origins, origin, () => movedOrigin(origin, this.#files.get(origin.file), other => this.origin(other)));
  }

  omission(omission: Omission): Omission {
    return { ...omission, reads: omission.reads.map(read => this.origin(read)) };
  }

  site(site: Site): Site {
    return remembered(this.#sites, site, () => ({
      ...site,
      via: site.via && this.site(site.via),
      guard: site.guard && this.#guard(site.guard),
    }));
  }

  #guard(guard: Guard): Guard {
    return remembered(this.#guards, guard, () => ({
      ...guard,
      reads: guard.reads.map(read => this.origin(read)),
      outer: guard.outer && this.#guard(guard.outer),
    }));
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
