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
export function keyName(text: string, style: YamlStyle, tag: string | undefined): string {
  if (tag === undefined && (style !== 'plain' || !STARTS_TYPED.test(text) || CANONICAL_INTEGER.test(text))) return text;
  const value = resolveScalar(text, style, tag);
  return typeof value === 'string' ? value : String(value);
}

/** The value of plain text that has no tag. */
export function resolvePlain(text: string): ScalarValue {
  if (text === '') return null;
  if (!STARTS_TYPED.test(text)) return text;
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (STARTS_WORD.test(text)) return text;
  return (text[0] === '.' && !FRACTION.test(text) ? undefined : numberOf(text.replaceAll('_', ''))) ?? text;
}

const STARTS_TYPED = /^[-+.~0-9yYnNtTfFoO]/;
const STARTS_WORD = /^[a-zA-Z]/;
// After a full stop, unlike elsewhere, underscores may only stand between digits.
const FRACTION = /^\.[0-9](?:_?[0-9])*(?:[eE][-+]?[0-9](?:_?[0-9])*)?$/;
const CANONICAL_INTEGER = /^(?:0|[1-9][0-9]*)$/;

const WORDS: ReadonlyMap<string, ScalarValue> = new Map<string, ScalarValue>([
  ...words(true, 'y Y yes Yes YES true True TRUE on On ON'),
  ...words(false, 'n N no No NO false False FALSE off Off OFF'),
  ...words(null, '~ null Null NULL'),
  ...words(Number.NaN, '.nan .NaN .NAN'),
  ...words(Number.POSITIVE_INFINITY, '.inf .Inf .INF +.inf +.Inf +.INF'),
  ...words(Number.NEGATIVE_INFINITY, '-.inf -.Inf -.INF'),
]);

function words(value: ScalarValue, list: string): [string, ScalarValue][] {
  return list.split(' ').map(word => [word, value]);
}

const DECIMAL = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/** What is too large for a number stays text; there is no negative zero. */
function decimalOf(text: string): number | undefined {
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value + 0 : undefined;
}

const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;

function numberOf(text: string): number | undefined {
  const match = INTEGER.exec(text);
  if (match === null) return decimalOf(text);
  const [, sign, hexadecimal, binary, octal, decimal] = match;
  const magnitude = Number(
    hexadecimal !== undefined ? `0x${hexadecimal}` : binary !== undefined ? `0b${binary}` : octal !== undefined ? `0o${octal}` : decimal,
  );
  return sign === '-' ? 0 - magnitude : magnitude;
}

const STANDARD_TAG = /^(?:!!|!<tag:yaml\.org,2002:)(int|float|bool|null|binary)>?$/;

/** Of a tagged scalar, quotes do not matter. A tag that is not of the standard's own leaves text. */
function resolveTagged(text: string, tag: string): ScalarValue {
  const type = STANDARD_TAG.exec(tag)?.[1];
  if (type === undefined) return text;
  return type === 'binary' ? decodedBase64(text) : resolvePlain(text);
}

function decodedBase64(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), character => character.charCodeAt(0)));
  } catch {
    return text;
  }
}
