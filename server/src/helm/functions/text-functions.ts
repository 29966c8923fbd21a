import { bytesOfText } from '../../gotemplate/bytes.js';
import { derivedOrigin } from '../../gotemplate/origin.js';
import { quoteTracedText } from '../../gotemplate/quoting.js';
import { FunctionError } from '../../gotemplate/template-error.js';
import { aliasesOf, type TemplateFunction, templateFunction, variadicFunction } from '../../gotemplate/template-function.js';
import { TracedText, TracedTextBuilder } from '../../gotemplate/traced-text.js';
import { Int, type Value } from '../../gotemplate/value.js';
import { sliceBytes } from './byte-offsets.js';
import { textOf } from './conversions.js';
import { camelCase, initialsOf, joinWords, lowerCase, swappedCase, titleCase, uncapitalized, upperCase } from './word-case.js';

const trimAll = templateFunction('trimAll', ['text', 'text'], (_, characters, text) => {
  const set = new Set(characters.text);
  return trimmed(text, character => set.has(character));
});

const quote = variadicFunction('quote', [], 'any', (_, ...values) =>
  joined(values.filter(isThere).map(value => quoteTracedText(textOf(value)))),
);

const squote = variadicFunction('squote', [], 'any', (_, ...values) => joined(values.filter(isThere).map(value => quotedWith("'", value))));

const cat = variadicFunction('cat', [], 'any', (_, ...values) => joined(values.filter(isThere).map(textOf)));

const substr = templateFunction('substr', ['int', 'int', 'text'], (_, start, end, text) => {
  const { length } = bytesOfText(text.text);
  const from = Math.max(start, 0);
  const to = start < 0 ? end : end < 0 || end > length ? length : end;
  if (to > length) throw new FunctionError(`runtime error: slice bounds out of range [:${to}] with length ${length}`);
  if (to < 0) throw new FunctionError(`runtime error: slice bounds out of range [:${to}]`);
  if (from > to) throw new FunctionError(`runtime error: slice bounds out of range [${from}:${to}]`);
  return sliceBytes(text, from, to);
});

const trunc = templateFunction('trunc', ['int', 'text'], (_, count, text) => {
  const { length } = bytesOfText(text.text);
  if (count < 0) return length + count > 0 ? sliceBytes(text, length + count, length) : text;
  return count < length ? sliceBytes(text, 0, count) : text;
});

const repeat = templateFunction('repeat', ['int', 'text'], (context, count, text) => {
  if (count < 0) throw new FunctionError('strings: negative Repeat count');
  context.spend(Math.ceil((count * (text.length + 10)) / 100));
  const builder = new TracedTextBuilder();
  for (let copy = 0; copy < count; copy++) builder.append(text);
  return count === 0 ? TracedText.of('', derivedOrigin(text.origin)) : builder.build();
});

const replace = templateFunction('replace', ['text', 'text', 'text'], (context, old, replacement, text) => {
  context.spend(Math.ceil(text.length / 20));
  if (!text.text.includes(old.text)) return text;
  const builder = new TracedTextBuilder();
  let copied = 0;
  for (const start of occurrences(text.text, old.text)) {
    builder.appendSlice(text, copied, start);
    if (replacement.length > 0) builder.append(replacement);
    copied = start + old.length;
    context.spend(1 + Math.ceil(replacement.length / 100));
  }
  return builder.appendSlice(text, copied, text.length).build();
});

/** Functions that change texts. */
export const TEXT_FUNCTIONS: readonly TemplateFunction[] = [
  templateFunction('trim', ['text'], (_, text) => trimmed(text, character => SPACE.test(character))),
  trimAll,
  ...aliasesOf(trimAll, 'trimall'),
  templateFunction('trimPrefix', ['text', 'text'], (_, prefix, text) =>
    text.text.startsWith(prefix.text) ? text.slice(prefix.length) : text,
  ),
  templateFunction('trimSuffix', ['text', 'text'], (_, suffix, text) => {
    return text.text.endsWith(suffix.text) ? text.slice(0, text.length - suffix.length) : text;
  }),
  templateFunction('upper', ['text'], (_, text) => text.rewritten(upperCase(text.text))),
  templateFunction('lower', ['text'], (_, text) => text.rewritten(lowerCase(text.text))),
  templateFunction('title', ['text'], (_, text) => text.rewritten(titleCase(text.text))),
  templateFunction('untitle', ['text'], (_, text) => text.rewritten(uncapitalized(text.text))),
  templateFunction('swapcase', ['text'], (_, text) => text.rewritten(swappedCase(text.text))),
  templateFunction('snakecase', ['text'], (_, text) => text.rewritten(joinWords(text.text, '_'))),
  templateFunction('kebabcase', ['text'], (_, text) => text.rewritten(joinWords(text.text, '-'))),
  templateFunction('camelcase', ['text'], (_, text) => text.rewritten(camelCase(text.text))),
  templateFunction('initials', ['text'], (_, text) => text.rewritten(initialsOf(latinOf(text)))),
  templateFunction('nospace', ['text'], (_, text) => withoutSpaces(text)),
  templateFunction('shuffle', ['text'], (_, text) => text),
  templateFunction('contains', ['text', 'text'], (_, part, text) => text.text.includes(part.text)),
  templateFunction('hasPrefix', ['text', 'text'], (_, prefix, text) => text.text.startsWith(prefix.text)),
  templateFunction('hasSuffix', ['text', 'text'], (_, suffix, text) => text.text.endsWith(suffix.text)),
  quote,
  squote,
  cat,
  substr,
  trunc,
  repeat,
  replace,
  templateFunction('plural', ['text', 'text', 'int'], (_, one, many, count) => (count === 1 ? one : many)),
  templateFunction('hello', [], () => TracedText.of('Hello!')),
  templateFunction('toString', ['any'], (_, value) => textOf(value)),
  templateFunction('atoi', ['text'], (_, text) => new Int(parseDecimal(text.text))),
];

/** What Go takes for white space. */
const SPACE = /^[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;

function isThere({ data }: Value): boolean {
  return data !== null;
}

function trimmed(text: TracedText, isTrimmed: (character: string) => boolean): TracedText {
  const characters = [...text.text];
  let start = 0;
  let end = text.length;
  let first = 0;
  while (first < characters.length && isTrimmed(characters[first] ?? '')) start += characters[first++]?.length ?? 0;
  for (let last = characters.length - 1; last >= first && isTrimmed(characters[last] ?? ''); last--) end -= characters[last]?.length ?? 0;
  return text.slice(start, end);
}

function joined(texts: readonly TracedText[]): TracedText {
  const builder = new TracedTextBuilder();
  for (const [index, text] of texts.entries()) (index === 0 ? builder : builder.write(' ')).append(text);
  return builder.length === 0 && texts.length === 0 ? TracedText.of('') : builder.build();
}

function quotedWith(mark: string, value: Value): TracedText {
  return new TracedTextBuilder().write(mark, value.origin).append(textOf(value)).write(mark, value.origin).build();
}

/** Where a text stands in another, without overlap. An empty one stands before each character and at the end. */
function* occurrences(text: string, part: string): Generator<number> {
  if (part === '') {
    let offset = 0;
    for (const character of text) {
      yield offset;
      offset += character.length;
    }
    yield offset;
    return;
  }
  for (let start = text.indexOf(part); start !== -1; start = text.indexOf(part, start + part.length)) yield start;
}

/** The bytes of a text, each as the character of Latin-1 that it is the number of: some functions of Sprig take bytes for characters. */
function latinOf(text: TracedText): string {
  return String.fromCharCode(...bytesOfText(text.text.slice(0, 50_000)));
}

function withoutSpaces(text: TracedText): TracedText {
  const latin = latinOf(text);
  if (!LATIN_SPACE.test(latin)) return text;
  if (latin !== text.text) return TracedText.of(latin.replace(LATIN_SPACES, ''), derivedOrigin(text.origin));
  const builder = new TracedTextBuilder();
  for (const { 0: word, index } of text.text.matchAll(/[^\t-\r ]+/g)) builder.appendSlice(text, index, index + word.length);
  return builder.length === 0 ? TracedText.of('', derivedOrigin(text.origin)) : builder.build();
}

const LATIN_SPACE = /[\t-\r \x85\xa0]/;
const LATIN_SPACES = /[\t-\r \x85\xa0]/g;

function parseDecimal(text: string): bigint {
  if (!/^[-+]?[0-9]+$/.test(text)) return 0n;
  const value = BigInt(text.replace(/^\+/, ''));
  const limit = 2n ** 63n;
  return value >= limit ? limit - 1n : value < -limit ? -limit : value;
}
