/** What Go's `unicode.IsSpace` calls white space; BuildKit trims with it. */
const SPACE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const LEADING_SPACE = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*/;

/** Whether the character is white space to BuildKit. Almost always ASCII, hence the short cut. */
export function isSpace(character: string): boolean {
  return character === ' ' || character === '\t' || (character !== '' && SPACE.test(character));
}

/** The position of the first character from `start` on that is not white space. */
export function skipSpace(text: string, start: number): number {
  let position = start;
  while (position < text.length && isSpace(text.charAt(position))) position++;
  return position;
}

/** The position after the last character that is not white space. */
export function trimmedEnd(text: string): number {
  let end = text.length;
  while (end > 0 && isSpace(text.charAt(end - 1))) end--;
  return end;
}

export function trimStart(text: string): string {
  return text.slice(LEADING_SPACE.exec(text)?.[0].length ?? 0);
}
