import { bytesOfText, textOfBytes } from './bytes.js';

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
]);

/** What a Go constant in quotes, double quotes or backticks stands for; `undefined` if it is malformed. */
export function unquote(constant: string): string | undefined {
  const quote = constant.charAt(0);
  const content = constant.slice(1, -1);
  if (quote === '`') return content.replaceAll('\r', '');
  if (!content.includes('\\')) return content;
  let text = '';
  let position = 0;
  while (position < content.length) {
    const character = content.charAt(position++);
    if (character !== '\\') {
      text += character;
      continue;
    }
    const escaped = readEscape(content, position, quote);
    if (escaped === undefined) return undefined;
    text += escaped.text;
    position = escaped.end;
  }
  return joinBytes(text);
}

function readEscape(content: string, position: number, quote: string): { text: string; end: number } | undefined {
  const letter = content.charAt(position);
  const short = letter === quote ? quote : ESCAPES.get(letter);
  if (short !== undefined) return { text: short, end: position + 1 };
  if (letter >= '0' && letter <= '7') return readCode(content, position, 3, 8, 0xff);
  if (letter === 'x') return readCode(content, position + 1, 2, 16, 0xff);
  if (letter === 'u') return readCode(content, position + 1, 4, 16, 0x10ffff);
  return letter === 'U' ? readCode(content, position + 1, 8, 16, 0x10ffff) : undefined;
}

/** A character given by its code. Codes up to 255 are bytes; the upper half of them are no characters on their own. */
function readCode(
  content: string,
  start: number,
  length: number,
  base: 8 | 16,
  largest: number,
): { text: string; end: number } | undefined {
  const digits = content.slice(start, start + length);
  if (digits.length !== length || !(base === 8 ? /^[0-7]+$/ : /^[0-9a-fA-F]+$/).test(digits)) return undefined;
  const code = Number.parseInt(digits, base);
  if (code > largest || (code >= 0xd800 && code < 0xe000)) return undefined;
  const isByte = largest === 0xff && code >= 0x80;
  return { text: isByte ? String.fromCharCode(0xdc00 + code) : String.fromCodePoint(code), end: start + length };
}

/** Bytes written one by one may make a character together. */
function joinBytes(text: string): string {
  return /[\udc80-\udcff]{2}/.test(text) ? textOfBytes(bytesOfText(text)) : text;
}
