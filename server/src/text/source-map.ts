import type { Location, Span } from './span.js';

/** Where a run of made text comes from. */
export interface Origin {
  /** Where a person would change it: the value in the file that sets it, else the text of the template or manifest. */
  readonly place: Location;
  /** Whether the made text is a copy of the place, character for character, so that edits can be carried back. */
  readonly isExact: boolean;
  /** Whether it stands for text that is known only at installation (random text, certificates): no rule judges it. */
  readonly isPlaceholder?: boolean;
  /** The other ends, nearest first: the action in the template that printed the value, the templates that included it. */
  readonly related: readonly RelatedLocation[];
}

export interface RelatedLocation {
  readonly place: Location;
  /** What is there, as a full sentence. */
  readonly message: string;
}

/** A run of made text. Long texts from one place are one run; exact runs correspond offset by offset. */
export interface Run {
  readonly made: Span;
  readonly origin: Origin;
}

/** A place of made text where nothing was written because of what a source says: an empty value, a condition that does not hold. */
export interface Gap {
  /** In the made text. */
  readonly offset: number;
  /** The keys that might stand here: those in the body of the condition, or that a value would fill. */
  readonly keys: readonly string[];
  readonly origin: Origin;
}

/** Maps made text to the files that it was made from. */
export class SourceMap {
  readonly runs: readonly Run[];
  readonly gaps: readonly Gap[];

  /**
   * @param runs sorted, without overlaps; text between them is nobody's
   * @param gaps sorted by offset
   */
  constructor(runs: readonly Run[], gaps: readonly Gap[] = []) {
    this.runs = runs;
    this.gaps = gaps;
  }

  /** The map of a text that is a copy of a file, or of a part of it. */
  static identity(uri: string, length: number, start = 0): SourceMap {
    const place = { uri, span: { start, end: start + length } };
    return new SourceMap([{ made: { start: 0, end: length }, origin: { place, isExact: true, related: [] } }]);
  }

  /** The runs that hold any text of a span; of an empty span, the one that it stands in or at the end of. */
  runsIn({ start, end }: Span): readonly Run[] {
    const first = this.#indexAt(start);
    const from = first >= 0 && (this.runs[first]?.made.end ?? 0) > start ? first : first + 1;
    if (start === end) return this.runs.slice(Math.max(first, 0), first + 1).filter(({ made }) => start <= made.end);
    let to = from;
    while (to < this.runs.length && (this.runs[to]?.made.start ?? end) < end) to++;
    return this.runs.slice(from, to);
  }

  /** Where the text of a span comes from: the place of its first run, cut to the span where it is exact. */
  placeOf(span: Span): Origin | undefined {
    const [run] = this.runsIn(span);
    return run === undefined ? undefined : cut(run, span);
  }

  /** Where the texts of a span come from, each cut to the span where it is exact. */
  originsIn(span: Span): readonly Origin[] {
    return this.runsIn(span).map(run => cut(run, span));
  }

  /** The place of a span that is an exact copy of one place, all of it. */
  exactPlaceOf(span: Span): Location | undefined {
    const runs = this.runsIn(span);
    const places = runs.map(run => cut(run, span).place);
    const [first] = places;
    if (first === undefined || !runs.every(({ origin }) => origin.isExact)) return undefined;
    const isJoined = places.every(({ uri, span: { start } }, index) => {
      const before = places[index - 1];
      return before === undefined || (uri === before.uri && start === before.span.end);
    });
    const end = places.at(-1)?.span.end ?? first.span.end;
    return isJoined && end - first.span.start === span.end - span.start
      ? { uri: first.uri, span: { start: first.span.start, end } }
      : undefined;
  }

  /** Why a key is missing in the text of a span, which is that of the map that would hold it. */
  absenceOf({ start, end }: Span, key: string): Origin | undefined {
    return this.gaps.find(gap => start <= gap.offset && gap.offset <= end && gap.keys.includes(key))?.origin;
  }

  /** The last run that starts at an offset or before it; -1 if there is none. */
  #indexAt(offset: number): number {
    let low = -1;
    let high = this.runs.length;
    while (low + 1 < high) {
      const middle = (low + high) >>> 1;
      if ((this.runs[middle]?.made.start ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** The origin of the part of a run that stands in a span. */
function cut({ made, origin }: Run, { start, end }: Span): Origin {
  if (!origin.isExact) return origin;
  const { uri, span } = origin.place;
  const delta = span.start - made.start;
  return { ...origin, place: { uri, span: { start: Math.max(start, made.start) + delta, end: Math.min(end, made.end) + delta } } };
}
