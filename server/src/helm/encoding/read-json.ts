import { derivedOrigin } from '../../gotemplate/origin.js';
import { quoteCharacter } from '../../gotemplate/quoting.js';
import { TracedText, TracedTextBuilder } from '../../gotemplate/traced-text.js';
import { type Data, GoList, GoMap, type Value } from '../../gotemplate/value.js';

/** A value that was read, or why it could not be read, in Go's words. */
export type JsonResult = { readonly value: Value } | { readonly error: string };

/** Reads JSON. Texts in it keep their origins, everything else has that of the place where it stands. */
export function readJson(text: TracedText): JsonResult {
  try {
    return { value: new JsonReader(text).read() };
  } catch (error) {
    if (error instanceof JsonError) return { error: error.message };
    throw error;
  }
}

class JsonError extends Error {}

const MAX_DEPTH = 10_000;
const LITERALS: readonly (readonly [string, Data])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];
const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', '/': '/' };

class JsonReader {
  readonly #traced: TracedText;
  readonly #text: string;
  #position = 0;
  #depth = 0;

  constructor(text: TracedText) {
    this.#traced = text;
    this.#text = text.text;
  }

  read(): Value {
    const value = this.#value('looking for beginning of value');
    this.#skipSpaces();
    if (this.#position < this.#text.length) throw this.#unexpected('after top-level value');
    return value;
  }

  #value(context: string): Value {
    this.#skipSpaces();
    if (++this.#depth > MAX_DEPTH) throw new JsonError('exceeded max depth');
    const start = this.#position;
    const data = this.#data(context);
    this.#depth--;
    if (data instanceof TracedText) return { data, origin: data.valueOrigin };
    const { valueOrigin } = this.#traced.slice(start, this.#position);
    return { data, origin: data instanceof GoMap || data instanceof GoList ? derivedOrigin(valueOrigin) : valueOrigin };
  }

  #data(context: string): Data {
    const first = this.#text[this.#position];
    if (first === '{') return this.#map();
    if (first === '[') return this.#list();
    if (first === '"') return this.#string();
    if (first === '-' || (first !== undefined && first >= '0' && first <= '9')) return this.#number();
    for (const [word, data] of LITERALS) if (first === word[0]) return this.#literal(word, data);
    throw this.#unexpected(context);
  }

  #map(): GoMap {
    const map = new GoMap();
    this.#position++;
    this.#skipSpaces();
    if (this.#accept('}')) return map;
    for (;;) {
      this.#skipSpaces();
      if (this.#text[this.#position] !== '"') throw this.#unexpected('looking for beginning of object key string');
      const key = this.#string();
      this.#skipSpaces();
      if (!this.#accept(':')) throw this.#unexpected('after object key');
      map.set(key.text, this.#value('looking for beginning of value'), key.valueOrigin);
      this.#skipSpaces();
      if (this.#accept('}')) return map;
      if (!this.#accept(',')) throw this.#unexpected('after object key:value pair');
    }
  }

  #list(): GoList {
    const items: Value[] = [];
    this.#position++;
    this.#skipSpaces();
    if (this.#accept(']')) return new GoList(items);
    for (;;) {
      items.push(this.#value('looking for beginning of value'));
      this.#skipSpaces();
      if (this.#accept(']')) return new GoList(items);
      if (!this.#accept(',')) throw this.#unexpected('after array element');
    }
  }

  #string(): TracedText {
    const builder = new TracedTextBuilder();
    let copied = ++this.#position;
    const copy = () => {
      if (this.#position > copied) builder.appendSlice(this.#traced, copied, this.#position);
    };
    for (;;) {
      const character = this.#text.charAt(this.#position);
      if (character === '' || character < ' ') throw this.#unexpected('in string literal');
      if (character === '"') break;
      if (character === '\\') {
        copy();
        const start = this.#position;
        const decoded = this.#escape();
        builder.write(decoded, this.#traced.slice(start, this.#position).origin);
        copied = this.#position;
      } else this.#position++;
    }
    copy();
    const end = this.#position++;
    return builder.length === 0 ? TracedText.of('', this.#traced.slice(end - 1, end + 1).origin) : builder.build();
  }

  #escape(): string {
    const letter = this.#text.charAt(++this.#position);
    const simple = ESCAPES[letter];
    if (simple !== undefined) {
      this.#position++;
      return simple;
    }
    if (letter !== 'u') throw this.#unexpected('in string escape code');
    let digits = '';
    for (this.#position++; digits.length < 4; this.#position++) {
      const digit = this.#text.charAt(this.#position);
      if (!/^[0-9a-fA-F]$/.test(digit)) throw this.#unexpected('in \\u hexadecimal character escape');
      digits += digit;
    }
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #number(): number {
    const match = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
    match.lastIndex = this.#position;
    const written = match.exec(this.#text)?.[0];
    if (written === undefined) {
      this.#position++;
      throw this.#unexpected('in numeric literal');
    }
    this.#position += written.length;
    const next = this.#text.charAt(this.#position);
    if (next === '.' && !written.includes('.') && !/e/i.test(written)) this.#fail(1, 'after decimal point in numeric literal');
    if (/^[eE]$/.test(next) && !/e/i.test(written)) this.#fail(1, 'in exponent of numeric literal');
    const value = Number(written);
    if (!Number.isFinite(value)) throw new JsonError(`json: cannot unmarshal number ${written} into Go value of type float64`);
    return value;
  }

  #fail(offset: number, context: string): never {
    this.#position += offset;
    throw this.#unexpected(context);
  }

  #literal(word: string, data: Data): Data {
    for (const [index, character] of [...word].entries()) {
      if (!this.#accept(character)) throw this.#unexpected(index === 0 ? '' : `in literal ${word} (expecting '${character}')`);
    }
    return data;
  }

  #skipSpaces(): void {
    while (/^[ \t\r\n]$/.test(this.#text.charAt(this.#position))) this.#position++;
  }

  #accept(character: string): boolean {
    if (this.#text[this.#position] !== character) return false;
    this.#position++;
    return true;
  }

  #unexpected(context: string): JsonError {
    const code = this.#text.codePointAt(this.#position);
    if (code === undefined) return new JsonError('unexpected end of JSON input');
    return new JsonError(`invalid character '${quoteCharacter(String.fromCodePoint(code), "'")}' ${context}`);
  }
}
