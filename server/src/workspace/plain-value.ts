/** What a path of keys leads to in plain data; `undefined` where it leads nowhere. */
export function plainValue(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((holder, key) => (isRecord(holder) && Object.hasOwn(holder, key) ? holder[key] : undefined), value);
}

/** The items of a list in plain data; nothing for other values. */
export function plainItems(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
