import { FunctionError } from '../../gotemplate/template-error.js';
import {
  type CharacterSet,
  characterTest,
  complementOf,
  PERL_CLASSES,
  POSIX_CLASSES,
  rangeSource,
  unicodeClass,
} from './character-class.js';
import { type Assertion, copiesOf, type Expression } from './syntax-tree.js';

/** A parsed expression: its tree and the names of its groups by index; group 0 is the whole match. */
export interface ParsedExpression {
  readonly root: Expression;
  readonly groupNames: readonly (string | undefined)[];
}

/** Parses the syntax of RE2, as Go does with Perl's classes and flags. Throws a `FunctionError` in Go's words. */
export function parseRegularExpression(pattern: string): ParsedExpression {
  return new ExpressionParser(pattern).parse();
}

interface Flags {
  readonly foldsCase: boolean;
  readonly isMultiline: boolean;
  readonly dotMatchesBreak: boolean;
  readonly isUngreedy: boolean;
}

const NO_FLAGS: Flags = { foldsCase: false, isMultiline: false, dotMatchesBreak: false, isUngreedy: false };
const FLAG_NAMES: Readonly<Record<string, keyof Flags>> = { i: 'foldsCase', m: 'isMultiline', s: 'dotMatchesBreak', U: 'isUngreedy' };

/** Go nests no deeper than this. */
const MAX_DEPTH = 1000;
/** No repetition, alone or multiplied with those around it, may ask for more copies. */
const MAX_REPEAT = 1000;

class ExpressionParser {
  readonly #pattern: string;
  readonly #groupNames: (string | undefined)[] = [undefined];
  #position = 0;
  #flags = NO_FLAGS;
  #depth = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  parse(): ParsedExpression {
    const root = this.#choice();
    if (this.#position < this.#pattern.length) throw problem('unexpected )', this.#pattern);
    return { root, groupNames: this.#groupNames };
  }

  #choice(): Expression {
    if (++this.#depth > MAX_DEPTH) throw problem('expression nests too deeply', this.#pattern);
    const parts = [this.#sequence()];
    while (this.#accept('|')) parts.push(this.#sequence());
    this.#depth--;
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind: 'choice', parts };
  }

  #sequence(): Expression {
    const parts: Expression[] = [];
    while (this.#position < this.#pattern.length && !this.#at('|') && !this.#at(')')) {
      const start = this.#position;
      const atom = this.#atom();
      if (atom === undefined) {
        if (this.#repetition() !== undefined) throw problem('missing argument to repetition operator', this.#since(start));
        continue;
      }
      const last = atom.kind === 'sequence' ? atom.parts.at(-1) : atom;
      if (atom.kind === 'sequence') parts.push(...atom.parts.slice(0, -1));
      if (last !== undefined) parts.push(this.#repeated(last));
    }
    const [only] = parts;
    if (only === undefined) return { kind: 'empty' };
    return parts.length === 1 ? only : { kind: 'sequence', parts };
  }

  #repeated(part: Expression): Expression {
    const start = this.#position;
    const range = this.#repetition();
    if (range === undefined) return part;
    const greedy = this.#accept('?') === this.#flags.isUngreedy;
    const text = this.#since(start);
    if (this.#repetition() !== undefined) {
      this.#accept('?');
      throw problem('invalid nested repetition operator', this.#since(start));
    }
    const repetition: Expression = { kind: 'repetition', part, least: range.least, most: range.most, greedy };
    if (range.isCounted && copiesOf(repetition) > MAX_REPEAT) throw problem('invalid repeat count', text);
    return repetition;
  }

  /** The operator at the position, if one stands there: `*`, `+`, `?` or a counted range. A brace that counts nothing is a character. */
  #repetition(): { least: number; most: number; isCounted: boolean } | undefined {
    if (this.#accept('*')) return { least: 0, most: Number.POSITIVE_INFINITY, isCounted: false };
    if (this.#accept('+')) return { least: 1, most: Number.POSITIVE_INFINITY, isCounted: false };
    if (this.#accept('?')) return { least: 0, most: 1, isCounted: false };
    const match = this.#match(/\{(0|[1-9]\d*)(?:(,)(0|[1-9]\d*)?)?\}/y);
    if (match === undefined) return undefined;
    const least = Number(match[1]);
    const most = match[2] === undefined ? least : match[3] === undefined ? Number.POSITIVE_INFINITY : Number(match[3]);
    const isTooLarge = least > MAX_REPEAT || (most !== Number.POSITIVE_INFINITY && most > MAX_REPEAT);
    if (isTooLarge || most < least) throw problem('invalid repeat count', match[0]);
    return { least, most, isCounted: true };
  }

  /** One thing that can be repeated; nothing where only flags are set, or where a repetition stands first. */
  #atom(): Expression | undefined {
    if (this.#at('*') || this.#at('+') || this.#at('?')) return undefined;
    const start = this.#position;
    if (this.#repetition() !== undefined) throw problem('missing argument to repetition operator', this.#since(start));
    if (this.#at('(')) return this.#group();
    if (this.#at('[')) return this.#test(this.#characterClass());
    if (this.#accept('.')) return this.#test({ source: this.#flags.dotMatchesBreak ? '' : '\\n', isNegated: true });
    if (this.#accept('^')) return asserted(this.#flags.isMultiline ? 'line-start' : 'text-start');
    if (this.#accept('$')) return asserted(this.#flags.isMultiline ? 'line-end' : 'text-end');
    if (this.#at('\\')) return this.#escape();
    return this.#literal(this.#codePoint());
  }

  #group(): Expression | undefined {
    const start = this.#position;
    const named = this.#match(/\(\?P?<([^>]*)>/y);
    if (named !== undefined) return this.#capture(this.#groupName(named[1] ?? '', named[0]));
    if (/^\(\?P?</.test(this.#pattern.slice(start))) throw problem('invalid named capture', this.#pattern.slice(start));
    const flagged = this.#match(/\(\?([imsU]*)(?:-([imsU]+))?([:)])/y);
    if (flagged !== undefined) return this.#flagGroup(flagged);
    if (this.#pattern.startsWith('(?', start)) throw badPerl(this.#pattern.slice(start));
    this.#position++;
    return this.#capture(undefined);
  }

  #groupName(name: string, text: string): string {
    if (!/^[\p{L}\p{N}_]+$/u.test(name)) throw problem('invalid named capture', text);
    return name;
  }

  #capture(name: string | undefined): Expression {
    const index = this.#groupNames.push(name) - 1;
    return { kind: 'group', index, part: this.#enclosed() };
  }

  #flagGroup(match: RegExpExecArray): Expression | undefined {
    const outer = this.#flags;
    const set = Object.fromEntries([...(match[1] ?? '')].map(letter => [FLAG_NAMES[letter], true]));
    const cleared = Object.fromEntries([...(match[2] ?? '')].map(letter => [FLAG_NAMES[letter], false]));
    this.#flags = { ...outer, ...set, ...cleared };
    if (match[3] === ')') return undefined;
    return this.#enclosed(outer);
  }

  #enclosed(outer = this.#flags): Expression {
    const part = this.#choice();
    if (!this.#accept(')')) throw problem('missing closing )', this.#pattern);
    this.#flags = outer;
    return part.kind === 'sequence' ? { kind: 'choice', parts: [part] } : part;
  }

  #escape(): Expression {
    if (this.#match(/\\Q/y) !== undefined) return this.#quoted();
    const assertion = ASSERTIONS[this.#pattern.slice(this.#position, this.#position + 2)];
    if (assertion !== undefined) {
      this.#position += 2;
      return asserted(assertion);
    }
    const set = this.#escapedClass();
    return set === undefined ? this.#literal(this.#escapedCharacter()) : this.#test({ source: set, isNegated: false });
  }

  /** Literal text up to `\E`; the repetition after it is of its last character. */
  #quoted(): Expression {
    const end = this.#pattern.indexOf('\\E', this.#position);
    const text = this.#pattern.slice(this.#position, end === -1 ? undefined : end);
    this.#position += text.length + (end === -1 ? 0 : 2);
    const parts = [...text].map(character => this.#literal(character.codePointAt(0) ?? 0));
    return parts.length === 0 ? { kind: 'empty' } : { kind: 'sequence', parts };
  }

  /** `\d`, `\W`, `\pL`, `\P{Greek}`, as part of a class. */
  #escapedClass(): string | undefined {
    const perl = this.#match(/\\([dswDSW])/y)?.[1];
    if (perl !== undefined) {
      const source = PERL_CLASSES[perl.toLowerCase()] ?? '';
      return perl === perl.toLowerCase() ? source : complementOf(source);
    }
    const unicode = this.#match(/\\([pP])(?:\{(\^?)([^}]*)\}|([^{]))/uy);
    if (unicode === undefined) return undefined;
    const isNegated = (unicode[1] === 'P') !== (unicode[2] === '^');
    const source = unicodeClass(unicode[3] ?? unicode[4] ?? '', isNegated);
    if (source === undefined) throw problem('invalid character class range', unicode[0]);
    return source;
  }

  #escapedCharacter(): number {
    const start = this.#position;
    const octal = this.#match(/\\([1-7][0-7]{1,2}|0[0-7]{0,2})/y)?.[1];
    if (octal !== undefined) return Number.parseInt(octal, 8);
    const hexadecimal = this.#match(/\\x(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{2}))/y);
    const code = hexadecimal && Number.parseInt(hexadecimal[1] ?? hexadecimal[2] ?? '', 16);
    if (code !== undefined && code <= 0x10ffff) return code;
    const letter = this.#match(/\\([afnrtv])/y)?.[1];
    if (letter !== undefined) return CONTROL_CHARACTERS[letter] ?? 0;
    const punctuation = this.#match(/\\([!-/:-@[-`{-~])/y)?.[1];
    if (punctuation !== undefined && punctuation !== '_') return punctuation.charCodeAt(0);
    if (start + 1 >= this.#pattern.length) throw problem('trailing backslash at end of expression', '');
    throw problem('invalid escape sequence', /\\(?:x\{[0-9a-fA-F]*|.)/suy.exec(this.#pattern.slice(start))?.[0] ?? '');
  }

  #characterClass(): CharacterSet {
    const start = this.#position++;
    const isNegated = this.#accept('^');
    let source = '';
    // A bracket that comes first is a character; a line break is not in a negated class only where a flag says so, which Go never sets.
    for (let isFirst = true; isFirst || !this.#at(']'); isFirst = false) {
      if (this.#position >= this.#pattern.length) throw problem('missing closing ]', this.#pattern.slice(start));
      source += this.#classPart(start);
    }
    this.#position++;
    return { source, isNegated };
  }

  #classPart(start: number): string {
    const posix = this.#match(/\[:(\^?)(\w*):\]/y);
    if (posix !== undefined) {
      const source = POSIX_CLASSES[posix[2] ?? ''];
      if (source === undefined) throw problem('invalid character class range', posix[0]);
      return posix[1] === '^' ? complementOf(source) : source;
    }
    const named = this.#at('\\') ? this.#escapedClass() : undefined;
    if (named !== undefined) return named;
    const from = this.#position;
    const low = this.#classCharacter(start);
    if (!this.#at('-') || this.#pattern[this.#position + 1] === ']' || this.#position + 1 >= this.#pattern.length) return rangeSource(low);
    this.#position++;
    const high = this.#classCharacter(start);
    if (high < low) throw problem('invalid character class range', this.#since(from));
    return rangeSource(low, high);
  }

  #classCharacter(start: number): number {
    if (this.#position >= this.#pattern.length) throw problem('missing closing ]', this.#pattern.slice(start));
    return this.#at('\\') ? this.#escapedCharacter() : this.#codePoint();
  }

  #literal(code: number): Expression {
    if (this.#flags.foldsCase) return this.#test({ source: rangeSource(code), isNegated: false });
    return { kind: 'character', test: other => other === code };
  }

  #test(set: CharacterSet): Expression {
    // An empty class is written so that it can be negated: `.` matches what is not in it.
    const source = set.source === '' ? { source: '\\u{0}-\\u{10ffff}', isNegated: !set.isNegated } : set;
    return { kind: 'character', test: characterTest(source, this.#flags.foldsCase) };
  }

  #codePoint(): number {
    const code = this.#pattern.codePointAt(this.#position) ?? 0;
    this.#position += code > 0xffff ? 2 : 1;
    return code;
  }

  #at(character: string): boolean {
    return this.#pattern[this.#position] === character;
  }

  #accept(character: string): boolean {
    if (!this.#at(character)) return false;
    this.#position++;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#position;
    const match = pattern.exec(this.#pattern) ?? undefined;
    if (match !== undefined) this.#position = pattern.lastIndex;
    return match;
  }

  #since(start: number): string {
    return this.#pattern.slice(start, this.#position);
  }
}

const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  '\\A': 'text-start',
  '\\z': 'text-end',
  '\\b': 'word-boundary',
  '\\B': 'no-word-boundary',
};

const CONTROL_CHARACTERS: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

function asserted(assertion: Assertion): Expression {
  return { kind: 'assertion', assertion };
}

function problem(what: string, where: string): FunctionError {
  return new FunctionError(`error parsing regexp: ${what}: \`${where}\``);
}

/** What Go says of `(?=`, `(?!` and whatever else Perl has and RE2 has not. */
function badPerl(rest: string): FunctionError {
  const flags = /^\(\?[imsU]*-?[imsU]*/.exec(rest)?.[0] ?? '';
  return problem('invalid or unsupported Perl syntax', rest.slice(0, flags.length + 1));
}
