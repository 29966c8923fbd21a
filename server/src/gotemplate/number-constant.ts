import { unquote } from './unquote.js';

/** What a number in a template stands for: an `int`, a `float64`, or both where the float has no fraction. */
export interface NumberConstant {
  readonly int: bigint | undefined;
  readonly float: number;
  /** Whether it is a `float64` where nothing says which of the two is wanted. */
  readonly isFloat: boolean;
}

/** Reads a number; answers why if it cannot be one. */
export function parseNumber(text: string): NumberConstant | string {
  if (text.endsWith('i') && !/^[+-]?0[xX]/.test(text)) return `complex numbers are not supported: ${JSON.stringify(text)}`;
  const int = parseInteger(text);
  if (int === 'overflow') return `integer overflow: ${JSON.stringify(text)}`;
  if (int !== undefined) return { int, float: Number(int), isFloat: false };
  const float = parseFloatConstant(text);
  if (float !== undefined && !/[.eEpP]/.test(text)) return `integer overflow: ${JSON.stringify(text)}`;
  if (float === undefined) return `illegal number syntax: ${JSON.stringify(text)}`;
  const isWhole = Number.isInteger(float) && Math.abs(float) < 2 ** 63;
  return { int: isWhole ? BigInt(float) : undefined, float, isFloat: true };
}

/** Reads a character in single quotes, which is the number of its code point. */
export function parseCharacter(text: string): NumberConstant | string {
  const characters = [...(unquote(text) ?? '')];
  const code = characters[0]?.codePointAt(0);
  if (code === undefined || characters.length !== 1) return `malformed character constant: ${text}`;
  const value = code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : code;
  return { int: BigInt(value), float: value, isFloat: false };
}

const INTEGER =
  /^([+-]?)(?:0[xX](_?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*)|0[oO]?(_?[0-7]+(?:_[0-7]+)*)|0[bB](_?[01]+(?:_[01]+)*)|(0|[1-9][0-9]*(?:_[0-9]+)*))$/;

function parseInteger(text: string): bigint | 'overflow' | undefined {
  const [, sign, hexadecimal, octal, binary, decimal] = INTEGER.exec(text) ?? [];
  const digits = (hexadecimal ?? octal ?? binary ?? decimal)?.replaceAll('_', '');
  if (digits === undefined) return undefined;
  const prefix = hexadecimal !== undefined ? '0x' : octal !== undefined ? '0o' : binary !== undefined ? '0b' : '';
  const magnitude = BigInt(prefix + digits);
  const value = sign === '-' ? -magnitude : magnitude;
  return value === BigInt.asIntN(64, value) ? value : 'overflow';
}

const DECIMAL_FLOAT = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const HEXADECIMAL_FLOAT = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?[0-9]+)$/;

function parseFloatConstant(text: string): number | undefined {
  if (/__|_$|_\.|\._|_[eEpP]|[eEpP+-]_|^_/.test(text)) return undefined;
  const plain = text.replaceAll('_', '');
  const value = DECIMAL_FLOAT.test(plain) ? Number(plain) : parseHexadecimalFloat(plain);
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

function parseHexadecimalFloat(text: string): number | undefined {
  const [, sign, integer = '', fraction = '', exponent] = HEXADECIMAL_FLOAT.exec(text) ?? [];
  if (integer + fraction === '' || exponent === undefined) return undefined;
  const magnitude = Number(BigInt(`0x${integer}${fraction}`)) * 2 ** (Number(exponent) - 4 * fraction.length);
  return sign === '-' ? -magnitude : magnitude;
}
