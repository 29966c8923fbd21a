import { derivedOrigin } from './origin.js';
import { type TracedText, TracedTextBuilder } from './traced-text.js';

/** A text as a Go string constant in double quotes, as `%q` writes it. What needs no escape keeps its origin. */
export function quoteTracedText(text: TracedText, isAsciiOnly = false): TracedText {
  const origin = derivedOrigin(text.origin);
  const content = text.mapCharacters(character => quoteCharacter(character, '"', isAsciiOnly));
  return new TracedTextBuilder().write('"', origin).append(content).write('"', origin).build();
}

export function quoteText(text: string): string {
  let quoted = '"';
  for (const character of text) quoted += quoteCharacter(character, '"');
  return `${quoted}"`;
}

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
]);

const PRINTABLE = /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u;

/** One character as it stands in a Go constant between quotes of a kind. Half a surrogate pair stands for a byte that is no UTF-8. */
export function quoteCharacter(character: string, quote: '"' | "'", isAsciiOnly = false): string {
  const code = character.codePointAt(0) ?? 0;
  if (character === quote) return `\\${quote}`;
  const short = SHORT_ESCAPES.get(character);
  if (short !== undefined) return short;
  if (code >= 0x20 && code < 0x7f) return character;
  if (code < 0x80) return `\\x${hexadecimal(code, 2)}`;
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${hexadecimal(code - 0xdc00, 2)}`;
  if (!isAsciiOnly && PRINTABLE.test(character)) return character;
  return code < 0x10000 ? `\\u${hexadecimal(code, 4)}` : `\\U${hexadecimal(code, 8)}`;
}

function hexadecimal(code: number, width: number): string {
  return code.toString(16).padStart(width, '0');
}
