import type { Span } from '../text/span.js';
import { KEYWORDS, type Token, type TokenKind } from './token.js';

/** The tokens from the left delimiter of an action to its end. */
export interface LexedAction {
  /** The last one is a right delimiter or an error. */
  readonly tokens: readonly Token[];
  /** Where the action ends: after its right delimiter, or where it is likely meant to end if that is missing. */
  readonly end: number;
  /** Whether white space after it goes, too. */
  readonly trimsAfter: boolean;
}

/** Reads an action from `position`, behind its left delimiter at `start`. */
export function lexAction(text: string, start: number, position: number): LexedAction {
  return new ActionLexer(text, start, position).read();
}

/** What Go's templates take for white space. */
export function isSpaceAt(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  return code === 0x20 || code === 0x09 || code === 0x0d || code === 0x0a;
}

const SINGLE: ReadonlyMap<string, TokenKind> = new Map([
  ['=', 'assign'],
  ['|', 'pipe'],
  ['(', 'left-paren'],
  [')', 'right-paren'],
]);
const LETTER_OR_DIGIT = /[\p{L}\p{Nd}]/u;
const PRINTABLE = /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u;

class ActionLexer {
  readonly #text: string;
  readonly #start: number;
  readonly #tokens: Token[] = [];
  #position: number;
  #parenDepth = 0;

  constructor(text: string, start: number, position: number) {
    this.#text = text;
    this.#start = start;
    this.#position = position;
  }

  read(): LexedAction {
    for (;;) {
      const delimiter = this.#rightDelimiter();
      if (delimiter !== undefined && this.#parenDepth === 0) {
        this.#push('right-delimiter', delimiter.end);
        return { tokens: this.#tokens, end: delimiter.end, trimsAfter: delimiter.end - delimiter.start > 2 };
      }
      if (delimiter !== undefined) return this.#fail('unclosed left paren');
      // Go stumbles over the brace; what starts here is the next action.
      if (this.#text.startsWith('{{', this.#position)) {
        this.#push('other', this.#position + 1);
        return this.#fail('unclosed action');
      }
      const failure = this.#readToken();
      if (failure !== undefined) return this.#fail(failure);
    }
  }

  /** Reads one token; answers why if it cannot. */
  #readToken(): string | undefined {
    const text = this.#text;
    const character = text.charAt(this.#position);
    if (character === '') return 'unclosed action';
    if (isSpaceAt(text, this.#position)) return this.#readSpace();
    const single = SINGLE.get(character);
    if (single !== undefined) return this.#readSingle(single);
    if (character === ':') return text.charAt(this.#position + 1) === '=' ? this.#push('declare', this.#position + 2) : 'expected :=';
    if (character === '"') return this.#readQuoted('"', 'string', 'unterminated quoted string');
    if (character === "'") return this.#readQuoted("'", 'character', 'unterminated character constant');
    if (character === '`') return this.#readRawString();
    if (character === '$') return this.#readName('variable');
    const after = text.charAt(this.#position + 1);
    if (character === '.' && after !== '' && !isDigit(after)) return this.#readName('field');
    if (character === '.' || character === '+' || character === '-' || isDigit(character)) return this.#readNumber();
    const code = text.codePointAt(this.#position) ?? 0;
    if (isLetterOrDigit(code)) return this.#readWord();
    if (code > 0x20 && code < 0x7f) return this.#push('other', this.#position + 1);
    return `unrecognized character in action: ${describeCharacter(code)}`;
  }

  #push(kind: TokenKind, end: number): undefined {
    this.#tokens.push({ kind, text: this.#text.slice(this.#position, end), span: { start: this.#position, end } });
    this.#position = end;
  }

  /** Ends the action with an error. */
  #fail(message: string): LexedAction {
    const end = this.#likelyEnd();
    const position = Math.min(this.#position, this.#text.length);
    this.#tokens.push({ kind: 'error', text: '', span: { start: position, end: Math.max(position, end) }, message });
    return { tokens: this.#tokens, end, trimsAfter: this.#text.startsWith('-}}', end - 3) && isSpaceAt(this.#text, end - 4) };
  }

  /** Where a broken action is likely meant to end: behind the next right delimiter, or else, where another action comes first, on its line. */
  #likelyEnd(): number {
    const text = this.#text;
    const close = text.indexOf('}}', Math.min(this.#position, text.length));
    const open = text.indexOf('{{', this.#start + 2);
    if (close !== -1 && (open === -1 || close < open)) return close + 2;
    const lineBreak = text.indexOf('\n', this.#start);
    return Math.min(...[lineBreak, open].filter(offset => offset !== -1), text.length);
  }

  #rightDelimiter(): Span | undefined {
    const text = this.#text;
    const start = this.#position;
    if (text.startsWith('}}', start)) return { start, end: start + 2 };
    if (isSpaceAt(text, start) && text.startsWith('-}}', start + 1)) return { start, end: start + 4 };
    return undefined;
  }

  #readSpace(): undefined {
    let end = this.#position + 1;
    while (isSpaceAt(this.#text, end)) end++;
    // The last space may belong to a trim marker.
    this.#push('space', this.#text.startsWith('-}}', end) ? end - 1 : end);
  }

  #readSingle(kind: TokenKind): string | undefined {
    if (kind === 'left-paren') this.#parenDepth++;
    if (kind === 'right-paren' && --this.#parenDepth < 0) return 'unexpected right paren';
    return this.#push(kind, this.#position + 1);
  }

  #readQuoted(quote: string, kind: TokenKind, failure: string): string | undefined {
    for (let end = this.#position + 1; ; end++) {
      let character = this.#text.charAt(end);
      if (character === quote) return this.#push(kind, end + 1);
      if (character === '\\') character = this.#text.charAt(++end);
      if (character === '' || character === '\n') return failure;
    }
  }

  #readRawString(): string | undefined {
    const end = this.#text.indexOf('`', this.#position + 1);
    return end === -1 ? 'unterminated raw quoted string' : this.#push('string', end + 1);
  }

  /** A variable or field, or one without a name: `$`, `.`. */
  #readName(kind: 'variable' | 'field'): string | undefined {
    const end = this.#endOfWord(this.#position + 1);
    const failure = this.#badCharacter(end);
    return failure ?? this.#push(kind === 'field' && end === this.#position + 1 ? 'dot' : kind, end);
  }

  #readWord(): string | undefined {
    const end = this.#endOfWord(this.#position);
    const word = this.#text.slice(this.#position, end);
    const failure = this.#badCharacter(end);
    if (failure !== undefined) return failure;
    if (KEYWORDS.has(word)) return this.#push('keyword', end);
    if (word === 'true' || word === 'false') return this.#push('bool', end);
    return this.#push(word === 'nil' ? 'nil' : 'identifier', end);
  }

  #readNumber(): string | undefined {
    let end = this.#endOfNumber(this.#position);
    if (end < 0) return this.#badNumber(-end);
    const isComplex = this.#text.charAt(end) === '+' || this.#text.charAt(end) === '-';
    if (!isComplex) return this.#push('number', end);
    end = this.#endOfNumber(end);
    if (end < 0 || this.#text.charAt(end - 1) !== 'i') return this.#badNumber(Math.abs(end));
    return this.#push('number', end);
  }

  /** Where a number ends; negative where a letter or digit follows that cannot, which then is included. */
  #endOfNumber(start: number): number {
    NUMBER.lastIndex = start;
    const end = start + (NUMBER.exec(this.#text)?.[0].length ?? 0);
    const next = this.#text.codePointAt(end) ?? 0;
    return isLetterOrDigit(next) ? -(end + (next > 0xffff ? 2 : 1)) : end;
  }

  #badNumber(end: number): string {
    return `bad number syntax: ${JSON.stringify(this.#text.slice(this.#position, end))}`;
  }

  #endOfWord(start: number): number {
    let end = start;
    for (let code = this.#text.codePointAt(end); code !== undefined && isLetterOrDigit(code); code = this.#text.codePointAt(end))
      end += code > 0xffff ? 2 : 1;
    return end;
  }

  /** Why a word cannot end at an offset, if it cannot. */
  #badCharacter(end: number): string | undefined {
    const code = this.#text.codePointAt(end);
    if (code === undefined || isSpaceAt(this.#text, end) || TERMINATORS.includes(this.#text.charAt(end))) return undefined;
    return this.#text.startsWith('}}', end) ? undefined : `bad character ${describeCharacter(code)}`;
  }
}

const TERMINATORS = '.,|:()';

/** A number, or the start of what cannot be one. */
const NUMBER =
  /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/y;

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9' && character.length === 1;
}

function isLetterOrDigit(code: number): boolean {
  if (code < 0x80)
    return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || (code >= 0x30 && code <= 0x39);
  return LETTER_OR_DIGIT.test(String.fromCodePoint(code));
}

/** A character as Go's `%#U` writes it. */
function describeCharacter(code: number): string {
  const character = String.fromCodePoint(code);
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return character === ' ' || PRINTABLE.test(character) ? `${name} '${character}'` : name;
}
