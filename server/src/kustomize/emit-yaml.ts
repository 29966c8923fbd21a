import { type Run, SourceMap } from '../text/source-map.js';
import type { Location } from '../text/span.js';
import { resolvePlain } from '../yaml/resolve-scalar.js';
import { doubleQuoted, isPlainSafe, keyText } from '../yaml/scalar-text.js';
import type { BuiltMap, BuiltNode, BuiltScalar } from './built-node.js';

/** The text of a file, to tell copies from changed text. */
type TextAt = (place: Location) => string | undefined;

/** Writes objects as a YAML stream that Kubernetes reads as kustomize means it, with the place that each part came from. */
export function emitYaml(objects: readonly BuiltMap[], textAt: TextAt): { readonly text: string; readonly map: SourceMap } {
  const emitter = new YamlEmitter(textAt);
  for (const [index, object] of objects.entries()) {
    if (index > 0) emitter.write('---\n');
    emitter.node(object, 0, true);
  }
  return { text: emitter.text, map: new SourceMap(emitter.runs) };
}

class YamlEmitter {
  readonly runs: Run[] = [];
  readonly #parts: string[] = [];
  readonly #textAt: TextAt;
  #length = 0;

  constructor(textAt: TextAt) {
    this.#textAt = textAt;
  }

  get text(): string {
    return this.#parts.join('');
  }

  /** `isStart` says that the cursor stands where the first entry or item goes, and indentation is written already. */
  node(node: BuiltNode, indent: number, isStart: boolean): void {
    if (node.kind === 'scalar') this.#scalar(node, indent);
    else if (node.kind === 'map' ? node.entries.size === 0 : node.items.length === 0) {
      this.#mark(`${isStart ? '' : ' '}${node.kind === 'map' ? '{}' : '[]'}`, node.origin);
      this.write('\n');
    } else {
      if (!isStart) this.write('\n');
      if (node.kind === 'map') this.#entries(node, indent, isStart);
      else this.#items(node.items, indent, isStart);
    }
  }

  #entries(map: BuiltMap, indent: number, isStart: boolean): void {
    let isFirst = isStart;
    for (const [key, { keyOrigin, value }] of map.entries) {
      if (!isFirst) this.write(' '.repeat(indent));
      isFirst = false;
      this.#mark(keyText(key), keyOrigin);
      this.write(':');
      // Items stand below their key, as kustomize writes them.
      this.node(value, value.kind === 'sequence' ? indent : indent + 2, false);
    }
  }

  #items(items: readonly BuiltNode[], indent: number, isStart: boolean): void {
    let isFirst = isStart;
    for (const item of items) {
      if (!isFirst) this.write(' '.repeat(indent));
      isFirst = false;
      this.#mark('-', item.origin);
      if (item.kind === 'scalar') this.#scalar(item, indent + 2);
      else {
        this.write(' ');
        this.node(item, indent + 2, true);
      }
    }
  }

  #scalar(scalar: BuiltScalar, indent: number): void {
    if (scalar.type === 'text' && isBlock(scalar.text)) {
      this.#block(scalar, indent);
      return;
    }
    this.write(' ');
    this.#mark(this.#written(scalar), scalar.origin);
    this.write('\n');
  }

  /** As in the source if that reads the same. */
  #written(scalar: BuiltScalar): string {
    const { text, type } = scalar;
    const source = this.#textAt(scalar.origin);
    if (type !== 'text') return type === 'null' ? (source === 'null' || source === '~' ? source : 'null') : text;
    const isQuoted = source !== undefined && (source === `"${text}"` || source === `'${text}'`) && !/["'\\\n]/.test(text);
    if (isQuoted) return source;
    return isPlainSafe(text, false) && typeof resolvePlain(text) === 'string' ? text : doubleQuoted(text);
  }

  #block({ text, lines, origin }: BuiltScalar, indent: number): void {
    const content = text.replace(/\n+$/, '');
    const trailing = text.length - content.length;
    const indicator = /^[ \t\n]/.test(content) ? '2' : '';
    this.#mark(` |${indicator}${trailing === 0 ? '-' : trailing > 1 ? '+' : ''}`, origin);
    this.write('\n');
    const margin = ' '.repeat(indent);
    for (const [index, line] of content.split('\n').entries()) {
      if (line !== '') {
        this.write(margin);
        this.#mark(line, lines?.[index] ?? origin);
      }
      this.write('\n');
    }
    for (let extra = 1; extra < trailing; extra++) this.write('\n');
  }

  /** Writes text that comes from a place; a space before it is nobody's. */
  #mark(written: string, place: Location): void {
    const text = written.trimStart();
    this.write(written.slice(0, written.length - text.length));
    const made = { start: this.#length, end: this.#length + text.length };
    const isExact = this.#textAt(place) === text;
    this.runs.push({ made, origin: { place, isExact, related: [] } });
    this.write(text);
  }

  write(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
  }
}

/** Whether text has lines that a block scalar can hold as they are. */
function isBlock(text: string): boolean {
  return (
    text.includes('\n') &&
    /[^\n]/.test(text) &&
    !/[^\n\t\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]|\u2028|\u2029/u.test(text)
  );
}
