const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const bits = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    for (let digit = 0; digit < 4; digit++) {
      text += index + digit > bytes.length ? '=' : ALPHABET.charAt((bits >>> (18 - digit * 6)) & 63);
    }
  }
  return text;
}

/** Decodes Base64, in which line breaks do not count; what is wrong with the text, in Go's words, if it is none. */
export function decodeBase64(text: string): Uint8Array | string {
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '\n' || character === '\r') continue;
    if (character === '=') return atPadding(text, index, count, bytes, bits);
    const digit = ALPHABET.indexOf(character);
    if (digit === -1) return illegal(index);
    bits = (bits << 6) | digit;
    if (++count < 4) continue;
    bytes.push((bits >>> 16) & 255, (bits >>> 8) & 255, bits & 255);
    bits = count = 0;
  }
  return count === 0 ? Uint8Array.from(bytes) : illegal(text.length - count);
}

/** Reads the padding that ends the text. `count` digits of the last four stand before it. */
function atPadding(text: string, index: number, count: number, bytes: number[], bits: number): Uint8Array | string {
  if (count < 2) return illegal(index);
  let end = index + 1;
  const skipBreaks = () => {
    while (text[end] === '\n' || text[end] === '\r') end++;
  };
  skipBreaks();
  if (count === 2) {
    if (end >= text.length) return illegal(text.length);
    if (text[end] !== '=') return illegal(end);
    end++;
    skipBreaks();
  }
  if (end < text.length) return illegal(end);
  bytes.push(count === 2 ? (bits >>> 4) & 255 : (bits >>> 10) & 255);
  if (count === 3) bytes.push((bits >>> 2) & 255);
  return Uint8Array.from(bytes);
}

function illegal(index: number): string {
  return `illegal base64 data at input byte ${index}`;
}
