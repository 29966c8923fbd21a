import { TracedText } from './traced-text.js';
import { type Data, GoBytes, GoList, GoMap, GoObject, GoTime, Int } from './value.js';

/** Whether a condition holds for the data: it is there, and neither zero nor empty. Structs are always true. */
export function isTrue(data: Data): boolean {
  if (data === null) return false;
  if (typeof data === 'boolean') return data;
  if (typeof data === 'number') return data !== 0;
  if (data instanceof TracedText) return data.length > 0;
  if (data instanceof Int) return data.value !== 0n;
  if (data instanceof GoMap) return data.size > 0;
  if (data instanceof GoList) return data.items.length > 0;
  if (data instanceof GoBytes) return data.content.length > 0;
  return data.kind !== 'map' || data.fields.size > 0;
}

/** The kind of the data, as Go's `reflect` calls it. */
export function kindOf(data: Data): string {
  if (data === null) return 'invalid';
  if (typeof data === 'boolean') return 'bool';
  if (typeof data === 'number') return 'float64';
  if (data instanceof TracedText) return 'string';
  if (data instanceof Int) return data.type;
  if (data instanceof GoMap) return 'map';
  if (data instanceof GoList || data instanceof GoBytes) return 'slice';
  return data.kind;
}

/** The type of the data, as `%T` prints it. */
export function typeOf(data: Data): string {
  if (data === null) return '<nil>';
  if (data instanceof GoMap || data instanceof GoList || data instanceof GoObject) return data.type;
  if (data instanceof GoBytes) return '[]uint8';
  return kindOf(data);
}

/**
 * Whether two pieces of data are equal all the way down, as `reflect.DeepEqual` says.
 *
 * @param spend is told of the work: what stands in a value twice is compared twice
 */
export function deepEqual(a: Data, b: Data, spend: (steps: number) => void = () => {}): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  if (a instanceof TracedText) return b instanceof TracedText && a.text === b.text;
  if (a instanceof Int) return b instanceof Int && a.value === b.value && a.type === b.type;
  if (a instanceof GoBytes) return b instanceof GoBytes && a.content.text === b.content.text;
  if (a instanceof GoList) return b instanceof GoList && equalLists(a, b, spend);
  if (a instanceof GoMap) return b instanceof GoMap && equalMaps(a, b, spend);
  if (a instanceof GoTime) return b instanceof GoTime && a.seconds === b.seconds && a.nanoseconds === b.nanoseconds && a.zone === b.zone;
  return false;
}

function equalLists(a: GoList, b: GoList, spend: (steps: number) => void): boolean {
  spend(a.items.length);
  if (a.type !== b.type || a.items.length !== b.items.length) return false;
  return a.items.every((item, index) => {
    const other = b.items[index];
    return other !== undefined && deepEqual(item.data, other.data, spend);
  });
}

function equalMaps(a: GoMap, b: GoMap, spend: (steps: number) => void): boolean {
  spend(a.size);
  if (a.type !== b.type || a.size !== b.size || a.isNil !== b.isNil) return false;
  for (const [key, { data }] of a.entries) {
    const other = b.get(key);
    if (other === undefined || !deepEqual(data, other.data, spend)) return false;
  }
  return true;
}
