/**
 * Whether two pieces of data say the same: lists, maps, sets and objects by what is in them, all else by what it is. A field without a
 * value is none.
 */
export function haveSameContent(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => haveSameContent(item, b[index]));
  if (a instanceof Map)
    return b instanceof Map && a.size === b.size && [...a].every(([key, value]) => b.has(key) && haveSameContent(value, b.get(key)));
  if (a instanceof Set) return b instanceof Set && a.size === b.size && [...a].every(item => b.has(item));
  return Object.getPrototypeOf(a) === Object.getPrototypeOf(b) && haveSameFields(a, b);
}

function haveSameFields(a: object, b: object): boolean {
  const [fields, others] = [Object.keys(a), Object.keys(b)];
  for (const name of fields) if (!haveSameContent(fieldOf(a, name), fieldOf(b, name))) return false;
  return others.every(name => name in a || fieldOf(b, name) === undefined);
}

function fieldOf(object: object, name: string): unknown {
  return Reflect.get(object, name);
}
