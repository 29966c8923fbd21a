import type { Location } from '../text/span.js';
import type { BuiltScalar } from './built-node.js';
import type { KustomizeFiles } from './kustomize-files.js';
import { type PlacedText, type ReadValue, readStream } from './read-nodes.js';

/** Reads files and inline text, each text once, and knows which files were asked for. */
export class FileReader {
  readonly #files: KustomizeFiles;
  readonly #parsed = new Map<string, { readonly text: string; readonly values: readonly ReadValue[] }>();

  constructor(files: KustomizeFiles) {
    this.#files = files;
  }

  get files(): KustomizeFiles {
    return this.#files;
  }

  /** The documents of a file's text; values are shared, and must be copied before they are changed. */
  documents(uri: string, text: string): readonly ReadValue[] {
    const known = this.#parsed.get(uri);
    if (known?.text === text) return known.values;
    const values = readStream({ uri, text });
    this.#parsed.set(uri, { text, values });
    return values;
  }

  /** The text of a place, if its file is still what was read. */
  textAt({ uri, span }: Location): string | undefined {
    return this.#files.read(uri)?.slice(span.start, span.end);
  }

  /** Forgets a file that has changed or gone. */
  forget(uri: string): void {
    this.#parsed.delete(uri);
  }
}

/** The documents in a scalar: an inline patch. */
export function inlineDocuments(scalar: BuiltScalar): readonly ReadValue[] {
  return readStream(placedScalar(scalar));
}

function placedScalar({ text, origin, lines }: BuiltScalar): PlacedText {
  if (lines === undefined) return { uri: origin.uri, text, locate: () => origin.span };
  const starts: number[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    starts.push(start);
    start += line.length + 1;
  }
  const place = (offset: number) => {
    const index = Math.max(
      starts.findLastIndex(lineStart => lineStart <= offset),
      0,
    );
    const line = lines[Math.min(index, lines.length - 1)]?.span ?? origin.span;
    return Math.min(line.start + offset - (starts[index] ?? 0), line.end);
  };
  return { uri: origin.uri, text, locate: ({ start: from, end }) => ({ start: place(from), end: Math.max(place(end), place(from)) }) };
}
