import type { Origin, ValuePath } from '../../server/src/gotemplate/origin.js';
import { variadicFunction } from '../../server/src/gotemplate/template-function.js';
import { TracedText } from '../../server/src/gotemplate/traced-text.js';
import type { ChangeJournal } from '../../server/src/gotemplate/value.js';
import { type Data, GoList, GoMap, Int, makeValue, type Value } from '../../server/src/gotemplate/value.js';

type Json = null | boolean | number | bigint | string | readonly Json[] | { readonly [key: string]: Json };

/** A value as it would be read from `values.yaml`: each part with a path, and texts with made-up places. Big integers stand for `int`. */
export function valueOfJson(json: Json, journal?: ChangeJournal, path: ValuePath = []): Value {
  const origin: Origin = { kind: 'value', file: 'values.yaml', span: { start: path.length * 100, end: path.length * 100 + 10 }, path };
  return { data: dataOf(json, journal, path, origin), origin };
}

function dataOf(json: Json, journal: ChangeJournal | undefined, path: ValuePath, origin: Origin): Data {
  if (typeof json === 'bigint') return new Int(json);
  if (typeof json === 'string') return TracedText.of(json, origin, origin.span.start);
  if (json === null || typeof json !== 'object') return json;
  if (isList(json)) return new GoList(json.map((item, index) => valueOfJson(item, undefined, [...path, index])));
  const map = new GoMap(journal && { journal });
  for (const [key, item] of Object.entries(json)) map.entries.set(key, valueOfJson(item, journal, [...path, key]));
  return map;
}

function isList(json: object): json is readonly Json[] {
  return Array.isArray(json);
}

/** `list` and `dict`, for cases about other functions. */
export const COLLECTIONS = [
  variadicFunction('list', [], 'any', (_, ...items) => makeValue(new GoList(items)), { isShallow: true }),
  variadicFunction('dict', [], 'any', (_, ...items) => makeValue(toMap(items)), { isShallow: true }),
];

function toMap(items: readonly Value[]): GoMap {
  const map = new GoMap();
  for (const [index, { data }] of items.entries())
    if (index % 2 === 0 && data instanceof TracedText) map.set(data.text, items[index + 1] ?? makeValue(TracedText.of('')));
  return map;
}
