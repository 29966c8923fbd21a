import { SourceText } from '../text/source-text.js';
import type { Location, Span } from '../text/span.js';
import { parseYamlDocument } from '../yaml/parse-yaml-document.js';
import { resolvePlain } from '../yaml/resolve-scalar.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import { cutYamlStream } from '../yaml/yaml-stream.js';
import type { BuiltMap, BuiltNode, BuiltScalar } from './built-node.js';

/** A text to be read, and where its parts stand in a file. */
export interface PlacedText {
  readonly uri: string;
  readonly text: string;
  /** The place in the file of a part of the text; absent, the text is the whole file. */
  readonly locate?: (span: Span) => Span;
}

export interface ReadProblem {
  readonly message: string;
  readonly origin: Location;
}

/** A value as kustomize reads it, or what is wrong with it; neither for a document of nothing but comments. */
export interface ReadValue {
  readonly node: BuiltNode | undefined;
  readonly problem: ReadProblem | undefined;
}

/** The documents of a YAML stream as kustomize reads them: `yes` is text, `0644` is 420, a key given twice is refused. */
export function readStream(source: PlacedText): readonly ReadValue[] {
  return cutYamlStream(source.text).map(span => new NodeReader(source, span).read());
}

/** More values than any manifest has: what refers to itself over and over is not read. */
const MAX_NODES = 100_000;

class NodeReader {
  readonly #source: PlacedText;
  readonly #span: Span;
  #problem: ReadProblem | undefined;
  #count = 0;

  constructor(source: PlacedText, span: Span) {
    this.#source = source;
    this.#span = span;
  }

  read(): ReadValue {
    const text = this.#source.text.slice(this.#span.start, this.#span.end);
    const { root, errors } = parseYamlDocument(new SourceText(this.#source.uri, text));
    for (const { message, span } of errors.slice(0, 1)) this.#refuse(message, span);
    const node = root === undefined || errors.length > 0 ? undefined : this.#nodeOf(root);
    return { node: this.#problem === undefined ? node : undefined, problem: this.#problem };
  }

  #nodeOf(node: YamlNode): BuiltNode {
    this.#count++;
    if (this.#count === MAX_NODES) this.#refuse('This document has too many values.', node.span);
    if (node.kind === 'scalar') return this.#scalarOf(node);
    const origin = this.#origin(node.span);
    if (this.#problem !== undefined) return { kind: 'map', origin, entries: new Map() };
    if (node.kind === 'sequence') return { kind: 'sequence', origin, items: node.items().map(item => this.#nodeOf(item)) };
    return this.#mapOf(node, origin);
  }

  #mapOf(node: YamlNode, origin: Location): BuiltMap {
    const entries: BuiltMap['entries'] = new Map();
    for (const [name, value] of node.entries()) {
      const keySpan = value.keySpan ?? value.entrySpan;
      const key = this.#keyOf(node, name, keySpan);
      if (entries.has(key)) this.#refuse(`The key "${key}" is given twice.`, keySpan);
      entries.set(key, { keyOrigin: this.#origin(keySpan), value: this.#nodeOf(value) });
    }
    return { kind: 'map', origin, entries };
  }

  /** Words such as `yes` and `off` stay what they are. */
  #keyOf(node: YamlNode, name: string, { start, end }: Span): string {
    return name === 'true' || name === 'false' ? node.source.text.slice(start, end).replace(/^["']|["']$/g, '') : name;
  }

  #scalarOf(node: YamlNode): BuiltScalar {
    const origin = this.#origin(node.span);
    const text = node.text ?? (node.style === 'plain' ? node.source.text.slice(node.span.start, node.span.end) : '');
    const isPlain = node.style === 'plain' || node.style === 'empty';
    // What is left out between commas is empty text to kustomize, what is left out elsewhere is null.
    if (node.style === 'empty' && node.parent?.style === 'flow') return { kind: 'scalar', origin, text: '', type: 'text' };
    if (node.tag === undefined && !isPlain) {
      const content = this.#isCutOff(node) ? text.replace(/\n$/, '') : text;
      return { kind: 'scalar', origin, text: content, type: 'text', ...linesOf(node, text, span => this.#origin(span)) };
    }
    if (isPlain && node.tag === undefined) return { kind: 'scalar', origin, ...plainScalar(text) };
    const value = node.value;
    return { kind: 'scalar', origin, text: typeof value === 'string' ? value : text, type: typeOf(value) };
  }

  /** Whether a block scalar ends with the text, without a line break. */
  #isCutOff({ style, span, source }: YamlNode): boolean {
    return (style === 'literal' || style === 'folded') && span.end === source.text.length;
  }

  #origin(span: Span): Location {
    const inText = { start: span.start + this.#span.start, end: span.end + this.#span.start };
    return { uri: this.#source.uri, span: this.#source.locate?.(inText) ?? inText };
  }

  #refuse(message: string, span: Span): void {
    this.#problem ??= { message, origin: this.#origin(span) };
  }
}

const TEXT_WORD = /^(?:y|yes|on|n|no|off)$/i;
const DAY = /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})$/;

/** The value of plain text as kustomize's YAML library reads it: words are text, and a day is a moment. */
function plainScalar(text: string): Pick<BuiltScalar, 'text' | 'type'> {
  if (TEXT_WORD.test(text)) return { text, type: 'text' };
  const [, year, month = '', day = ''] = DAY.exec(text) ?? [];
  if (year !== undefined) return { text: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T00:00:00Z`, type: 'text' };
  return { text, type: typeOf(resolvePlain(text)) };
}

function typeOf(value: YamlNode['value']): BuiltScalar['type'] {
  if (value === null || value === undefined) return 'null';
  return typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean';
}

/** Where the lines of a literal block scalar stand. */
function linesOf(node: YamlNode, text: string, origin: (span: Span) => Location): { readonly lines?: readonly Location[] } {
  if (node.style !== 'literal') return {};
  const { source, span } = node;
  const first = source.lineAt(span.start) + 1;
  const contents = text.replace(/\n+$/, '').split('\n');
  return {
    lines: contents.map((content, index) => {
      const { start, end } = source.lineSpan(first + index);
      return origin({ start: Math.max(start, end - content.length), end });
    }),
  };
}
