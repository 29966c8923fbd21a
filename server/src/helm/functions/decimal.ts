import { FunctionError } from '../../gotemplate/template-error.js';

/** A number in decimal digits, exactly: `digits` times ten to the `exponent`. Sprig computes with such numbers, so that 0.1 + 0.2 is 0.3. */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** The decimal with the fewest digits that is nearest to a float. Throws a `FunctionError` for what is no number. */
export function decimalOf(value: number): Decimal {
  if (!Number.isFinite(value))
    throw new FunctionError(`Cannot create a Decimal from ${Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'}`);
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e');
  const fraction = mantissa.split('.')[1] ?? '';
  return { digits: BigInt(mantissa.replace('.', '')), exponent: Number(exponent) - fraction.length };
}

export function floatOf({ digits, exponent }: Decimal): number {
  return Number(`${digits}e${exponent}`);
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent);
  return { digits: scaled(a, exponent) + scaled(b, exponent), exponent };
}

export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  return addDecimals(a, { digits: -b.digits, exponent: b.exponent });
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, exponent: a.exponent + b.exponent };
}

/** To 16 digits behind the point, halves away from zero. Throws a `FunctionError` for a division by zero. */
export function divideDecimals(a: Decimal, b: Decimal): Decimal {
  if (b.digits === 0n) throw new FunctionError('decimal division by 0');
  const shift = a.exponent - b.exponent + DIVISION_DIGITS;
  const dividend = shift >= 0 ? a.digits * 10n ** BigInt(shift) : a.digits;
  const divisor = shift >= 0 ? b.digits : b.digits * 10n ** BigInt(-shift);
  const quotient = dividend / divisor;
  const rest = dividend % divisor;
  const isHalf = magnitude(rest) * 2n >= magnitude(divisor);
  const isNegative = dividend < 0n !== divisor < 0n;
  return { digits: isHalf ? quotient + (isNegative ? -1n : 1n) : quotient, exponent: -DIVISION_DIGITS };
}

const DIVISION_DIGITS = 16;

function scaled({ digits, exponent }: Decimal, target: number): bigint {
  return digits * 10n ** BigInt(exponent - target);
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
