import type { Origin, ValuePath } from '../gotemplate/origin.js';
import { TracedText, TracedTextBuilder } from '../gotemplate/traced-text.js';
import { type Data, GoList, GoMap, type Value } from '../gotemplate/value.js';
import { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';
import { TextShift } from '../text/text-shift.js';
import { parseYamlDocument } from '../yaml/parse-yaml-document.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import { cutYamlStream } from '../yaml/yaml-stream.js';
import { mergeTables } from './tables.js';

/** A file of data as Helm reads it: `values.yaml`, `Chart.yaml`. */
export interface ValuesFile {
  readonly uri: string;
  /** The text that has been read, in which all places are. */
  readonly text: string;
  /** The text of the file, where that cannot be read at the moment. */
  readonly latest?: string;
  /** The map at the root; of a stream of several documents, all of them merged. Each value knows where in the file it stands. */
  readonly root: GoMap;
  readonly origin: Origin;
  /** Why Helm refuses the file. `root` is what could be read of it. */
  readonly errors: readonly { readonly message: string; readonly span: Span }[];
}

/** Reads a file of values. Never throws; offsets are those of the file. */
export function readValuesFile(uri: string, text: string): ValuesFile {
  return valuesFileOf(new SourceText(uri, text));
}

/** Reads a file of values; of its YAML, what has been read of it before. @param earlier what the file was before an edit */
export function valuesFileOf(source: SourceText, earlier?: ValuesFile): ValuesFile {
  const { uri, text } = source;
  const errors: ValuesFile['errors'][number][] = [];
  let root = new GoMap();
  for (const { start, end } of cutYamlStream(text)) {
    const document = (start === 0 && end === text.length ? source : new SourceText(uri, text.slice(start, end))).derive(parseYamlDocument);
    for (const { message, span } of document.errors) errors.push({ message, span: shifted(span, start) });
    const node = document.root;
    if (node === undefined || node.value === null || document.errors.length > 0) continue;
    if (node.kind === 'map') {
      const { data } = new Reader(uri, start, document.hasAliases).readRoot(node, earlier && new KeptValues(earlier, text));
      if (data instanceof GoMap) root = root.size === 0 ? data : mergeTables(data, root);
    } else errors.push({ message: 'The file is not a map of values.', span: shifted(node.span, start) });
  }
  return { uri, text, root, origin: { kind: 'value', file: uri, span: { start: 0, end: text.length }, path: [] }, errors };
}

class Reader {
  readonly #uri: string;
  readonly #offset: number;
  readonly #hasAliases: boolean;

  constructor(uri: string, offset: number, hasAliases: boolean) {
    this.#uri = uri;
    this.#offset = offset;
    this.#hasAliases = hasAliases;
  }

  readRoot(root: YamlNode, kept: KeptValues | undefined): Value {
    return this.#readMap(root, [], this.#hasAliases || this.#offset > 0 ? undefined : kept);
  }

  read(node: YamlNode, path: ValuePath): Value {
    if (node.kind === 'scalar') return this.#scalar(node, path);
    if (node.kind === 'sequence') {
      const items = node.items().map((item, index) => this.read(item, path.concat(index)));
      return { data: new GoList(items), origin: this.#origin(node.span, path) };
    }
    return this.#readMap(node, path);
  }

  #readMap(node: YamlNode, path: ValuePath, keptValues?: KeptValues): Value {
    const origin = this.#origin(node.span, path);
    const map = new GoMap();
    for (const [key, child] of node.entries()) {
      const kept = keptValues?.find(key, child);
      const childPath = path.concat(key);
      if (kept === undefined) map.set(key, this.read(child, childPath), this.#keyOrigin(key, child, childPath));
      else map.set(key, kept.value, kept.keyOrigin);
    }
    if (!this.#hasAliases) map.written = { file: this.#uri, text: node.source.text.slice(node.span.start, node.span.end) };
    return { data: map, origin };
  }

  #scalar(node: YamlNode, path: ValuePath): Value {
    const { value, span } = node;
    const written = node.source.text.slice(span.start, span.end);
    if (typeof value !== 'string') {
      const isExact = value !== undefined && value !== null && printsAs(value, written);
      return { data: value ?? null, origin: this.#origin(span, path, isExact ? span.start : undefined) };
    }
    const start = written === value ? span.start : written.slice(1, -1) === value && isQuoted(node) ? span.start + 1 : undefined;
    const origin = this.#origin(span, path, start);
    return {
      data: start === undefined && node.style === 'literal' ? this.#literal(value, written, span, origin) : this.#text(value, origin),
      origin,
    };
  }

  #text(value: string, origin: Origin): Data {
    return TracedText.copyOf(value, origin);
  }

  /** The lines of a block scalar stand in the file as they are, behind their indentation. */
  #literal(value: string, written: string, span: Span, origin: Origin): Data {
    const builder = new TracedTextBuilder();
    let lineStart = written.indexOf('\n') + 1;
    for (const line of value.split(/(?<=\n)/)) {
      const lineBreak = written.indexOf('\n', lineStart);
      const lineEnd = lineBreak === -1 ? written.length : lineBreak;
      const content = line.replace(/\n$/, '');
      const contentEnd = written[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
      const start = contentEnd - content.length;
      const isCopy = content !== '' && start >= lineStart && written.startsWith(content, start);
      builder.write(line, origin, isCopy ? this.#offset + span.start + start : -1);
      lineStart = lineEnd + 1;
    }
    return builder.build();
  }

  #keyOrigin(key: string, child: YamlNode, path: ValuePath): Origin | undefined {
    const span = child.keySpan;
    if (span === undefined) return undefined;
    const written = child.source.text.slice(span.start, span.end);
    const start = written === key ? span.start : written.slice(1, -1) === key ? span.start + 1 : undefined;
    return { ...this.#origin(span, path, start), isKey: true };
  }

  #origin(span: Span, path: ValuePath, exactStart?: number): Origin {
    const origin = { kind: 'value', file: this.#uri, span: shifted(span, this.#offset), path } as const;
    return exactStart === undefined ? origin : { ...origin, exactStart: exactStart + this.#offset };
  }
}

/** The values at the root of an earlier version of a file that are what they were, where they were. */
class KeptValues {
  readonly #root: GoMap;
  readonly #shift: TextShift;

  constructor({ root, text: before }: ValuesFile, text: string) {
    this.#root = root;
    this.#shift = new TextShift(before, text);
  }

  find(key: string, { entrySpan, keySpan, span }: YamlNode): { readonly value: Value; readonly keyOrigin: Origin | undefined } | undefined {
    const { changed, growth } = this.#shift;
    const isAfter = growth === 0 && entrySpan.start >= changed.end;
    // Of what is merged from several documents, or written with aliases, it is not known what stands where.
    if (this.#root.written === undefined || (entrySpan.end >= changed.start && !isAfter)) return undefined;
    const [value, keyOrigin] = [this.#root.get(key), this.#root.keyOrigin(key)];
    const isThere =
      value?.origin?.span.start === span.start && value.origin.span.end === span.end && keyOrigin?.span.start === keySpan?.start;
    return value !== undefined && isThere ? { value, keyOrigin } : undefined;
  }
}

function isQuoted(node: YamlNode): boolean {
  return node.style === 'single-quoted' || node.style === 'double-quoted';
}

/** Whether every way of printing a value gives what was written. Of numbers, some ways change to the form with an exponent at a million. */
function printsAs(value: number | boolean, written: string): boolean {
  if (String(value) !== written) return false;
  return typeof value === 'boolean' || value === 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e6);
}

function shifted(span: Span, offset: number): Span {
  return offset === 0 ? span : { start: span.start + offset, end: span.end + offset };
}
