/**
 * The order in which `toYaml` writes the keys of a map: numbers in a key by their value, so that `x2` comes before `x10`, and letters after
 * all other characters.
 */
export function compareKeys(a: string, b: string): number {
  return compare(a, b, false);
}

/** The order of `toYamlPretty`, in which letters come first right behind a digit. */
export function comparePrettyKeys(a: string, b: string): number {
  return compare(a, b, true);
}

function compare(a: string, b: string, putsLettersFirstAfterDigits: boolean): number {
  // Most keys differ first in two letters of ASCII, which come in the order of their codes.
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  if (isAsciiLetter(a.charCodeAt(same)) && isAsciiLetter(b.charCodeAt(same))) return a.charCodeAt(same) - b.charCodeAt(same);
  const left = [...a];
  const right = [...b];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const one = left[index] ?? '';
    const other = right[index] ?? '';
    if (one === other) continue;
    const isLetter = [LETTER.test(one), LETTER.test(other)];
    if (isLetter[0] && isLetter[1]) return compareCharacters(one, other);
    const isReversed = putsLettersFirstAfterDigits && isDigit(left[index - 1]);
    if (isLetter[0] || isLetter[1]) return isLetter[0] === isReversed ? -1 : 1;
    return compareNumbers(left, right, index) || compareCharacters(one, other);
  }
  return left.length - right.length;
}

function isAsciiLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

const LETTER = /^\p{L}$/u;
const DIGIT = /^\p{Nd}$/u;

function isDigit(character: string | undefined): boolean {
  return character !== undefined && DIGIT.test(character);
}

function compareCharacters(a: string, b: string): number {
  return (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0);
}

/** Compares the numbers that start at an index where two keys differ; a zero counts if digits other than zero stand before it. */
function compareNumbers(left: readonly string[], right: readonly string[], index: number): number {
  const start = (left[index] === '0' || right[index] === '0') && hasNumberBefore(left, index) ? 1n : 0n;
  const one = numberAt(left, index, start);
  const other = numberAt(right, index, start);
  if (one.value !== other.value) return one.value < other.value ? -1 : 1;
  return one.end - other.end;
}

function hasNumberBefore(characters: readonly string[], index: number): boolean {
  for (let before = index - 1; before >= 0 && isDigit(characters[before]); before--) if (characters[before] !== '0') return true;
  return false;
}

function numberAt(characters: readonly string[], start: number, initial: bigint): { value: bigint; end: number } {
  let value = initial;
  let end = start;
  for (; isDigit(characters[end]); end++) {
    value = BigInt.asIntN(64, value * 10n + BigInt((characters[end]?.codePointAt(0) ?? 0) - 48));
  }
  return { value, end };
}
