import { NO_FLAGS } from './format-directive.js';
import { formatValue } from './format-value.js';
import { printValue } from './print-value.js';
import { FunctionError } from './template-error.js';
import { TracedText, TracedTextBuilder } from './traced-text.js';
import { compareTexts, type Data, GoBytes, GoList, GoMap, Int } from './value.js';
import { kindOf, typeOf } from './value-type.js';

/** Go's `eq`: only values of one basic kind compare, and `nil` with anything. */
export function equalValues(a: Data, b: Data): boolean {
  const kind = basicKind(a);
  if (kind !== basicKind(b)) {
    if (a === null || b === null) return false;
    throw incompatible(a, b);
  }
  if (a instanceof TracedText) return b instanceof TracedText && a.text === b.text;
  if (a instanceof Int) return b instanceof Int && a.value === b.value;
  if (kind !== undefined) return a === b;
  if (a !== null && b !== null && kindOf(a) !== kindOf(b))
    throw new FunctionError(
      `non-comparable types ${asText(a)}: ${typeOf(a)}, ${typeOf(b)}: ${printValue({ data: b, origin: undefined }).text}`,
    );
  if (isNil(a) || isNil(b)) return isNil(a) === isNil(b);
  if (isUncomparable(b)) throw new FunctionError(`non-comparable type ${asText(b)}: ${typeOf(b)}`);
  return a === b;
}

/** Go's order of numbers and texts: negative, zero or positive. */
export function compareValues(a: Data, b: Data): number {
  const kind = basicKind(a);
  if (kind === undefined || basicKind(b) === undefined) throw new FunctionError('invalid type for comparison');
  if (kind !== basicKind(b)) throw incompatible(a, b);
  if (a instanceof TracedText && b instanceof TracedText) return compareTexts(a.text, b.text);
  if (a instanceof Int && b instanceof Int) return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
  // Of a number that is none, neither is less.
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a === b ? 0 : 1;
  throw new FunctionError('invalid type for comparison');
}

function basicKind(data: Data): 'bool' | 'int' | 'float' | 'string' | undefined {
  if (typeof data === 'boolean') return 'bool';
  if (typeof data === 'number') return 'float';
  if (data instanceof Int) return 'int';
  return data instanceof TracedText ? 'string' : undefined;
}

function incompatible(a: Data, b: Data): FunctionError {
  return new FunctionError(`incompatible types for comparison: ${typeOf(a)} and ${typeOf(b)}`);
}

function isNil(data: Data): boolean {
  return data === null || (data instanceof GoMap && data.isNil);
}

function isUncomparable(data: Data): boolean {
  return data instanceof GoMap || data instanceof GoList || data instanceof GoBytes || kindOf(data) === 'map';
}

/** As `%s` writes it. */
function asText(data: Data): string {
  const builder = new TracedTextBuilder();
  formatValue(builder, { data, origin: undefined }, 's', NO_FLAGS);
  return builder.build().text;
}
