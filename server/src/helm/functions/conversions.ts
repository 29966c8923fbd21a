import type { Origin } from '../../gotemplate/origin.js';
import { printValue } from '../../gotemplate/print-value.js';
import { FunctionError } from '../../gotemplate/template-error.js';
import { TracedText } from '../../gotemplate/traced-text.js';
import { GoBytes, GoList, type GoMap, Int, type Value } from '../../gotemplate/value.js';
import { kindOf } from '../../gotemplate/value-type.js';

const SMALLEST = -(2n ** 63n);
const LARGEST = 2n ** 63n - 1n;

/** A value as an integer of 64 bits: fractions are cut off, texts are read as Go's integer constants are, and what is no number is 0. */
export function toInteger({ data }: Value): bigint {
  if (data instanceof Int) return data.value;
  if (typeof data === 'boolean') return data ? 1n : 0n;
  if (typeof data === 'number') return truncated(data);
  return data instanceof TracedText ? (parseInteger(withoutFraction(data.text)) ?? 0n) : 0n;
}

/** What does not fit is the smallest integer, as processors have it. */
function truncated(value: number): bigint {
  if (!(value > -(2 ** 63) && value < 2 ** 63)) return SMALLEST;
  return BigInt(Math.trunc(value));
}

/** A fraction that is nothing but zeros does not count. */
function withoutFraction(text: string): string {
  return text.replace(/\.0+$/, '');
}

const INTEGER = /^([-+]?)(?:0[xX](_?[0-9a-fA-F]+)+|0[bB](_?[01]+)+|0[oO]?(_?[0-7]+)+|0|[1-9](_?[0-9])*)$/;

/** An integer constant of Go; nothing if the text is none, or is too large. */
export function parseInteger(text: string): bigint | undefined {
  const match = INTEGER.exec(text);
  if (match === null) return undefined;
  const digits = text.slice(match[1]?.length).replaceAll('_', '').toLowerCase();
  const magnitude = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const value = match[1] === '-' ? -magnitude : magnitude;
  return value < SMALLEST || value > LARGEST ? undefined : value;
}

/** A value as a float; what is no number is 0. */
export function toFloat({ data }: Value): number {
  if (typeof data === 'number') return data;
  if (data instanceof Int) return data.toNumber();
  if (typeof data === 'boolean') return data ? 1 : 0;
  return data instanceof TracedText ? parseFloatConstant(data.text) : 0;
}

const DECIMAL = /^[-+]?(?:\d(?:_?\d)*\.?(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:[eE][-+]?\d+)?$/;
const HEXADECIMAL = /^([-+]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([-+]?\d+)$/;

function parseFloatConstant(text: string): number {
  if (DECIMAL.test(text)) {
    const value = Number(text.replaceAll('_', ''));
    return Number.isFinite(value) ? value : 0;
  }
  if (/^[-+]?inf(?:inity)?$/i.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^nan$/i.test(text)) return Number.NaN;
  const [matched, sign, whole = '', fraction = '', exponent] = HEXADECIMAL.exec(text.replaceAll('_', '')) ?? [];
  if (matched === undefined || whole + fraction === '') return 0;
  const value = Number.parseInt(whole + fraction, 16) * 2 ** (Number(exponent) - 4 * fraction.length);
  return sign === '-' ? -value : value;
}

/** A value as text: a text as it is, everything else as it is printed. */
export function textOf(value: Value): TracedText {
  return value.data instanceof GoBytes ? value.data.content : printValue(value);
}

/** The items of a list as texts, without those that are `nil`; of anything else one text, and of `nil` none. */
export function textsOf(value: Value): TracedText[] {
  if (value.data === null) return [];
  const items = value.data instanceof GoList ? value.data.items : [value];
  return items.filter(item => item.data !== null).map(textOf);
}

/** A list of texts, as Go's `[]string`. */
export function textList(texts: readonly TracedText[], origin?: Origin): Value {
  return { data: new GoList(texts.map(textValue), '[]string'), origin: origin ?? texts[0]?.origin };
}

export function textValue(text: TracedText): Value {
  return { data: text, origin: text.valueOrigin };
}

/** The items of a list, or an error that says what cannot be done with what is none. */
export function itemsOf({ data }: Value, action: string): readonly Value[] {
  if (data instanceof GoList) return data.items;
  if (data === null) throw new FunctionError(NIL_POINTER);
  throw new FunctionError(`Cannot ${action} type ${kindOf(data)}`);
}

export const NIL_POINTER = 'runtime error: invalid memory address or nil pointer dereference';

/** The text at a key of a map; empty if there is none. */
export function textAt(map: GoMap, key: string): string {
  const data = map.get(key)?.data;
  return data instanceof TracedText ? data.text : '';
}
