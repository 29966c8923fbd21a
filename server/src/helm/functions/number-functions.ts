import { printValue } from '../../gotemplate/print-value.js';
import { FunctionError } from '../../gotemplate/template-error.js';
import {
  aliasesOf,
  type CallContext,
  type TemplateFunction,
  templateFunction,
  variadicFunction,
} from '../../gotemplate/template-function.js';
import { TracedText } from '../../gotemplate/traced-text.js';
import { GoList, Int, makeValue, type Value } from '../../gotemplate/value.js';
import { toFloat, toInteger } from './conversions.js';
import { addDecimals, type Decimal, decimalOf, divideDecimals, floatOf, multiplyDecimals, subtractDecimals } from './decimal.js';

const max = variadicFunction('max', ['any'], 'any', (_, ...values) => int64(sorted(values).at(-1) ?? 0n));

const round = variadicFunction('round', ['any', 'int'], 'float', (_, value, places, ...rounding) => {
  const scale = 10 ** places;
  const scaled = scale * toFloat(value);
  const fraction = scaled - Math.trunc(scaled);
  return (fraction >= (rounding[0] ?? 0.5) ? Math.ceil(scaled) : Math.floor(scaled)) / scale;
});

const untilStep = templateFunction('untilStep', ['int', 'int', 'int'], (context, start, end, step) =>
  intList(steps(context, start, end, step)),
);

const seq = variadicFunction('seq', [], 'int', (context, ...bounds) => {
  const [first = 0, second = 0, third = 0] = bounds;
  switch (bounds.length) {
    case 1:
      return sequence(context, 1, first, first < 1 ? -1 : 1);
    case 2:
      return sequence(context, first, second, second < first ? -1 : 1);
    case 3:
      return third < first && second > 0 ? TracedText.of('') : sequence(context, first, third, second);
    default:
      return TracedText.of('');
  }
});

/** Functions on numbers. Integers are of 64 bits and wrap around; `addf` and its like compute in decimals. */
export const NUMBER_FUNCTIONS: readonly TemplateFunction[] = [
  templateFunction('int', ['any'], (_, value) => new Int(toInteger(value))),
  templateFunction('int64', ['any'], (_, value) => int64(toInteger(value))),
  templateFunction('float64', ['any'], (_, value) => toFloat(value)),
  templateFunction('toDecimal', ['any'], (_, value) => int64(octal(printValue(value).text))),
  templateFunction('add1', ['any'], (_, value) => int64(toInteger(value) + 1n)),
  variadicFunction('add', [], 'any', (_, ...values) => int64(values.reduce((sum, value) => sum + toInteger(value), 0n))),
  templateFunction('sub', ['any', 'any'], (_, a, b) => int64(toInteger(a) - toInteger(b))),
  variadicFunction('mul', ['any'], 'any', (_, ...values) =>
    int64(values.reduce((product, value) => BigInt.asIntN(64, product * toInteger(value)), 1n)),
  ),
  templateFunction('div', ['any', 'any'], (_, a, b) => int64(toInteger(a) / divisorOf(b))),
  templateFunction('mod', ['any', 'any'], (_, a, b) => int64(toInteger(a) % divisorOf(b))),
  max,
  ...aliasesOf(max, 'biggest'),
  variadicFunction('min', ['any'], 'any', (_, ...values) => int64(sorted(values)[0] ?? 0n)),
  variadicFunction('maxf', ['any'], 'any', (_, ...values) => Math.max(...values.map(toFloat))),
  variadicFunction('minf', ['any'], 'any', (_, ...values) => Math.min(...values.map(toFloat))),
  templateFunction('add1f', ['any'], (_, value) => compute(toFloat(value), [makeValue(1)], addDecimals)),
  variadicFunction('addf', [], 'any', (_, ...values) => compute(0, values, addDecimals)),
  variadicFunction('subf', ['any'], 'any', (_, first, ...values) => compute(toFloat(first), values, subtractDecimals)),
  variadicFunction('mulf', ['any'], 'any', (_, first, ...values) => compute(toFloat(first), values, multiplyDecimals)),
  variadicFunction('divf', ['any'], 'any', (_, first, ...values) => compute(toFloat(first), values, divideDecimals)),
  templateFunction('floor', ['any'], (_, value) => Math.floor(toFloat(value))),
  templateFunction('ceil', ['any'], (_, value) => Math.ceil(toFloat(value))),
  round,
  templateFunction('until', ['int'], (context, count) => intList(steps(context, 0, count, count < 0 ? -1 : 1))),
  untilStep,
  seq,
];

function int64(value: bigint): Int {
  return new Int(value, 'int64');
}

function sorted(values: readonly Value[]): bigint[] {
  return values.map(toInteger).sort((a, b) => Number(a > b) - Number(a < b));
}

function octal(text: string): bigint {
  const match = /^([-+]?)([0-7]+)$/.exec(text);
  const value = match === null ? 0n : BigInt(`0o${match[2]}`);
  return match?.[1] === '-' ? -value : value;
}

function divisorOf(value: Value): bigint {
  const divisor = toInteger(value);
  if (divisor === 0n) throw new FunctionError('runtime error: integer divide by zero');
  return divisor;
}

function compute(first: number, rest: readonly Value[], operation: (a: Decimal, b: Decimal) => Decimal): number {
  return floatOf(rest.reduce((result, value) => operation(result, decimalOf(toFloat(value))), decimalOf(first)));
}

/** The numbers from one to another, which is not among them; none if the steps lead elsewhere. */
function steps(context: CallContext, start: number, end: number, step: number): number[] {
  if (end < start ? step >= 0 : step <= 0) return [];
  context.spend(Math.ceil((end - start) / step));
  const numbers: number[] = [];
  for (let number = start; end < start ? number > end : number < end; number += step) numbers.push(number);
  return numbers;
}

function intList(numbers: readonly number[]): GoList {
  return new GoList(
    numbers.map(number => makeValue(new Int(number))),
    '[]int',
  );
}

function sequence(context: CallContext, start: number, end: number, step: number): TracedText {
  return TracedText.of(steps(context, start, end + (end < start ? -1 : 1), step).join(' '));
}
