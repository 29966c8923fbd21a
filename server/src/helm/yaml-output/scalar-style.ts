import { resolvePlain } from '../../yaml/resolve-scalar.js';

/** How a text is written in YAML. */
export type ScalarStyle = 'plain' | 'single-quoted' | 'double-quoted' | 'literal';

/** The style in which Helm writes a text. A key that stands on one line with its colon is never written as a literal block. */
export function scalarStyle(text: string, isSimpleKey: boolean): ScalarStyle {
  if (SIMPLE.test(text)) return typeof resolvePlain(text) === 'string' ? 'plain' : 'double-quoted';
  if (text.includes('\n')) return isSimpleKey || !allowsBlock(text) ? 'double-quoted' : 'literal';
  if (text === '' || readsAsOtherType(text)) return 'double-quoted';
  if (allowsPlain(text)) return 'plain';
  return allowsSingleQuotes(text) ? 'single-quoted' : 'double-quoted';
}

/** Nearly all texts: a word, a name, a path. */
const SIMPLE = /^[A-Za-z_/][A-Za-z0-9_./-]*$/;

/** Whether plain text would not come back as text, in any of the versions of YAML that readers follow. */
function readsAsOtherType(text: string): boolean {
  return typeof resolvePlain(text) !== 'string' || SEXAGESIMAL.test(text) || isTimestamp(text);
}

const SEXAGESIMAL = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const TIMESTAMP = /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]| )(\d\d?):(\d\d?):(\d\d?)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?)?$/;

function isTimestamp(text: string): boolean {
  const match = TIMESTAMP.exec(text);
  if (match === null) return false;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(part => Number(part ?? 0));
  const hasZone = match[7] !== undefined;
  if (match[4] !== undefined && hasZone === text.includes(' ')) return false;
  const lastDay = new Date(Date.UTC(year ?? 0, month ?? 0, 0)).getUTCDate();
  const isDate = between(month, 1, 12) && between(day, 1, lastDay);
  return isDate && between(hour, 0, 23) && between(minute, 0, 59) && between(second, 0, 59);
}

function between(value: number | undefined, least: number, most: number): boolean {
  return value !== undefined && value >= least && value <= most;
}

/** Characters that YAML has to escape, and therefore only double quotes can hold. Go's writer takes those above U+FFFF for such. */
export const UNPRINTABLE = /[^\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

const LINE_BREAK = /[\r\n\x85\u2028\u2029]/;

function allowsPlain(text: string): boolean {
  if (UNPRINTABLE.test(text) || LINE_BREAK.test(text) || /^ | $/.test(text)) return false;
  if (/^(?:---|\.\.\.)/.test(text) || /^[#,[\]{}&*!|>'"%@`]/.test(text) || /^[-?:](?:[ \t]|$)/.test(text)) return false;
  return !/.:(?:[ \t]|$)|[ \t]#/.test(text);
}

function allowsSingleQuotes(text: string): boolean {
  return !UNPRINTABLE.test(text) && !/ \n|\n /.test(text);
}

function allowsBlock(text: string): boolean {
  return !UNPRINTABLE.test(text) && !/ $| \n/.test(text);
}
