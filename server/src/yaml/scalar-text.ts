import { resolvePlain } from './resolve-scalar.js';
import type { ScalarValue } from './yaml-node.js';

export type Quotes = 'single-quoted' | 'double-quoted';

/** How a scalar is to be written where it will stand. */
interface ScalarForm {
  /** Inside `[…]` or `{…}`, where commas and brackets end plain text. */
  readonly inFlow: boolean;
  /** What to quote with; `always` quotes where no quotes are needed, too. */
  readonly quotes: Quotes;
  readonly always: boolean;
}

/** A scalar on one line that reads as exactly `value`: text is quoted where it would read as another type, or not at all. */
export function scalarText(value: ScalarValue, form: ScalarForm): string {
  if (typeof value !== 'string') return plainText(value);
  const isPlain = !form.always && isPlainSafe(value, form.inFlow) && typeof resolvePlain(value) === 'string';
  return isPlain ? value : quoted(value, form.quotes);
}

/** A key as it is written in block style, or in flow style, so that it reads as text. */
export function keyText(key: string, inFlow = false, quotes: Quotes = 'double-quoted'): string {
  return scalarText(key, { inFlow, quotes, always: key === '<<' });
}

/** A line of a block map whose value reads as text: `version: "1.10"`. */
export function entryLine(key: string, value: string): string {
  return `${keyText(key)}: ${scalarText(value, { inFlow: false, quotes: 'double-quoted', always: false })}`;
}

/** Whether plain text is one scalar on one line: no indicator, comment, key or stray space in it. Its type is another question. */
export function isPlainSafe(text: string, inFlow: boolean): boolean {
  if (text === '' || !FIRST.test(text) || UNPRINTABLE.test(text) || BREAKS_PLAIN.test(text)) return false;
  if (/^(?:---|\.\.\.)(?:\s|$)/.test(text)) return false;
  return !inFlow || !/[,[\]{}]/.test(text);
}

// A dash, question mark or colon may start plain text if something follows it that is neither white space nor a flow indicator.
const FIRST = /^(?:[^\s,[\]{}#&*!|>'"%@`?:-]|[-?:](?![\s,[\]{}]|$))/u;
const BREAKS_PLAIN = /:(?:\s|$)|\s#|\s$|:[,[\]{}]/;
const UNPRINTABLE = /[^\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]|[\u2028\u2029]/u;

function plainText(value: number | boolean | null): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean' || Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf';
}

function quoted(text: string, quotes: Quotes): string {
  if (UNPRINTABLE.test(text)) return doubleQuoted(text);
  // Whichever quotes need no escapes read better.
  const single = `'${text.replaceAll("'", "''")}'`;
  if (quotes === 'single-quoted') return single;
  return /["\\]/.test(text) && !text.includes("'") ? single : doubleQuoted(text);
}

/** In double quotes, as JSON writes it: YAML reads all of JSON's escapes. */
export function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(/[\x7f-\x9f\u2028\u2029\ufeff]/g, character => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
