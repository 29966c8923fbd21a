import type { YamlNode } from '../yaml/yaml-node.js';
import { isUnresolved } from './unresolved-text.js';

/** An amount of a resource, exact: Kubernetes keeps nine decimals. */
export interface Quantity {
  readonly nanos: bigint;
}

const DECIMAL_EXPONENTS: ReadonlyMap<string, number> = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);
const BINARY_EXPONENTS: ReadonlyMap<string, bigint> = new Map([
  ['Ki', 10n],
  ['Mi', 20n],
  ['Gi', 30n],
  ['Ti', 40n],
  ['Pi', 50n],
  ['Ei', 60n],
]);
const NANOS = 1_000_000_000n;
const NANO_DIGITS = 9;
const LARGEST = (2n ** 63n - 1n) * NANOS;

/**
 * Reads a quantity as the API server does: sign, digits with an optional point, then one suffix (`m`, `k`, `Mi`, …) or one exponent (`e3`, `E-2`).
 * Values are rounded up to nine decimals; those in binary units end at 2⁶³−1. White space, unknown suffixes (`MB`, `mi`) and the empty text give `undefined`.
 */
export function parseQuantity(text: string): Quantity | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?([A-Za-z]{0,2}|[eE][+-]?\d+)$/.exec(text);
  if (match === null || text === '') return undefined;
  const [, sign, whole = '', fraction = '', suffix = ''] = match;
  const magnitude = magnitudeOf(whole, fraction, suffix);
  return magnitude && { nanos: sign === '-' ? -magnitude.nanos : magnitude.nanos };
}

/** The quantity that a scalar holds: YAML numbers count by their value. `undefined` if absent, unresolved or not a quantity. */
export function quantityOf(node: YamlNode | undefined): Quantity | undefined {
  if (typeof node?.value === 'number') return parseQuantity(String(node.value));
  if (typeof node?.value !== 'string' || isUnresolved(node.value)) return undefined;
  return parseQuantity(node.value);
}

/** Negative, zero or positive, as for `sort`. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;
}

export function quantityOfBytes(bytes: bigint): Quantity {
  return { nanos: bytes * NANOS };
}

/** In whole units (bytes, cores), rounded up as Kubernetes does. */
export function wholeUnitsOf(quantity: Quantity): bigint {
  return divideUp(quantity.nanos, NANOS);
}

/** In thousandths (millicores), rounded up as Kubernetes does. */
export function thousandthsOf(quantity: Quantity): bigint {
  return divideUp(quantity.nanos, 1_000_000n);
}

/** Bytes in the largest binary unit that holds them exactly: `512Mi`, `1536Mi`, `1000`. */
export function formatBytes(bytes: bigint): string {
  let unit = '';
  let amount = bytes;
  for (const [suffix, exponent] of BINARY_EXPONENTS) {
    const size = 1n << exponent;
    if (bytes === 0n || bytes % size !== 0n) break;
    unit = suffix;
    amount = bytes / size;
  }
  return `${amount}${unit}`;
}

/** Thousandths of a core as people write them: `500m`, `2`, `1500m`. */
export function formatThousandths(thousandths: bigint): string {
  return thousandths % 1000n === 0n ? `${thousandths / 1000n}` : `${thousandths}m`;
}

function magnitudeOf(whole: string, fraction: string, suffix: string): Quantity | undefined {
  const digits = BigInt(whole + fraction || '0');
  const binary = BINARY_EXPONENTS.get(suffix);
  if (binary !== undefined) return capped(scaled(digits << binary, NANO_DIGITS - fraction.length));
  const exponent = DECIMAL_EXPONENTS.get(suffix) ?? exponentOf(suffix);
  return exponent === undefined ? undefined : { nanos: scaled(digits, NANO_DIGITS + exponent - fraction.length) };
}

function exponentOf(suffix: string): number | undefined {
  return /^[eE][+-]?\d+$/.test(suffix) ? Number(suffix.slice(1)) : undefined;
}

/** `digits` times ten to the power, rounded up. Powers beyond what can matter are cut, so that `1e999999999` costs nothing. */
function scaled(digits: bigint, power: number): bigint {
  if (digits === 0n) return 0n;
  if (power >= 0) return digits * 10n ** BigInt(Math.min(power, 60));
  const length = digits.toString().length;
  return divideUp(digits, 10n ** BigInt(Math.min(-power, length)));
}

function capped(nanos: bigint): Quantity {
  return { nanos: nanos > LARGEST ? LARGEST : nanos };
}

function divideUp(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor > 0n ? quotient + 1n : quotient;
}
