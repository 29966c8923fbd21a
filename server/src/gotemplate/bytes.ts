/**
 * Go's strings are bytes, ours are UTF-16. A byte that is no part of UTF-8 stands in a text as half a surrogate pair, U+DC80 to U+DCFF,
 * so that a binary file can pass through a template unharmed.
 */
export function textOfBytes(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; ) {
    const length = sequenceLength(bytes, index);
    text += length === 0 ? String.fromCharCode(0xdc00 + byteAt(bytes, index)) : String.fromCodePoint(codePointAt(bytes, index, length));
    index += Math.max(1, length);
  }
  return text;
}

/** The bytes that a text stands for. */
export function bytesOfText(text: string): Uint8Array {
  const bytes = new Uint8Array(byteLengthOf(text));
  let index = 0;
  for (const character of text) {
    for (const byte of bytesOfCodePoint(character.codePointAt(0) ?? 0)) bytes[index++] = byte;
  }
  return bytes;
}

/** How many bytes a text is long. */
export function byteLengthOf(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x80) continue;
    if (code < 0x800) length++;
    else if (code < 0xd800 || code >= 0xe000) length += 2;
    else if (code < 0xdc00 && (text.codePointAt(index) ?? 0) > 0xffff) {
      length += 2;
      index++;
    } else if (!isRawByte(code)) length += 2;
  }
  return length;
}

function bytesOfCodePoint(code: number): number[] {
  if (code < 0x80) return [code];
  if (isRawByte(code)) return [code - 0xdc00];
  if (code < 0x800) return [0xc0 | (code >> 6), continuation(code)];
  if (code < 0x10000) return [0xe0 | (code >> 12), continuation(code >> 6), continuation(code)];
  return [0xf0 | (code >> 18), continuation(code >> 12), continuation(code >> 6), continuation(code)];
}

function isRawByte(code: number): boolean {
  return code >= 0xdc80 && code <= 0xdcff;
}

function continuation(code: number): number {
  return 0x80 | (code & 0x3f);
}

function byteAt(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}

/** How many bytes the well-formed character at an index has; none if there is no such character. */
function sequenceLength(bytes: Uint8Array, index: number): number {
  const first = byteAt(bytes, index);
  if (first < 0x80) return 1;
  const length = first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
  for (let offset = 1; offset < length; offset++) if ((byteAt(bytes, index + offset) & 0xc0) !== 0x80) return 0;
  if (length < 3) return length;
  const code = codePointAt(bytes, index, length);
  const isSurrogate = code >= 0xd800 && code < 0xe000;
  const isWellFormed = length === 3 ? code >= 0x800 && !isSurrogate : code >= 0x10000 && code <= 0x10ffff;
  return isWellFormed ? length : 0;
}

function codePointAt(bytes: Uint8Array, index: number, length: number): number {
  let code = length === 1 ? byteAt(bytes, index) : byteAt(bytes, index) & (0xff >> (length + 1));
  for (let offset = 1; offset < length; offset++) code = (code << 6) | (byteAt(bytes, index + offset) & 0x3f);
  return code;
}
