/**
 * How Go writes a `float64`: with an exponent, without one, or with one where the number is very large or very small; as an integer
 * with a power of two; in hexadecimal with a power of two.
 */
export type FloatFormat = 'e' | 'f' | 'g' | 'b' | 'x';

/** A number as Go's `strconv.FormatFloat` writes it. `precision` -1 asks for as few digits as tell the number from all others. */
export function formatFloat(value: number, format: FloatFormat, precision = -1): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const magnitude = Math.abs(value);
  if (format === 'b') return sign + formatBinary(magnitude);
  if (format === 'x') return sign + formatHexadecimal(magnitude, precision);
  if (precision < 0) return sign + formatShortest(magnitude, format);
  const exact = exactDecimal(magnitude);
  if (format === 'f') return sign + plain(rounded(exact, exact.exponent + 1 + precision), precision);
  if (format === 'e') return sign + scientific(rounded(exact, precision + 1), precision);
  return sign + general(rounded(exact, Math.max(1, precision)), Math.max(1, precision));
}

/** The number of `digits`, with a point after the first one, times ten to the `exponent`. No zeros at the end. */
interface Decimal {
  readonly digits: string;
  readonly exponent: number;
}

const ZERO: Decimal = { digits: '', exponent: 0 };

/** The exponent from which the general form without a precision is the one with an exponent. */
const LARGE_EXPONENT = 6;

function formatShortest(magnitude: number, format: FloatFormat): string {
  if (format === 'g' && magnitude >= 1e-4 && magnitude < 1e6) return String(magnitude);
  const [mantissa = '', exponent = ''] = magnitude.toExponential().split('e');
  const decimal = magnitude === 0 ? ZERO : { digits: mantissa.replace('.', ''), exponent: Number(exponent) };
  if (format === 'f') return plain(decimal, Math.max(0, decimal.digits.length - 1 - decimal.exponent));
  if (format === 'e') return scientific(decimal, Math.max(0, decimal.digits.length - 1));
  return general(decimal, LARGE_EXPONENT);
}

function general(decimal: Decimal, largeExponent: number): string {
  const count = decimal.digits.length;
  if (decimal.exponent < -4 || decimal.exponent >= largeExponent) return scientific(decimal, Math.max(0, count - 1));
  return plain(decimal, Math.max(0, count - 1 - decimal.exponent));
}

function scientific({ digits, exponent }: Decimal, precision: number): string {
  const padded = digits.padEnd(precision + 1, '0');
  const fraction = precision === 0 ? '' : `.${padded.slice(1)}`;
  return `${padded.charAt(0)}${fraction}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function plain({ digits, exponent }: Decimal, precision: number): string {
  const shifted = exponent < 0 ? '0'.repeat(-exponent) + digits : digits;
  const integerLength = Math.max(0, exponent) + 1;
  const padded = shifted.padEnd(integerLength + precision, '0');
  return precision === 0 ? padded.slice(0, integerLength) : `${padded.slice(0, integerLength)}.${padded.slice(integerLength)}`;
}

/** A float as an integer times two to a power. */
function binaryParts(magnitude: number): { mantissa: bigint; power: number } {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, magnitude);
  const biased = bits.getUint16(0) >>> 4;
  const fraction = bits.getBigUint64(0) & 0xfffffffffffffn;
  return { mantissa: biased === 0 ? fraction : fraction | 0x10000000000000n, power: Math.max(1, biased) - 1075 };
}

function formatBinary(magnitude: number): string {
  const { mantissa, power } = binaryParts(magnitude);
  return `${mantissa}p${power < 0 ? '-' : '+'}${Math.abs(power)}`;
}

function formatHexadecimal(magnitude: number, precision: number): string {
  let { mantissa, power } = binaryParts(magnitude);
  // One bit before the point, and 52 after it.
  const shift = magnitude === 0 ? 0 : 53 - mantissa.toString(2).length;
  mantissa <<= BigInt(shift);
  power = magnitude === 0 ? 0 : power - shift + 52;
  const dropped = precision < 0 ? 0n : BigInt(Math.max(0, 52 - 4 * precision));
  const half = (1n << dropped) >> 1n;
  const rest = mantissa & ((1n << dropped) - 1n);
  let kept = mantissa >> dropped;
  if (dropped > 0n && (rest > half || (rest === half && (kept & 1n) === 1n))) kept++;
  if (kept >> (53n - dropped) > 0n) {
    kept >>= 1n;
    power++;
  }
  const digits = (kept << dropped).toString(16).padStart(14, '0');
  const fraction = precision < 0 ? withoutZeros(digits.slice(1)) : digits.slice(1, 1 + precision).padEnd(precision, '0');
  const exponent = String(Math.abs(power)).padStart(2, '0');
  return `0x${digits.charAt(0)}${fraction === '' ? '' : `.${fraction}`}p${power < 0 ? '-' : '+'}${exponent}`;
}

/** All digits of a float: every float has finitely many. */
function exactDecimal(magnitude: number): Decimal {
  if (magnitude === 0) return ZERO;
  const { mantissa, power } = binaryParts(magnitude);
  const scaled = power >= 0 ? mantissa << BigInt(power) : mantissa * 5n ** BigInt(-power);
  const digits = scaled.toString();
  return { digits: withoutZeros(digits), exponent: digits.length - 1 - Math.max(0, -power) };
}

/** Rounded to a number of digits; what lies exactly in the middle goes to the even neighbour. */
function rounded({ digits, exponent }: Decimal, count: number): Decimal {
  if (count < 0) return ZERO;
  if (digits.length <= count) return { digits, exponent };
  const kept = digits.slice(0, count);
  const rest = digits.slice(count);
  const isOdd = Number(kept.at(-1) ?? '0') % 2 === 1;
  if (rest < '5' || (rest === '5' && !isOdd)) return kept === '' ? ZERO : { digits: withoutZeros(kept), exponent };
  const raised = (BigInt(kept) + 1n).toString();
  return { digits: withoutZeros(raised), exponent: exponent + raised.length - kept.length };
}

function withoutZeros(digits: string): string {
  return digits.replace(/0+$/, '');
}
