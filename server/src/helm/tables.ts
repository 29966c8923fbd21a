import type { Origin } from '../gotemplate/origin.js';
import { GoMap, type Value } from '../gotemplate/value.js';

/** One table laid over another: entries of the upper one win, tables in both are merged, a null stays and hides what is below. Changes neither. */
export function mergeTables(upper: GoMap, lower: GoMap): GoMap {
  return combine(upper, lower, () => true);
}

/** The same where an upper null takes away the lower value and itself. A null over a null, or over nothing, stays. */
export function coalesceTables(upper: GoMap, lower: GoMap): GoMap {
  return combine(upper, lower, () => false, true);
}

/**
 * The same for all values of a chart, of which a null over a null goes as well.
 *
 * @param subcharts the names of tables in which nulls stay all the way down, so that they can still take away the defaults of a subchart
 */
export function coalesceRoots(upper: GoMap, lower: GoMap, subcharts: ReadonlySet<string>): GoMap {
  const values = combine(upper, lower, key => subcharts.has(key), true);
  const empty = [...values.entries].filter(([key, { data }]) => data === null && upper.has(key) && lower.has(key));
  if (empty.length === 0) return values;
  return edited(values, copy => {
    for (const [key] of empty) copy.delete(key);
  });
}

/**
 * A table with another entry in place of one of its own. The table itself is not changed.
 *
 * @param place where the key stands, if the table has none
 */
export function withEntry(table: GoMap, key: string, value: Value, place?: Origin): GoMap {
  return table.get(key) === value ? table : edited(table, copy => copy.set(key, value, table.keyOrigin(key) ?? place));
}

/** A copy of a table, with changes. It shares everything below with the table, and its journal. */
export function edited(table: GoMap, change: (copy: GoMap) => void): GoMap {
  const copy = new GoMap({ type: table.type });
  for (const [key, value] of table.entries) copy.set(key, value, table.keyOrigin(key));
  change(copy);
  copy.journal = table.journal;
  return copy;
}

/** The value at a path of keys. */
export function findValue(table: GoMap, path: readonly string[]): Value | undefined {
  let value: Value | undefined = { data: table, origin: undefined };
  for (const key of path) value = value?.data instanceof GoMap ? value.data.get(key) : undefined;
  return value;
}

/** The table at a path of keys. */
export function findTable(table: GoMap, path: readonly string[]): GoMap | undefined {
  const data = findValue(table, path)?.data;
  return data instanceof GoMap ? data : undefined;
}

function combine(upper: GoMap, lower: GoMap, keepsNulls: (key: string) => boolean, removesNulls = false): GoMap {
  const changes = new Map<string, Value | undefined>();
  for (const [key, below] of lower.entries) {
    const above = upper.get(key);
    if (above === undefined) changes.set(key, below);
    else if (above.data === null) {
      if (removesNulls && below.data !== null) changes.set(key, undefined);
    } else if (above.data instanceof GoMap && below.data instanceof GoMap) {
      const keeps = keepsNulls(key);
      const combined = combine(above.data, below.data, () => keeps, !keeps);
      if (combined !== above.data) changes.set(key, { ...above, data: combined });
    }
  }
  if (changes.size === 0) return upper;
  return edited(upper, copy => {
    for (const [key, value] of changes) {
      if (value === undefined) copy.delete(key);
      else copy.set(key, value, upper.keyOrigin(key) ?? lower.keyOrigin(key));
    }
  });
}
