import { derivedOrigin, leadingOrigin, type Omission, type Origin, type Site } from './origin.js';

/** A stretch of a `TracedText`: from the end of the stretch before it to `end`. */
export interface TextSpan {
  readonly end: number;
  readonly origin: Origin | undefined;
  /** Where in the origin's file the stretch stands character for character; -1 where it was computed. */
  readonly sourceOffset: number;
  /** Where it was written to the output; nothing as long as it is only a value. */
  readonly site: Site | undefined;
  /** Of a stretch without length: what is not here and could be. */
  readonly omission: Omission | undefined;
  /** What it was before its places moved, where they are looked up only when someone asks. */
  readonly asRendered?: TextSpan;
}

/** A string that knows where each of its characters comes from. Immutable; offsets are UTF-16 code units. */
export class TracedText {
  readonly text: string;
  readonly spans: readonly TextSpan[];

  constructor(text: string, spans: readonly TextSpan[]) {
    this.text = text;
    this.spans = spans;
  }

  /** A text of one origin. `sourceOffset` is given where the text stands in the file as it is. */
  static of(text: string, origin?: Origin, sourceOffset = -1): TracedText {
    return new TracedText(text, [spanOf(text.length, origin, sourceOffset, undefined, undefined)]);
  }

  /** The text of a value as it stands in its file, as far as the origin says that it does. */
  static copyOf(text: string, origin: Origin | undefined): TracedText {
    return TracedText.of(text, origin, origin?.exactStart ?? -1);
  }

  get length(): number {
    return this.text.length;
  }

  /** Where the text as a whole comes from: from the first value of a file in it, else from its first part. */
  get origin(): Origin | undefined {
    const only = this.spans[0];
    return this.spans.length === 1 ? only?.origin : leadingOrigin(this.spans.map(span => span.origin));
  }

  /** A part of the text. Stretches without length at its edges come along. */
  slice(start: number, end: number = this.length): TracedText {
    if (start <= 0 && end >= this.length) return this;
    return new TracedTextBuilder().appendSlice(this, start, end).build();
  }

  /**
   * The same text written otherwise. Where the length stays the same, each stretch keeps its origin, and its place if nothing in it has
   * changed; otherwise the result as a whole has the origin of this text.
   */
  rewritten(text: string): TracedText {
    if (text === this.text) return this;
    if (text.length !== this.length) return TracedText.of(text, derivedOrigin(this.origin));
    let start = 0;
    const spans = this.spans.map(span => {
      const isSame = this.text.slice(start, span.end) === text.slice(start, span.end);
      start = span.end;
      return isSame ? span : { ...span, origin: derivedOrigin(span.origin), sourceOffset: -1 };
    });
    return new TracedText(text, spans);
  }

  /** Where the text as a whole comes from, as an origin of a value: exact only if all of the text is one copy. */
  get valueOrigin(): Origin | undefined {
    const only = this.spans.length === 1 ? this.spans[0] : undefined;
    if (only?.origin === undefined || only.sourceOffset < 0) return derivedOrigin(this.origin);
    return only.sourceOffset === only.origin.exactStart ? only.origin : { ...only.origin, exactStart: only.sourceOffset };
  }

  /** The text with some characters replaced. The others keep their places. */
  mapCharacters(replace: (character: string) => string): TracedText {
    const builder = new TracedTextBuilder();
    const origin = derivedOrigin(this.origin);
    let copied = 0;
    let offset = 0;
    for (const character of this.text) {
      const replacement = replace(character);
      if (replacement !== character) {
        if (offset > copied) builder.appendSlice(this, copied, offset);
        builder.write(replacement, origin);
        copied = offset + character.length;
      }
      offset += character.length;
    }
    if (copied === 0) return this;
    if (copied < this.length) builder.appendSlice(this, copied, this.length);
    return builder.build();
  }

  /** The stretches that overlap a part of the text, or lie in it without length, each with its start. */
  *spansWithin(start: number, end: number): Generator<{ readonly start: number; readonly span: TextSpan }> {
    for (let index = firstEndingAt(this.spans, start); index < this.spans.length; index++) {
      const span = this.spans[index];
      const spanStart = this.spans[index - 1]?.end ?? 0;
      if (span === undefined || spanStart > end) return;
      const isEmpty = spanStart === span.end;
      if (isEmpty || (span.end > start && spanStart < end)) yield { start: spanStart, span };
    }
  }
}

/** No chart prints more; but a value that holds another twice, which holds another twice …, would print without end. */
const MAX_LENGTH = 50_000_000;
const MAX_SPANS = 1_000_000;

/** Puts a `TracedText` together. Throws a `RangeError` when it becomes too large. */
export class TracedTextBuilder {
  #parts: string[] = [];
  #spans: TextSpan[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(text: TracedText): this {
    const base = this.#length;
    for (const span of text.spans) this.#spans.push(base === 0 ? span : moved(span, span.end + base, span.sourceOffset, span.site));
    return this.#add(text.text);
  }

  /** Appends a text as output of a site; what was written by a site before keeps that one. */
  emit(text: TracedText, site: Site | undefined): this {
    const base = this.#length;
    for (const span of text.spans) {
      const isSame = base === 0 && span.site !== undefined;
      this.#spans.push(isSame ? span : moved(span, span.end + base, span.sourceOffset, span.site ?? site));
    }
    return this.#add(text.text);
  }

  appendSlice(text: TracedText, start: number, end: number): this {
    const from = Math.max(0, start);
    const to = Math.max(from, Math.min(end, text.length));
    const base = this.#length - from;
    for (let index = firstEndingAt(text.spans, from); index < text.spans.length; index++) {
      const span = text.spans[index];
      const spanStart = text.spans[index - 1]?.end ?? 0;
      if (span === undefined || spanStart > to) break;
      const isInside = spanStart === span.end ? span.omission !== undefined : span.end > from && spanStart < to;
      if (!isInside) continue;
      const sourceOffset = span.sourceOffset < 0 ? -1 : span.sourceOffset + Math.max(0, from - spanStart);
      this.#spans.push(moved(span, Math.min(span.end, to) + base, sourceOffset, span.site));
    }
    return this.#add(text.text.slice(from, to));
  }

  /** Appends text of one origin. */
  write(text: string, origin?: Origin, sourceOffset = -1, site?: Site): this {
    this.#spans.push(spanOf(this.#length + text.length, origin, sourceOffset, site, undefined));
    return this.#add(text);
  }

  /** Notes that something could stand here and does not. */
  mark(omission: Omission, site: Site | undefined): this {
    this.#spans.push(spanOf(this.#length, undefined, -1, site, omission));
    return this;
  }

  build(): TracedText {
    return new TracedText(this.#parts.length === 1 ? (this.#parts[0] ?? '') : this.#parts.join(''), this.#spans);
  }

  #add(text: string): this {
    if (this.#spans.length > MAX_SPANS || this.#length + text.length > MAX_LENGTH) throw new RangeError('The text is too large.');
    this.#parts.push(text);
    this.#length += text.length;
    return this;
  }
}

function moved({ origin, omission }: TextSpan, end: number, sourceOffset: number, site: Site | undefined): TextSpan {
  return spanOf(end, origin, sourceOffset, site, omission);
}

/** Makes all stretches in one place: they are the most numerous objects of a rendered chart, and quickest if they are all of one shape. */
function spanOf(
  end: number,
  origin: Origin | undefined,
  sourceOffset: number,
  site: Site | undefined,
  omission: Omission | undefined,
): TextSpan {
  return { end, origin, sourceOffset, site, omission };
}

/** The index of the first stretch that ends at an offset or after it. */
function firstEndingAt(spans: readonly TextSpan[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle]?.end ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
