import type { ScalarValue, YamlStyle } from './yaml-node.js';

/**
 * The value of a scalar as kubectl reads it: YAML 1.1 booleans and octals, hexadecimal, binary and underscored numbers; dates and `1:30`
 * stay text. `text` is the content with quotes and escapes resolved. Integers beyond 2^53 lose digits here, their text keeps them.
 */
export function resolveScalar(text: string, style: YamlStyle, tag: string | undefined): ScalarValue {
  if (tag !== undefined) return resolveTagged(text, tag);
  return style === 'plain' || style === 'empty' ? resolvePlain(text) : text;
}

/** The name under which Kubernetes sees a key: `yes` is `true`, `0x1f` is `31`. */
export function canonicalKey(text: string, style: YamlStyle, tag: string | undefined): string {
  if (style !== 'plain' && tag === undefined) return text;
  const value = resolveScalar(text, style, tag);
  return value === text ? text : String(value);
}

/** The value of plain text that has no tag. */
export function resolvePlain(text: string): ScalarValue {
  const hint = FIRST_CHARACTERS.get(text.charCodeAt(0));
  if (hint === undefined) return text === '' ? null : text;
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (hint === 'word') return text;
  // Text that starts with a full stop is only ever a decimal fraction, without underscores.
  return (hint === 'fraction' ? decimalOf(text) : numberOf(text.replaceAll('_', ''))) ?? text;
}

type Hint = 'word' | 'number' | 'fraction';

const FIRST_CHARACTERS: ReadonlyMap<number, Hint> = new Map([
  ...hints('yYnNtTfFoO~', 'word'),
  ...hints('+-0123456789', 'number'),
  ...hints('.', 'fraction'),
]);

const WORDS: ReadonlyMap<string, ScalarValue> = new Map<string, ScalarValue>([
  ...words(true, 'y Y yes Yes YES true True TRUE on On ON'),
  ...words(false, 'n N no No NO false False FALSE off Off OFF'),
  ...words(null, '~ null Null NULL'),
  ...words(Number.NaN, '.nan .NaN .NAN'),
  ...words(Number.POSITIVE_INFINITY, '.inf .Inf .INF +.inf +.Inf +.INF'),
  ...words(Number.NEGATIVE_INFINITY, '-.inf -.Inf -.INF'),
]);

const DECIMAL = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;

function hints(characters: string, hint: Hint): [number, Hint][] {
  return [...characters].map(character => [character.charCodeAt(0), hint]);
}

function words(value: ScalarValue, list: string): [string, ScalarValue][] {
  return list.split(' ').map(word => [word, value]);
}

function decimalOf(text: string): number | undefined {
  return DECIMAL.test(text) ? Number(text) : undefined;
}

function numberOf(text: string): number | undefined {
  const match = INTEGER.exec(text);
  if (match === null) return decimalOf(text);
  const [, sign, hexadecimal, binary, octal, decimal] = match;
  const prefixed =
    hexadecimal !== undefined ? `0x${hexadecimal}` : binary !== undefined ? `0b${binary}` : octal !== undefined ? `0o${octal}` : decimal;
  const magnitude = Number(prefixed);
  return sign === '-' ? 0 - magnitude : magnitude;
}

const STANDARD_TAG = /^(?:!!|!<tag:yaml\.org,2002:)(str|binary|int|float|bool|null|timestamp)>?$/;

/** Of a tagged scalar, quotes do not matter. A tag that is not of the standard's own leaves text. */
function resolveTagged(text: string, tag: string): ScalarValue {
  const kind = STANDARD_TAG.exec(tag)?.[1];
  switch (kind) {
    case 'int':
    case 'float':
    case 'bool':
    case 'null':
      return resolvePlain(text);
    default:
      return text;
  }
}
