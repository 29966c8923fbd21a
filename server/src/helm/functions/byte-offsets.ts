import { byteLengthOf, bytesOfText, textOfBytes } from '../../gotemplate/bytes.js';
import { derivedOrigin } from '../../gotemplate/origin.js';
import { TracedText } from '../../gotemplate/traced-text.js';

/** A part of a text between two offsets in bytes, as Go counts them. Half a character becomes bytes that are no character. */
export function sliceBytes(text: TracedText, start: number, end: number): TracedText {
  const length = byteLengthOf(text.text);
  if (length === text.length) return text.slice(start, end);
  const from = textOffset(text.text, start);
  const to = textOffset(text.text, Math.min(end, length));
  if (from !== undefined && to !== undefined) return text.slice(from, to);
  return TracedText.of(textOfBytes(bytesOfText(text.text).slice(start, end)), derivedOrigin(text.origin));
}

/** The UTF-16 offset that stands so many bytes behind the start; nothing if that is inside of a character. */
function textOffset(text: string, bytes: number): number | undefined {
  let offset = 0;
  let count = 0;
  for (const character of text) {
    if (count >= bytes) break;
    count += byteLengthOf(character);
    offset += character.length;
  }
  return count === bytes ? offset : undefined;
}
