import { TracedText } from '../gotemplate/traced-text.js';
import { type Data, GoList, GoMap, Int } from '../gotemplate/value.js';

/** A type of JSON Schema. */
export type JsonType = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object';

/** What a value is like in the files that set it. */
export interface ValueShape {
  readonly types: ReadonlySet<JsonType>;
  /** Whether the chart itself leaves open what it is: its default is `null`. */
  readonly isOpen: boolean;
  /** Whether a text is a number: many write those with and without quotes. */
  readonly holdsNumber: boolean;
  readonly entries: ReadonlyMap<string, ValueShape>;
  /** What all items have in common; `undefined` if the chart has none. */
  readonly items: ValueShape | undefined;
}

/**
 * The shape of a value.
 *
 * @param defaults what the chart has there: one value, or the items of a list. Nothing else adds entries
 * @param others what other files set in its place
 */
export function shapeOf(defaults: readonly Data[], others: readonly Data[]): ValueShape {
  const keys = new Set(defaults.flatMap(data => (data instanceof GoMap ? [...data.entries.keys()] : [])));
  const items = itemsIn(defaults);
  return {
    types: new Set([...defaults, ...others].map(typeOf)),
    isOpen: defaults.includes(null),
    holdsNumber: defaults.some(data => data instanceof TracedText && /^\d+$/.test(data.text)),
    entries: new Map([...keys].map(key => [key, shapeOf(entriesIn(defaults, key), entriesIn(others, key))])),
    items: items.length === 0 ? undefined : shapeOf(items, itemsIn(others)),
  };
}

function entriesIn(all: readonly Data[], key: string): Data[] {
  return all.flatMap(data => {
    const entry = data instanceof GoMap ? data.get(key) : undefined;
    return entry === undefined ? [] : [entry.data];
  });
}

function itemsIn(all: readonly Data[]): Data[] {
  return all.flatMap(data => (data instanceof GoList ? data.items.map(item => item.data) : []));
}

function typeOf(data: Data): JsonType {
  if (data === null) return 'null';
  if (typeof data === 'boolean') return 'boolean';
  if (typeof data === 'number') return Number.isInteger(data) ? 'integer' : 'number';
  if (data instanceof Int) return 'integer';
  if (data instanceof GoList) return 'array';
  return data instanceof GoMap ? 'object' : 'string';
}
