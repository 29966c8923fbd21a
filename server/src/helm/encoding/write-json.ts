import { formatFloat } from '../../gotemplate/number-text.js';
import type { Origin } from '../../gotemplate/origin.js';
import { FunctionError } from '../../gotemplate/template-error.js';
import { TracedText, TracedTextBuilder } from '../../gotemplate/traced-text.js';
import { GoList, GoMap, Int, type Value } from '../../gotemplate/value.js';
import { jsonData } from './json-data.js';

interface JsonStyle {
  /** What a level is indented by; nothing for one line without spaces. */
  readonly indent?: string;
  /** Whether `<`, `>` and `&` are written as escapes, so that HTML can hold the text. */
  readonly escapesHtml?: boolean;
}

/** A value as Go writes it in JSON. Keys and scalars have the origins of the values they stand for. Throws a `FunctionError`. */
export function writeJson(value: Value, style: JsonStyle = {}): TracedText {
  const writer = new JsonWriter(style);
  writer.value(value, 0);
  return writer.build();
}

const MAX_DEPTH = 1000;

class JsonWriter {
  readonly #builder = new TracedTextBuilder();
  readonly #indent: string | undefined;
  readonly #escapes: RegExp;

  constructor({ indent, escapesHtml = true }: JsonStyle) {
    this.#indent = indent;
    this.#escapes = escapesHtml ? ESCAPED_FOR_HTML : ESCAPED;
  }

  value(given: Value, depth: number): void {
    const { data, origin } = jsonData(given);
    if (depth > MAX_DEPTH) throw new FunctionError('the value is nested too deeply to be written');
    if (data instanceof GoMap && !data.isNil) this.#map(data, origin, depth);
    else if (data instanceof GoList) this.#list(data, origin, depth);
    else if (data instanceof TracedText) this.#text(data, origin);
    else this.#builder.append(TracedText.copyOf(plainText(data), origin));
  }

  build(): TracedText {
    return this.#builder.build();
  }

  #map(map: GoMap, origin: Origin | undefined, depth: number): void {
    this.#builder.write('{', origin);
    let isFirst = true;
    for (const key of map.sortedKeys()) {
      const value = map.get(key);
      if (value === undefined) continue;
      const keyOrigin = map.keyOrigin(key);
      this.#separate(isFirst, depth + 1, origin);
      isFirst = false;
      this.#text(TracedText.copyOf(key, keyOrigin ?? value.origin), keyOrigin ?? value.origin);
      this.#builder.write(this.#indent === undefined ? ':' : ': ', origin);
      this.value(value, depth + 1);
    }
    this.#close('}', isFirst, depth, origin);
  }

  #list(list: GoList, origin: Origin | undefined, depth: number): void {
    this.#builder.write('[', origin);
    for (const [index, item] of list.items.entries()) {
      this.#separate(index === 0, depth + 1, origin);
      this.value(item, depth + 1);
    }
    this.#close(']', list.items.length === 0, depth, origin);
  }

  #separate(isFirst: boolean, depth: number, origin: Origin | undefined): void {
    const text = (isFirst ? '' : ',') + this.#lineBreak(depth);
    if (text !== '') this.#builder.write(text, origin);
  }

  #close(bracket: string, isEmpty: boolean, depth: number, origin: Origin | undefined): void {
    this.#builder.write((isEmpty ? '' : this.#lineBreak(depth)) + bracket, origin);
  }

  #lineBreak(depth: number): string {
    return this.#indent === undefined ? '' : `\n${this.#indent.repeat(depth)}`;
  }

  #text(text: TracedText, origin: Origin | undefined): void {
    this.#builder.write('"', origin);
    let copied = 0;
    for (const { 0: character, index } of text.text.matchAll(this.#escapes)) {
      if (index > copied) this.#builder.appendSlice(text, copied, index);
      this.#builder.write(SHORT_ESCAPES.get(character) ?? `\\u${unicodeDigits(character)}`, origin);
      copied = index + character.length;
    }
    if (copied < text.length) this.#builder.appendSlice(text, copied, text.length);
    this.#builder.write('"', origin);
  }
}

// Half a surrogate pair stands for a byte that is no UTF-8.
const ESCAPED = /[^\x20-\uffff]|["\\\u2028\u2029]|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const ESCAPED_FOR_HTML = /[^\x20-\uffff]|["\\\u2028\u2029<>&]|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map(
  Object.entries({ '"': '\\"', '\\': '\\\\', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t' }),
);

function unicodeDigits(character: string): string {
  const code = character.charCodeAt(0);
  return (code >= 0xdc00 && code <= 0xdfff ? 0xfffd : code).toString(16).padStart(4, '0');
}

function plainText(data: Value['data']): string {
  if (data instanceof Int) return String(data.value);
  if (typeof data === 'number') return jsonNumber(data);
  return data instanceof GoMap ? 'null' : String(data);
}

/** Very small and very large numbers have an exponent, without a zero in front of it. */
function jsonNumber(value: number): string {
  if (!Number.isFinite(value)) throw new FunctionError(`json: unsupported value: ${formatFloat(value, 'g')}`);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-6 || size >= 1e21)) return formatFloat(value, 'e').replace(/e-0(\d)$/, 'e-$1');
  return formatFloat(value, 'f');
}
