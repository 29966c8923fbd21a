/** What Go's `unicode.IsSpace` calls white space; BuildKit trims with it. */
const WIDE_SPACE = /[\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** Whether the character at a position is white space to BuildKit. */
export function isSpaceAt(text: string, position: number): boolean {
  const code = text.charCodeAt(position);
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  return WIDE_SPACE.test(text.charAt(position));
}

/** Whether the character at a position is one of the blanks at which BuildKit splits arguments. */
export function isBlankAt(text: string, position: number): boolean {
  const code = text.charCodeAt(position);
  return code === 0x20 || code === 0x09 || (code >= 0x0b && code <= 0x0d);
}

/** The position of the first character from `start` on that is not white space. */
export function skipSpace(text: string, start: number): number {
  let position = start;
  while (position < text.length && isSpaceAt(text, position)) position++;
  return position;
}

/** The position after the last character that is not white space. */
export function trimmedEnd(text: string): number {
  let end = text.length;
  while (end > 0 && isSpaceAt(text, end - 1)) end--;
  return end;
}

export function trimStart(text: string): string {
  const start = skipSpace(text, 0);
  return start === 0 ? text : text.slice(start);
}
