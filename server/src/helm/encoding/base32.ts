const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function encodeBase32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let count = 0;
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xfff;
    for (count += 8; count >= 5; count -= 5) text += ALPHABET.charAt((bits >>> (count - 5)) & 31);
  }
  if (count > 0) text += ALPHABET.charAt((bits << (5 - count)) & 31);
  return text.padEnd(Math.ceil(text.length / 8) * 8, '=');
}

/** How many of eight digits there can be before the padding. */
const LENGTHS: ReadonlySet<number> = new Set([0, 2, 4, 5, 7]);

/** Decodes Base32, in which line breaks do not count; what is wrong with the text, in Go's words, if it is none. */
export function decodeBase32(text: string): Uint8Array | string {
  const written = text.replace(/[\r\n]/g, '');
  const digits = written.replace(/=+$/, '');
  const group = Math.floor(digits.length / 8) * 8;
  const wrong = [...digits].findIndex(character => !ALPHABET.includes(character));
  if (wrong !== -1) return illegal(wrong);
  if (written.length % 8 !== 0 || written.length - digits.length > 6 || !LENGTHS.has(digits.length % 8)) return illegal(group);
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const character of digits) {
    bits = ((bits << 5) | ALPHABET.indexOf(character)) & 0xfff;
    count += 5;
    if (count >= 8) {
      count -= 8;
      bytes.push((bits >>> count) & 255);
    }
  }
  return Uint8Array.from(bytes);
}

function illegal(index: number): string {
  return `illegal base32 data at input byte ${index}`;
}
