import { isAbsolute, relative } from 'node:path';
import type { Linter } from '../engine/linter.js';
import { pathOfUri } from '../host/file-uri.js';
import { type Position, SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';

/** Zero-based, as the Language Server Protocol counts. */
export interface PlaceRange {
  readonly start: Position;
  readonly end: Position;
}

/** Turns URIs and spans into what a person or a program outside reads. */
export class Places {
  readonly #linter: Linter;
  readonly #sources = new Map<string, SourceText>();

  constructor(linter: Linter) {
    this.#linter = linter;
  }

  /** The path of a file relative to the working directory, with `/`. */
  file(uri: string): string {
    return shownPath(uri);
  }

  range(uri: string, { start, end }: Span): PlaceRange {
    const source = this.source(uri);
    return { start: source.positionAt(start), end: source.positionAt(end) };
  }

  /** The text of a document; empty for one that is not there. */
  source(uri: string): SourceText {
    const text = this.#linter.textOf(uri) ?? '';
    const known = this.#sources.get(uri);
    if (known?.text === text) return known;
    const source = new SourceText(uri, text);
    this.#sources.set(uri, source);
    return source;
  }
}

/** The path of a file relative to the working directory, with `/`; absolute if it is on another drive. */
export function shownPath(uri: string): string {
  const path = pathOfUri(uri);
  if (path === undefined) return uri;
  const shown = relative(process.cwd(), path);
  return (shown === '' ? '.' : isAbsolute(shown) ? path : shown).replaceAll(process.platform === 'win32' ? '\\' : '/', '/');
}
