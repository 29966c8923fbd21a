import { isSpaceAt } from './white-space.js';
import { findPattern, trimPattern } from './word-pattern.js';

export interface LexerOptions {
  readonly escape: string;
  /** Whether quotes stay in the result. */
  readonly rawQuotes?: boolean;
  /** Whether escape characters stay in the result. */
  readonly rawEscapes?: boolean;
  /** Without it, references to variables stay as written. */
  readonly lookup?: VariableLookup;
}

/**
 * The value of a variable: `null` if it is not set, `undefined` if it cannot be known. `guarded` says that the reference provides for an
 * unset variable itself (`${X:-default}`), so that what is not set unless somebody sets it may count as not set.
 */
export type VariableLookup = (name: string, guarded: boolean) => string | null | undefined;

export interface LexedText {
  readonly text: string;
  /** The text split at white space outside quotes. */
  readonly words: readonly string[];
}

/**
 * Removes quotes and expands variables as BuildKit does for the words of an instruction (which is less than what a shell does).
 * `undefined` where BuildKit gives an error, or where the value of a variable decides and cannot be known.
 */
export function lexWords(text: string, options: LexerOptions): LexedText | undefined {
  return PLAIN.test(text) ? { text, words: [text] } : new WordLexer(text, options).read();
}

/** Text that means itself. */
const PLAIN = /^[\w./:@=+,%-]+$/;
const SPECIAL_PARAMETERS = '@*#?-$!0';
const NAME = /[\p{L}\p{Nd}_]/u;
const DIGIT = /\p{Nd}/u;

class WordLexer {
  readonly #text: string;
  readonly #options: LexerOptions;
  #position = 0;
  #failed = false;

  constructor(text: string, options: LexerOptions) {
    this.#text = text;
    this.#options = options;
  }

  read(): LexedText | undefined {
    const words: string[] = [];
    let word = '';
    let text = '';
    while (!this.#failed && this.#position < this.#text.length) {
      const { value, quoted } = this.#readUnit(this.#options.rawEscapes ?? false);
      text += value;
      for (const character of value) {
        if (quoted || !isSpaceAt(character, 0)) word += character;
        else if (word !== '') {
          words.push(word);
          word = '';
        }
      }
    }
    if (word !== '') words.push(word);
    return this.#failed ? undefined : { text, words };
  }

  #peek(): string {
    return this.#text.charAt(this.#position);
  }

  #next(): string {
    return this.#text.charAt(this.#position++);
  }

  #fail(): string {
    this.#failed = true;
    return '';
  }

  /** One quoted part, one variable, one escaped or one plain character. */
  #readUnit(rawEscapes: boolean): { value: string; quoted: boolean } {
    const character = this.#peek();
    if (character === "'") return { value: this.#readSingleQuoted(), quoted: true };
    if (character === '"') return { value: this.#readDoubleQuoted(rawEscapes), quoted: true };
    if (character === '$') return { value: this.#readVariable(), quoted: false };
    if (character === '<') return { value: this.#readHeredocOperator(), quoted: true };
    this.#position++;
    if (character !== this.#options.escape) return { value: character, quoted: false };
    return { value: (rawEscapes ? character : '') + this.#next(), quoted: true };
  }

  #readSingleQuoted(): string {
    const end = this.#text.indexOf("'", this.#position + 1);
    if (end === -1) return this.#fail();
    const value = this.#text.slice(this.#position + 1, end);
    this.#position = end + 1;
    return this.#options.rawQuotes ? `'${value}'` : value;
  }

  #readDoubleQuoted(rawEscapes: boolean): string {
    const quote = this.#options.rawQuotes ? '"' : '';
    let value = quote;
    this.#position++;
    while (!this.#failed) {
      const character = this.#peek();
      if (character === '') return this.#fail();
      if (character === '$') {
        value += this.#readVariable();
        continue;
      }
      this.#position++;
      if (character === '"') return value + quote;
      value += character === this.#options.escape ? this.#readEscapedInQuotes(character, rawEscapes) : character;
    }
    return '';
  }

  #readEscapedInQuotes(escapeToken: string, rawEscapes: boolean): string {
    const next = this.#peek();
    const prefix = rawEscapes ? escapeToken : '';
    if (next === '') return prefix;
    return prefix + (next === '"' || next === '$' || next === escapeToken ? this.#next() : escapeToken);
  }

  #readHeredocOperator(): string {
    this.#position++;
    if (this.#peek() !== '<') return '<';
    const start = ++this.#position;
    while (/[\t\r ]/.test(this.#peek())) this.#position++;
    return `<<${this.#text.slice(start, this.#position)}`;
  }

  #readVariable(): string {
    this.#position++;
    if (this.#peek() !== '{') {
      const name = this.#readName();
      return name === '' ? '$' : this.#valueOf(name, () => `$${name}`);
    }
    this.#position++;
    if (['', '{', '}', ':'].includes(this.#peek())) return this.#fail();
    const name = this.#readName();
    const operator = this.#next();
    if (operator === '}') return this.#valueOf(name, () => `\${${name}}`);
    if (operator === '/') return this.#readReplacement(name);
    return this.#readModifier(name, operator);
  }

  #readName(): string {
    const first = this.#peek();
    if (first !== '' && SPECIAL_PARAMETERS.includes(first) && !DIGIT.test(first)) return this.#next();
    const isNumber = DIGIT.test(first);
    const start = this.#position;
    while ((isNumber ? DIGIT : NAME).test(this.#peek())) this.#position++;
    return this.#text.slice(start, this.#position);
  }

  /** `${name:-word}`, `${name+word}`, `${name%pattern}` … */
  #readModifier(name: string, first: string): string {
    const nullIsUnset = first === ':';
    const operator = nullIsUnset ? this.#next() : first;
    const isPattern = operator === '#' || operator === '%';
    if (!['+', '-', '?', '#', '%'].includes(operator) || (nullIsUnset && isPattern)) return this.#fail();
    const word = this.#readUntil('}', isPattern);
    if (this.#failed) return '';
    if (this.#options.lookup === undefined) return `\${${name}${nullIsUnset ? ':' : ''}${operator}${word}}`;
    const value = this.#options.lookup(name, operator === '-' || operator === '+');
    if (value === undefined) return this.#fail();
    const isMissing = value === null || (nullIsUnset && value === '');
    if (operator === '-') return isMissing ? word : value;
    if (operator === '+') return isMissing ? '' : word;
    if (operator === '?') return isMissing ? this.#fail() : value;
    return trimPattern(value ?? '', word, operator === '%' ? 'end' : 'start') ?? this.#fail();
  }

  /** `${name/pattern/replacement}` and `${name//pattern/replacement}`. */
  #readReplacement(name: string): string {
    const all = this.#peek() === '/';
    if (all) this.#position++;
    const pattern = this.#readUntil('/', true);
    const replacement = this.#readUntil('}', true);
    if (this.#failed) return '';
    if (this.#options.lookup === undefined) return `\${${name}/${pattern}/${replacement}}`;
    const value = this.#options.lookup(name, false);
    const expression = findPattern(pattern, all);
    if (value === undefined || expression === undefined) return this.#fail();
    return (value ?? '').replace(expression, () => replacement);
  }

  #readUntil(stop: string, rawEscapes: boolean): string {
    let value = '';
    while (!this.#failed && this.#position < this.#text.length) {
      if (this.#peek() === stop) {
        this.#position++;
        return value;
      }
      value += this.#readUnit(rawEscapes).value;
    }
    return this.#fail();
  }

  #valueOf(name: string, written: () => string): string {
    if (this.#options.lookup === undefined) return written();
    const value = this.#options.lookup(name, false);
    return value === undefined ? this.#fail() : (value ?? '');
  }
}
