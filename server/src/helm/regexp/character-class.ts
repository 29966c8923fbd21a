import type { CharacterTest } from './syntax-tree.js';

/**
 * A class of characters as the source of a JavaScript class without its brackets: `a-z\p{Lu}`. JavaScript folds case as Go does.
 */
export interface CharacterSet {
  readonly source: string;
  readonly isNegated: boolean;
}

/** Tests one code point against a set. What was answered for ASCII, as nearly all text is, is remembered. */
export function characterTest({ source, isNegated }: CharacterSet, foldsCase: boolean): CharacterTest {
  const pattern = new RegExp(`^[${isNegated ? '^' : ''}${source}]$`, foldsCase ? 'iu' : 'u');
  const known = new Map<number, boolean>();
  return code => {
    const answer = known.get(code) ?? pattern.test(String.fromCodePoint(code));
    if (code < 128) known.set(code, answer);
    return answer;
  };
}

/** One code point, or a range of them, inside a class. */
export function rangeSource(low: number, high = low): string {
  const escaped = (code: number) => `\\u{${code.toString(16)}}`;
  return low === high ? escaped(low) : `${escaped(low)}-${escaped(high)}`;
}

/** What `\d`, `\s` and `\w` stand for: ASCII only, and no vertical tab among the spaces. */
export const PERL_CLASSES: Readonly<Record<string, string>> = { d: '0-9', s: '\\t\\n\\f\\r\\u{20}', w: '0-9A-Za-z_' };

/** What stands between `[:` and `:]`. */
export const POSIX_CLASSES: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\u{0}-\\u{7f}',
  blank: '\\t\\u{20}',
  cntrl: '\\u{0}-\\u{1f}\\u{7f}',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: '\\u{20}-~',
  punct: '!-\\/:-@\\u{5b}-`\\u{7b}-~',
  space: '\\t-\\r\\u{20}',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

/** The complement of a positive set, as part of another class; `undefined` where it cannot be written so. */
export function complementOf(source: string): string {
  const test = characterTest({ source, isNegated: false }, false);
  const ranges: string[] = [];
  let start = 0;
  for (let code = 0; code <= 128; code++) {
    if (code < 128 && !test(code)) continue;
    if (code > start) ranges.push(rangeSource(start, code - 1));
    start = code + 1;
  }
  return `${ranges.join('')}\\u{80}-\\u{10ffff}`;
}

/** A category (`L`, `Lu`) or script (`Greek`) of Unicode; `undefined` if there is none of that name. */
export function unicodeClass(name: string, isNegated: boolean): string | undefined {
  const letter = isNegated ? 'P' : 'p';
  for (const property of /^(?:[A-Z][a-z]?|Any)$/.test(name) ? [name] : [`Script=${name}`]) {
    try {
      const source = `\\${letter}{${property}}`;
      new RegExp(source, 'u');
      return source;
    } catch {
      // A name that JavaScript does not know either.
    }
  }
  return undefined;
}
