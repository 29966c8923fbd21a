import { type Data, GoList, GoMap } from './value.js';

/**
 * What an execution depends on, so that it need not be repeated as long as that stays the same: keys of maps that carry a journal,
 * all that is in such a map, and templates by name. A key counts as the same if its value is equal, or if it is a map before and after
 * and both are empty or both are not: what the execution reads of that map is recorded of the map itself.
 */
export class ReadSet {
  readonly #keys = new Map<GoMap, Set<string>>();
  readonly #whole = new Set<GoMap>();
  readonly #templates = new Set<string>();

  /** Keys that were read, whether they were there or not, by map. */
  get keys(): ReadonlyMap<GoMap, ReadonlySet<string>> {
    return this.#keys;
  }

  /** Maps of which everything was read, down to the bottom. */
  get whole(): ReadonlySet<GoMap> {
    return this.#whole;
  }

  /** Templates that were run or asked for. */
  get templates(): ReadonlySet<string> {
    return this.#templates;
  }

  readKey(map: GoMap, key: string): void {
    if (map.journal === undefined) return;
    const keys = this.#keys.get(map);
    if (keys === undefined) this.#keys.set(map, new Set([key]));
    else keys.add(key);
  }

  readAll(data: Data): void {
    this.#readBelow(data, new Set());
  }

  /** What a value holds twice is looked at once. */
  #readBelow(data: Data, seen: Set<Data>): void {
    if (!(data instanceof GoList || data instanceof GoMap) || seen.has(data)) return;
    if (data instanceof GoMap && data.journal !== undefined) {
      this.#whole.add(data);
      return;
    }
    seen.add(data);
    for (const item of data instanceof GoMap ? data.entries.values() : data.items) this.#readBelow(item.data, seen);
  }

  readTemplate(name: string): void {
    this.#templates.add(name);
  }
}
