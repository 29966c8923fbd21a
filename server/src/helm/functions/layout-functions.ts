import { byteLengthOf } from '../../gotemplate/bytes.js';
import { derivedOrigin } from '../../gotemplate/origin.js';
import { FunctionError } from '../../gotemplate/template-error.js';
import { type CallContext, type TemplateFunction, templateFunction } from '../../gotemplate/template-function.js';
import { TracedText, TracedTextBuilder } from '../../gotemplate/traced-text.js';
import { compareTexts, GoList, GoMap, type Value } from '../../gotemplate/value.js';
import { sliceBytes } from './byte-offsets.js';
import { textList, textOf, textsOf, textValue } from './conversions.js';

/** Functions that indent, cut and join texts. */
export const LAYOUT_FUNCTIONS: readonly TemplateFunction[] = [
  templateFunction('indent', ['int', 'text'], (context, width, text) => indented(context, width, text, '')),
  templateFunction('nindent', ['int', 'text'], (context, width, text) => indented(context, width, text, '\n')),
  templateFunction('abbrev', ['int', 'text'], (_, width, text) => abbreviated(text, 0, width)),
  templateFunction('abbrevboth', ['int', 'int', 'text'], (_, offset, width, text) => {
    return width < 4 || (offset > 0 && width < 7) ? text : abbreviated(text, offset, width);
  }),
  templateFunction('wrap', ['int', 'text'], (_, width, text) => wrapped(text, width, TracedText.of('\n'), false)),
  templateFunction('wrapWith', ['int', 'text', 'text'], (_, width, separator, text) => {
    return wrapped(text, width, separator.length === 0 ? TracedText.of('\n') : separator, true);
  }),
  templateFunction('split', ['text', 'text'], (context, separator, text) => numbered(split(context, text, separator.text, -1))),
  templateFunction('splitn', ['text', 'int', 'text'], (context, separator, limit, text) => {
    return numbered(split(context, text, separator.text, limit));
  }),
  templateFunction('splitList', ['text', 'text'], (context, separator, text) =>
    textList(split(context, text, separator.text, -1), text.origin),
  ),
  templateFunction('join', ['text', 'any'], (context, separator, value) => joined(context, separator, value)),
  templateFunction('toStrings', ['any'], (_, value) => textList(textsOf(value), value.origin)),
  templateFunction('sortAlpha', ['any'], (_, value) => sortedTexts(value)),
];

function indented(context: CallContext, width: number, text: TracedText, before: string): TracedText {
  if (width < 0) throw new FunctionError('strings: negative Repeat count');
  context.spend(Math.ceil(width / 100));
  const padding = ' '.repeat(Math.min(width, 1_000_000));
  const builder = new TracedTextBuilder();
  if (before + padding !== '') builder.write(before + padding);
  let start = 0;
  for (let lineBreak = text.text.indexOf('\n'); lineBreak !== -1; lineBreak = text.text.indexOf('\n', start)) {
    builder.appendSlice(text, start, lineBreak + 1);
    if (width > 0) builder.write(padding);
    context.spend(Math.ceil((width + lineBreak - start) / 100));
    start = lineBreak + 1;
  }
  return builder.appendSlice(text, start, text.length).build();
}

/** Cuts a text to a width, with dots where something is missing. All numbers count bytes. */
function abbreviated(text: TracedText, offset: number, width: number): TracedText {
  const length = byteLengthOf(text.text);
  if (width < 4 || length <= width) return text;
  const start = Math.min(Math.min(offset, length), length - (width - 3));
  const builder = new TracedTextBuilder();
  const dots = (rest: TracedText) => builder.write('...', derivedOrigin(text.origin)).append(rest).build();
  if (start <= 4)
    return builder
      .append(sliceBytes(text, 0, width - 3))
      .write('...', derivedOrigin(text.origin))
      .build();
  if (start + width - 3 < length) return dots(abbreviated(sliceBytes(text, start, length), 0, width - 3));
  return dots(sliceBytes(text, length - (width - 3), length));
}

/** Puts a separator between the lines of at most a width, cut at spaces; `cutsWords` where a word is longer. Widths are bytes. */
function wrapped(text: TracedText, width: number, separator: TracedText, cutsWords: boolean): TracedText {
  const content = asciiOf(text.text);
  const builder = new TracedTextBuilder();
  const lineWidth = Math.max(1, width);
  let offset = 0;
  const cut = (end: number, next: number) => {
    builder.append(sliceBytes(text, offset, end)).append(separator);
    offset = next;
  };
  while (content.length - offset > lineWidth) {
    if (content[offset] === ' ') {
      offset++;
      continue;
    }
    const limit = offset + lineWidth;
    const space = content.slice(offset, limit + 1).lastIndexOf(' ');
    const later = content.indexOf(' ', limit);
    if (space !== -1) cut(offset + space, offset + space + 1);
    else if (cutsWords) cut(limit, limit);
    else if (later !== -1) cut(later, later + 1);
    else break;
  }
  return builder.append(sliceBytes(text, offset, content.length)).build();
}

/** A text that has as many characters as the given one has bytes, and spaces where that has. */
function asciiOf(text: string): string {
  return text.replace(/[^\0-\x7f]/gu, character => 'x'.repeat(byteLengthOf(character)));
}

function split(context: CallContext, text: TracedText, separator: string, limit: number): TracedText[] {
  if (limit === 0) return [];
  const parts: TracedText[] = [];
  const isLast = () => limit > 0 && parts.length >= limit - 1;
  const add = (start: number, end: number) => {
    context.spend(1);
    parts.push(end > start ? text.slice(start, end) : TracedText.of('', derivedOrigin(text.origin)));
  };
  if (separator === '') {
    let offset = 0;
    for (const character of text.text) {
      if (isLast()) break;
      add(offset, offset + character.length);
      offset += character.length;
    }
    if (offset < text.length) add(offset, text.length);
    return parts;
  }
  let start = 0;
  for (let end = text.text.indexOf(separator); end !== -1 && !isLast(); end = text.text.indexOf(separator, start)) {
    add(start, end);
    start = end + separator.length;
  }
  add(start, text.length);
  return parts;
}

/** Parts under the keys `_0`, `_1` … */
function numbered(parts: readonly TracedText[]): Value {
  const map = new GoMap({ type: 'map[string]string' });
  for (const [index, part] of parts.entries()) map.set(`_${index}`, textValue(part));
  return { data: map, origin: parts[0]?.origin };
}

function joined(context: CallContext, separator: TracedText, value: Value): TracedText {
  const builder = new TracedTextBuilder();
  const texts = textsOf(value);
  for (const [index, text] of texts.entries()) {
    context.spend(1);
    if (index > 0) builder.append(separator);
    builder.append(text);
  }
  return texts.length === 0 ? TracedText.of('', derivedOrigin(value.origin)) : builder.build();
}

/** In the order of their bytes. What is no list becomes a list of one text. */
function sortedTexts(value: Value): Value {
  if (!(value.data instanceof GoList)) return textList([textOf(value)], value.origin);
  return textList(
    textsOf(value).sort((a, b) => compareTexts(a.text, b.text)),
    value.origin,
  );
}
