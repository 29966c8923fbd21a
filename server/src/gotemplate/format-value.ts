import { bytesOfText } from './bytes.js';
import { type FormatFlags, NO_FLAGS } from './format-directive.js';
import { type FloatFormat, formatFloat } from './number-text.js';
import type { Origin } from './origin.js';
import { appendScalar, appendValue, printValue } from './print-value.js';
import { quoteCharacter, quoteText, quoteTracedText } from './quoting.js';
import { TracedText, TracedTextBuilder } from './traced-text.js';
import { GoBytes, GoList, GoMap, GoObject, Int, makeValue, type Value } from './value.js';
import { typeOf } from './value-type.js';

/** Appends a value as a verb of Go's `fmt` formats it; where the verb does not fit the type, what Go says about that. */
export function formatValue(builder: TracedTextBuilder, value: Value, verb: string, flags: FormatFlags): void {
  const { data, origin } = value;
  // In `%v`, these two flags are about structs and Go's syntax.
  const meant = verb === 'v' ? { ...flags, plus: false, sharp: false } : flags;
  if (data === null && (verb === 'v' || verb === 'T')) builder.append(pad(TracedText.of('<nil>', origin), meant));
  else if (verb === 'T') builder.append(pad(shortened(TracedText.of(typeOf(data), origin), flags), flags));
  else if (verb === 'v' && flags.sharp) builder.write(goSyntax(value), origin);
  else if (data === null) builder.append(wrongVerb(value, verb, flags));
  else if (!(data instanceof GoBytes)) appendValue(builder, value, (target, item) => formatScalar(target, item, verb, meant));
  else if ('sxXq'.includes(verb)) formatScalar(builder, { data: data.content, origin }, verb, flags);
  else appendValue(builder, listOfBytes(data, origin), (target, item) => formatScalar(target, item, verb, meant));
}

function listOfBytes({ content }: GoBytes, origin: Origin | undefined): Value {
  return makeValue(new GoList(Array.from(bytesOfText(content.text), byte => makeValue(new Int(byte, 'uint8'), origin))), origin);
}

/** What Go says where a verb does not fit. */
function wrongVerb(value: Value, verb: string, flags: FormatFlags): TracedText {
  const { data, origin } = value;
  const builder = new TracedTextBuilder().write(`%!${verb}(${data === null ? '<nil>' : `${typeOf(data)}=`}`, origin);
  if (data !== null) builder.append(formatted(value, 'v', flags) ?? printValue(value));
  return builder.write(')', origin).build();
}

function formatScalar(builder: TracedTextBuilder, value: Value, verb: string, flags: FormatFlags): void {
  if (value.data === null) builder.write('<nil>', value.origin);
  else builder.append(formatted(value, verb, flags) ?? wrongVerb(value, verb, flags));
}

function formatted(value: Value, verb: string, flags: FormatFlags): TracedText | undefined {
  const { data, origin } = value;
  const written = (text: string | undefined, isFilled: boolean) =>
    text === undefined ? undefined : pad(TracedText.of(text, origin), isFilled ? flags : { ...flags, zero: false });
  if (data instanceof TracedText) return formatText(data, verb, flags);
  if (typeof data === 'boolean') return verb === 'v' || verb === 't' ? pad(plain(value), flags) : undefined;
  if (data instanceof Int)
    return verb === 'v' && isBare(flags)
      ? plain(value)
      : written(formatInteger(data.value, verb, flags), verb !== 'U' && (flags.precision === undefined || 'cq'.includes(verb)));
  if (typeof data !== 'number') return undefined;
  if (verb === 'v' && isBare(flags)) return plain(value);
  // What is no number is not filled with zeros.
  return written(formatNumber(data, verb, flags), Number.isFinite(data));
}

function isBare(flags: FormatFlags): boolean {
  return !flags.plus && !flags.space && !flags.zero && flags.width === undefined && flags.precision === undefined;
}

/** The value as `%v` writes it, with its place. */
function plain(value: Value): TracedText {
  const builder = new TracedTextBuilder();
  appendScalar(builder, value);
  return builder.build();
}

/** Fills up to the width: with spaces, or zeros on the left where they are asked for. */
function pad(text: TracedText, { width = 0, minus, zero }: FormatFlags): TracedText {
  const missing = width - [...text.text].length;
  if (missing <= 0) return text;
  const filling = (zero && !minus ? '0' : ' ').repeat(missing);
  const builder = new TracedTextBuilder();
  return (minus ? builder.append(text).write(filling, text.origin) : builder.write(filling, text.origin).append(text)).build();
}

function formatText(text: TracedText, verb: string, flags: FormatFlags): TracedText | undefined {
  const kept = shortened(text, flags);
  if (verb === 'v' || verb === 's') return pad(kept, flags);
  if (verb === 'q')
    return pad(flags.sharp && !/[`\p{Cc}\ufeff]/u.test(kept.text) ? backquoted(kept) : quoteTracedText(kept, flags.plus), flags);
  if (verb !== 'x' && verb !== 'X') return undefined;
  return pad(TracedText.of(formatBytes(bytesOfText(text.text).slice(0, flags.precision), verb, flags), text.origin), flags);
}

function shortened(text: TracedText, { precision }: FormatFlags): TracedText {
  return precision === undefined ? text : text.slice(0, [...text.text].slice(0, precision).join('').length);
}

function backquoted(text: TracedText): TracedText {
  return new TracedTextBuilder().write('`', text.origin).append(text).write('`', text.origin).build();
}

function formatBytes(bytes: Uint8Array, verb: string, { sharp, space }: FormatFlags): string {
  const prefix = sharp ? `0${verb}` : '';
  const digits = Array.from(bytes, byte => byte.toString(16).padStart(2, '0'));
  const cased = verb === 'X' ? digits.map(each => each.toUpperCase()) : digits;
  if (space) return cased.map(each => prefix + each).join(' ');
  return bytes.length === 0 ? '' : prefix + cased.join('');
}

const BASES: Readonly<Record<string, number>> = { v: 10, d: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };
const PREFIXES: Readonly<Record<string, string>> = { b: '0b', o: '0', O: '0', x: '0x', X: '0X' };

function formatInteger(value: bigint, verb: string, flags: FormatFlags): string | undefined {
  if (verb === 'c') return characterOf(value);
  if (verb === 'q') return `'${quoteCharacter(characterOf(value), "'", flags.plus)}'`;
  if (verb === 'U') return formatCodePoint(value, flags);
  const base = BASES[verb];
  if (base === undefined) return undefined;
  const { precision } = flags;
  if (precision === 0 && value === 0n) return '';
  const magnitude = (value < 0n ? -value : value).toString(base);
  const sign = value < 0n ? '-' : flags.plus ? '+' : flags.space ? ' ' : '';
  const width = precision ?? (flags.zero && !flags.minus ? (flags.width ?? 0) - sign.length : 0);
  const digits = magnitude.padStart(width, '0');
  const isPrefixed = base === 8 && digits.startsWith('0');
  const prefix = (verb === 'O' ? '0o' : '') + (flags.sharp && !isPrefixed ? (PREFIXES[verb] ?? '') : '');
  return sign + prefix + (verb === 'X' ? digits.toUpperCase() : digits);
}

function characterOf(value: bigint): string {
  const isCharacter = value >= 0n && value <= 0x10ffffn && !(value >= 0xd800n && value < 0xe000n);
  return isCharacter ? String.fromCodePoint(Number(value)) : '\ufffd';
}

function formatCodePoint(value: bigint, { sharp, precision }: FormatFlags): string {
  const code = `U+${BigInt.asUintN(64, value)
    .toString(16)
    .toUpperCase()
    .padStart(Math.max(4, precision ?? 0), '0')}`;
  const character = characterOf(value);
  return sharp && value >= 0n && value <= 0x10ffffn && quoteCharacter(character, "'") === character ? `${code} '${character}'` : code;
}

const FLOAT_FORMATS: ReadonlyMap<string, FloatFormat> = new Map([
  ['v', 'g'],
  ['g', 'g'],
  ['G', 'g'],
  ['e', 'e'],
  ['E', 'e'],
  ['f', 'f'],
  ['F', 'f'],
  ['x', 'x'],
  ['X', 'x'],
  ['b', 'b'],
]);

function formatNumber(value: number, verb: string, flags: FormatFlags): string | undefined {
  const format = FLOAT_FORMATS.get(verb);
  if (format === undefined) return undefined;
  const written = formatFloat(value, format, flags.precision ?? (format === 'e' || format === 'f' ? 6 : -1));
  const cased = 'EGX'.includes(verb) && Number.isFinite(value) ? written.toUpperCase() : written;
  const unsigned = /^[-+]/.test(cased) ? cased.slice(1) : cased;
  const sign = signOf(value, flags) || (value === Number.POSITIVE_INFINITY && !flags.space ? '+' : '');
  const isFilled = flags.zero && Number.isFinite(value);
  return sign + (isFilled ? unsigned.padStart((flags.width ?? 0) - sign.length, '0') : unsigned);
}

function signOf(value: number, { plus, space }: FormatFlags): string {
  if (value < 0 || Object.is(value, -0)) return '-';
  return plus ? '+' : space ? ' ' : '';
}

/** `%#v`: as the value would be written in a Go program. */
function goSyntax({ data }: Value): string {
  if (data === null) return '<nil>';
  if (data instanceof TracedText) return quoteText(data.text);
  if (data instanceof GoList) return `${data.type}{${data.items.map(goSyntaxOfItem).join(', ')}}`;
  if (data instanceof GoMap) {
    const entries = data.sortedKeys().map(key => `${quoteText(key)}:${goSyntaxOfItem(data.get(key) ?? { data: null, origin: undefined })}`);
    return data.isNil ? `${data.type}(nil)` : `${data.type}{${entries.join(', ')}}`;
  }
  if (data instanceof GoBytes) return `[]byte{${Array.from(bytesOfText(data.content.text), byte => `0x${byte.toString(16)}`).join(', ')}}`;
  if (data instanceof GoObject)
    return `${data.type.replace('*', '&')}{${[...data.fields].map(([name, field]) => `${name}:${goSyntax(field)}`).join(', ')}}`;
  return data instanceof Int && data.type === 'uint8'
    ? `0x${data.value.toString(16)}`
    : (formatted({ data, origin: undefined }, 'v', NO_FLAGS)?.text ?? '');
}

function goSyntaxOfItem(value: Value): string {
  return value.data === null ? 'interface {}(nil)' : goSyntax(value);
}
