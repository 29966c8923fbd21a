import type { Span } from './span.js';

/** Zero-based line and UTF-16 column, as the Language Server Protocol counts them. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/**
 * The text of one document, or of one document of a YAML stream, at one version. Immutable: an edit makes a new SourceText.
 * Offsets are UTF-16 code units from the start of `text`.
 */
export class SourceText {
  #lineStarts: readonly number[] | undefined;
  #parts: readonly Part[] | undefined;
  #derived: Map<unknown, unknown> | undefined;
  #earlier: SourceText | undefined;

  readonly uri: string;
  readonly text: string;

  constructor(uri: string, text: string) {
    this.uri = uri;
    this.text = text;
  }

  /** A text whose lines are known already: those of its parts, which follow each other without gaps and start at the starts of lines. */
  static ofParts(uri: string, text: string, parts: readonly { readonly source: SourceText; readonly start: number }[]): SourceText {
    const joined = new SourceText(uri, text);
    let line = 0;
    joined.#parts = parts.map(({ source, start }) => {
      const part = { source, start, line };
      // The last line of a part is the first one of the next.
      line += source.lineStarts.length - 1;
      return part;
    });
    return joined;
  }

  /** A text that has come out of an earlier one. Only that one is kept, and none before it. */
  static after(earlier: SourceText, text: string): SourceText {
    const later = new SourceText(earlier.uri, text);
    earlier.#earlier = undefined;
    later.#earlier = earlier;
    return later;
  }

  /** The text that it has come out of, as long as that is kept. */
  get earlier(): SourceText | undefined {
    return this.#earlier;
  }

  /**
   * What a function makes of the text: computed once. A function stands for its answer, so it must be one that stays. It is given what it made
   * of the text before, from which it may take what is still right.
   */
  derive<Answer>(compute: (source: SourceText, earlier?: Answer) => Answer): Answer {
    this.#derived ??= new Map();
    if (!this.#derived.has(compute)) {
      const before = this.#earlier === undefined ? undefined : this.#earlier.#derived;
      this.#derived.set(compute, compute(this, before?.get(compute) as Answer | undefined));
    }
    return this.#derived.get(compute) as Answer;
  }

  get lineStarts(): readonly number[] {
    this.#lineStarts ??= this.#parts === undefined ? computeLineStarts(this.text) : joinLineStarts(this.#parts);
    return this.#lineStarts;
  }

  positionAt(offset: number): Position {
    const part = this.#partAt(offset);
    if (part !== undefined) {
      const { line, character } = part.source.positionAt(offset - part.start);
      return { line: line + part.line, character };
    }
    const line = this.lineAt(offset);
    return { line, character: offset - this.lineStart(line) };
  }

  offsetAt(position: Position): number {
    const lineSpan = this.lineSpan(position.line);
    return Math.min(lineSpan.start + position.character, lineSpan.end);
  }

  /** The span of a line without its line break. */
  lineSpan(line: number): Span {
    const start = this.lineStart(line);
    let end = this.lineStarts[line + 1] ?? this.text.length;
    while (end > start && (this.text[end - 1] === '\n' || this.text[end - 1] === '\r')) end--;
    return { start, end };
  }

  /** Line breaks of the document, so that inserted text matches its surroundings. */
  get eol(): string {
    return this.text.includes('\r\n') ? '\r\n' : '\n';
  }

  lineAt(offset: number): number {
    const part = this.#partAt(offset);
    if (part !== undefined) return part.line + part.source.lineAt(offset - part.start);
    const { lineStarts } = this;
    return lastAtMost(offset, lineStarts.length, line => lineStarts[line] ?? 0);
  }

  /** The part at an offset, which knows its lines, while those of the whole text have not been asked for. */
  #partAt(offset: number): Part | undefined {
    const parts = this.#parts;
    if (parts === undefined || this.#lineStarts !== undefined) return undefined;
    return parts[lastAtMost(offset, parts.length, index => parts[index]?.start ?? 0)];
  }

  lineStart(line: number): number {
    return this.lineStarts[line] ?? this.text.length;
  }
}

/** A part of a text, with the offset and the line where it starts. */
interface Part {
  readonly source: SourceText;
  readonly start: number;
  readonly line: number;
}

/** The last of some growing numbers that is not above a limit; the first if all are. */
function lastAtMost(limit: number, count: number, numberAt: (index: number) => number): number {
  let low = 0;
  let high = count;
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if (numberAt(middle) <= limit) low = middle;
    else high = middle;
  }
  return low;
}

function computeLineStarts(text: string): number[] {
  const starts = [0];
  for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1)) starts.push(index + 1);
  return starts;
}

function joinLineStarts(parts: readonly Part[]): number[] {
  const starts = [0];
  for (const { source, start } of parts) {
    const { lineStarts } = source;
    // The first line of a part starts where the last one of the part before ended.
    for (let line = 1; line < lineStarts.length; line++) starts.push((lineStarts[line] ?? 0) + start);
  }
  return starts;
}
