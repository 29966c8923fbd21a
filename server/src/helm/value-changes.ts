import type { Origin } from '../gotemplate/origin.js';
import type { ReadSet } from '../gotemplate/read-set.js';
import { TracedText } from '../gotemplate/traced-text.js';
import { type Data, GoList, GoMap, Int, type Value } from '../gotemplate/value.js';

/** Which values a template read, by the paths of the tables they are in: so the tables may be others the next time. */
export interface ReadPaths {
  /** By path of a table, the keys that were asked for. */
  readonly keys: ReadonlyMap<string, ReadonlySet<string>>;
  /** Tables of which everything was read. */
  readonly whole: ReadonlySet<string>;
}

/** The paths of tables; a table may be in several places. */
export type TablePaths = Pick<ReadonlyMap<GoMap, readonly string[]>, 'get'>;

/** What was read, by paths. A table without a path is part of a list, and whoever read it has read the list. */
export function readPaths(reads: ReadSet, paths: TablePaths): ReadPaths {
  const keys = new Map<string, ReadonlySet<string>>();
  for (const [table, read] of reads.keys) for (const path of paths.get(table) ?? []) keys.set(path, union(keys.get(path), read));
  return { keys, whole: new Set([...reads.whole].flatMap(table => paths.get(table) ?? [])) };
}

/** Entries of tables that are others than a template may have read. */
export class ChangedPaths {
  readonly #keys = new Map<string, Set<string>>();
  /** Tables in which something differs, at any depth. */
  readonly #tables = new Set<string>();

  /** What differs between the values of two renderings. */
  static between(before: GoMap, after: GoMap, comparisons: TableComparisons): ChangedPaths {
    const changed = new ChangedPaths();
    changed.#addDifference(comparisons.compare(before, after), '');
    return changed;
  }

  /** @param path of the table */
  add(path: string, key: string): void {
    for (let end = path.length; end >= 0; end = end === 0 ? -1 : path.lastIndexOf(SEPARATOR, end - 1)) this.#tables.add(path.slice(0, end));
    this.#keys.set(path, (this.#keys.get(path) ?? new Set()).add(key));
  }

  /** Whether any of it was read. */
  concerns(reads: ReadPaths): boolean {
    for (const path of this.#tables) if (reads.whole.has(path)) return true;
    for (const [path, changed] of this.#keys) {
      const read = reads.keys.get(path);
      if (read !== undefined) for (const key of changed) if (read.has(key)) return true;
    }
    return false;
  }

  #addDifference(difference: TableDifference | undefined, path: string): void {
    if (difference === undefined) return;
    for (const key of difference.keys) this.add(path, key);
    for (const [key, below] of difference.tables) this.#addDifference(below, pathBelow(path, key));
  }
}

/** Where two tables differ. */
interface TableDifference {
  /** Of tables on both sides, only whether they are empty counts as a difference of their key. */
  readonly keys: ReadonlySet<string>;
  /** The tables below, by their keys, in which something differs. */
  readonly tables: ReadonlyMap<string, TableDifference>;
}

/** Comparisons of tables: value sets share most of theirs, and what one has compared the others need not. */
export class TableComparisons {
  readonly #known = new WeakMap<GoMap, { readonly after: GoMap; readonly difference: TableDifference | undefined }>();

  /** `undefined` where nothing differs. */
  compare(before: GoMap, after: GoMap): TableDifference | undefined {
    if (before === after) return undefined;
    const known = this.#known.get(before);
    if (known?.after === after) return known.difference;
    const difference = isWrittenAlike(before, after) ? undefined : this.#compareEntries(before, after);
    this.#known.set(before, { after, difference });
    return difference;
  }

  #compareEntries(before: GoMap, after: GoMap): TableDifference | undefined {
    const keys = new Set<string>();
    const tables = new Map<string, TableDifference>();
    for (const [key, old] of before.entries) {
      const current = after.get(key);
      if (old === current && before.keyOrigin(key) === after.keyOrigin(key)) continue;
      if (current !== undefined && old.data instanceof GoMap && current.data instanceof GoMap) {
        const below = this.compare(old.data, current.data);
        if (below !== undefined) tables.set(key, below);
        if ((old.data.size === 0) !== (current.data.size === 0) || !isSameOrigin(old.origin, current.origin)) keys.add(key);
      } else if (current === undefined || !isSameValue(old, current)) keys.add(key);
      if (!isSameOrigin(before.keyOrigin(key), after.keyOrigin(key))) keys.add(key);
    }
    for (const key of after.entries.keys()) if (!before.has(key)) keys.add(key);
    return keys.size > 0 || tables.size > 0 ? { keys, tables } : undefined;
  }
}

/** Of tables at one path, equal texts in one file say that nothing differs. */
function isWrittenAlike({ written: before }: GoMap, { written: after }: GoMap): boolean {
  return before !== undefined && before.file === after?.file && before.text === after.text;
}

/** Whether two values are equal and come from the same path of the same file, wherever that stands in the text now. */
function isSameValue(a: Value, b: Value): boolean {
  return a === b || (isSameOrigin(a.origin, b.origin) && isSameData(a.data, b.data));
}

function isSameData(a: Data, b: Data): boolean {
  if (a === b) return true;
  if (a instanceof TracedText) return b instanceof TracedText && a.text === b.text && a.spans.length === b.spans.length;
  if (a instanceof GoList) {
    if (!(b instanceof GoList) || a.items.length !== b.items.length) return false;
    return a.items.every((item, index) => isSameValue(item, b.items[index] ?? item));
  }
  if (a instanceof GoMap) {
    if (!(b instanceof GoMap) || a.size !== b.size) return false;
    return [...a.entries].every(([key, value]) => {
      const other = b.get(key);
      return other !== undefined && isSameValue(value, other) && isSameOrigin(a.keyOrigin(key), b.keyOrigin(key));
    });
  }
  return a instanceof Int && b instanceof Int && a.value === b.value && a.type === b.type;
}

function isSameOrigin(a: Origin | undefined, b: Origin | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a.file !== b.file || a.kind !== b.kind || a.isMissing !== b.isMissing) return false;
  return exactDistance(a) === exactDistance(b) && isSamePath(a.path, b.path);
}

function isSamePath(a: Origin['path'], b: Origin['path']): boolean {
  if (a === b) return true;
  if (a === undefined || a.length !== b?.length) return false;
  for (let index = a.length - 1; index >= 0; index--) if (a[index] !== b[index]) return false;
  return true;
}

/** How far into its place the text of a value starts: quotes that come or go change the distance. */
function exactDistance({ exactStart, span }: Origin): number | undefined {
  return exactStart === undefined ? undefined : exactStart - span.start;
}

/** Keys may hold full stops, but no zeros. */
const SEPARATOR = '\0';

/** The path of what stands under a key of a table. */
export function pathBelow(path: string, key: string): string {
  return `${path}${SEPARATOR}${key}`;
}

function union(a: ReadonlySet<string> | undefined, b: ReadonlySet<string>): ReadonlySet<string> {
  return a === undefined ? b : new Set([...a, ...b]);
}
