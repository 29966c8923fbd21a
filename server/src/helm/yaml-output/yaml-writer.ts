import type { Origin } from '../../gotemplate/origin.js';
import { FunctionError } from '../../gotemplate/template-error.js';
import { type TracedText, TracedTextBuilder } from '../../gotemplate/traced-text.js';
import { scalarStyle, UNPRINTABLE } from './scalar-style.js';

/** The two ways in which Helm writes YAML: `toYaml`, and `toYamlPretty`, which indents lists and folds nothing. */
export type YamlDialect = 'usual' | 'pretty';

/** Scalars longer than this are folded at the next single space. */
const FOLD_COLUMN = 80;

/** How a scalar is to be written. */
interface ScalarPlace {
  /** The indentation of the lines that follow the first. */
  readonly indent: number;
  readonly isSimpleKey: boolean;
  /** Where quotes, escapes and indentation come from. */
  readonly origin: Origin | undefined;
}

/** Writes scalars of YAML and what stands between them, and knows the column. Every character keeps its origin. */
export class YamlWriter {
  readonly #builder = new TracedTextBuilder();
  readonly #dialect: YamlDialect;
  #column = 0;

  constructor(dialect: YamlDialect) {
    this.#dialect = dialect;
  }

  write(text: string, origin: Origin | undefined, sourceOffset = -1): void {
    this.#builder.write(text, origin, sourceOffset);
    this.#advance(text);
  }

  newLine(indent: number, origin: Origin | undefined): void {
    this.write(`\n${' '.repeat(indent)}`, origin);
  }

  /** Throws a `FunctionError` for text that `toYaml` refuses, because YAML's reader would: it reads back what it has made of a value. */
  scalar(text: TracedText, place: ScalarPlace): void {
    switch (scalarStyle(text.text, place.isSimpleKey)) {
      case 'plain':
        this.#flowScalar(text, place, NO_QUOTES);
        return;
      case 'single-quoted':
        this.#flowScalar(text, place, SINGLE_QUOTES);
        return;
      case 'double-quoted':
        if (this.#dialect === 'usual' && UNREADABLE.test(text.text)) throw new FunctionError('yaml: control characters are not allowed');
        this.#flowScalar(text, place, DOUBLE_QUOTES);
        return;
      case 'literal':
        this.#literal(text, place);
    }
  }

  build(): TracedText {
    return this.#builder.build();
  }

  #flowScalar(text: TracedText, place: ScalarPlace, quotes: Quotes): void {
    if (quotes.mark !== '') this.write(quotes.mark, place.origin);
    const folds = this.#dialect === 'usual' && !place.isSimpleKey && this.#column + text.length > FOLD_COLUMN;
    if (quotes === NO_QUOTES && !folds) {
      this.#copy(text, 0, text.length);
      return;
    }
    let offset = 0;
    let copied = 0;
    const copy = (end: number) => {
      if (end > copied) this.#copy(text, copied, end);
    };
    for (const character of text.text) {
      const end = offset + character.length;
      const isFold = folds && character === ' ' && this.#foldsAt(text.text, offset, copied, quotes);
      const escaped = isFold ? '' : quotes.escape(character);
      if (isFold || escaped !== character) {
        copy(offset);
        if (isFold) this.newLine(place.indent, place.origin);
        else this.write(escaped, place.origin);
        if (isFold && quotes === DOUBLE_QUOTES && text.text[end] === ' ') this.write('\\', place.origin);
        copied = end;
      }
      offset = end;
    }
    copy(offset);
    if (quotes.mark !== '') this.write(quotes.mark, place.origin);
  }

  /** Whether the line ends at the space at an offset. What follows `copied` is not written yet. */
  #foldsAt(text: string, offset: number, copied: number, quotes: Quotes): boolean {
    if (this.#column + lengthOf(text.slice(copied, offset)) <= FOLD_COLUMN || text[offset - 1] === ' ') return false;
    if (quotes === NO_QUOTES) return text[offset + 1] !== ' ';
    if (offset === 0 || offset === text.length - 1) return false;
    return quotes === DOUBLE_QUOTES || text[offset + 1] !== ' ';
  }

  #literal(text: TracedText, { indent, origin }: ScalarPlace): void {
    const content = text.text;
    const indentation = /^[ \n]/.test(content) ? '2' : '';
    const chomping = !content.endsWith('\n') ? '-' : content === '\n' || content.endsWith('\n\n') ? '+' : '';
    this.write(`|${indentation}${chomping}`, origin);
    // The line break at the end of the text is the one that follows the scalar.
    const end = content.endsWith('\n') ? content.length - 1 : content.length;
    for (let start = 0; start <= end; ) {
      const lineBreak = content.indexOf('\n', start);
      const lineEnd = lineBreak === -1 ? content.length : lineBreak;
      this.write('\n', origin);
      if (lineEnd > start) {
        this.write(' '.repeat(indent), origin);
        this.#copy(text, start, lineEnd);
      }
      start = lineEnd + 1;
    }
  }

  #copy(text: TracedText, start: number, end: number): void {
    if (start === 0 && end === text.length) this.#builder.append(text);
    else this.#builder.appendSlice(text, start, end);
    this.#advance(text.text.slice(start, end));
  }

  #advance(text: string): void {
    const lineBreak = text.lastIndexOf('\n');
    this.#column = lineBreak === -1 ? this.#column + lengthOf(text) : lengthOf(text.slice(lineBreak + 1));
  }
}

const UNREADABLE = /[\x7f-\x84\x86-\x9f\ufffe\uffff]/;

interface Quotes {
  readonly mark: string;
  escape(character: string): string;
}

const NO_QUOTES: Quotes = { mark: '', escape: character => character };
const SINGLE_QUOTES: Quotes = { mark: "'", escape: character => (character === "'" ? "''" : character) };
const DOUBLE_QUOTES: Quotes = { mark: '"', escape: escapeCharacter };

const ESCAPES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '\0': '0',
    '\x07': 'a',
    '\b': 'b',
    '\t': 't',
    '\n': 'n',
    '\v': 'v',
    '\f': 'f',
    '\r': 'r',
    '\x1b': 'e',
    '"': '"',
    '\\': '\\',
  }),
);
const BREAKS: ReadonlyMap<string, string> = new Map(Object.entries({ '\x85': 'N', '\u2028': 'L', '\u2029': 'P' }));

function escapeCharacter(character: string): string {
  const letter = ESCAPES.get(character) ?? BREAKS.get(character);
  if (letter !== undefined) return `\\${letter}`;
  if (!UNPRINTABLE.test(character)) return character;
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  if (code.length <= 2) return `\\x${code.padStart(2, '0')}`;
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\U${code.padStart(8, '0')}`;
}

/** How many characters, not UTF-16 units, a text has. */
function lengthOf(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index++) if ((text.codePointAt(index) ?? 0) > 0xffff) length--;
  return length;
}
