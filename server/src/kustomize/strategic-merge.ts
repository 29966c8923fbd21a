import { type BuiltMap, type BuiltNode, type BuiltSequence, isNull, sequenceOf, setEntry, textOf, textScalar } from './built-node.js';
import { type MergeShape, mergeShapeOf } from './merge-keys.js';

/**
 * Merges a strategic merge patch into a value, as kustomize does; both are changed. Answers `undefined` if the patch deletes the value,
 * and throws nothing: where the two are of different kinds, `onConflict` is called with what the patch has and the patch wins.
 */
export function mergePatch(target: BuiltNode, patch: BuiltNode, onConflict: (patch: BuiltNode) => void): BuiltNode | undefined {
  return new StrategicMerge(onConflict).merge(target, patch, undefined);
}

type Maybe = BuiltNode | undefined;

class StrategicMerge {
  readonly #onConflict: (patch: BuiltNode) => void;

  constructor(onConflict: (patch: BuiltNode) => void) {
    this.#onConflict = onConflict;
  }

  merge(target: Maybe, patch: Maybe, known: MergeShape | undefined): Maybe {
    const shape = known ?? shapeOfObject(target) ?? shapeOfObject(patch);
    const kind = (isMissing(target) ? undefined : target?.kind) ?? (isMissing(patch) ? undefined : patch?.kind);
    if (target !== undefined && patch !== undefined && !isMissing(target) && !isMissing(patch) && target.kind !== patch.kind) {
      this.#onConflict(patch);
      return patch;
    }
    if (kind === 'scalar') return patch ?? target;
    if (kind !== 'sequence') return this.#mergeMaps(target, patch, shape);
    return shape?.keys === undefined ? (patch ?? target) : this.#mergeLists(target, patch, shape.keys, shape.item);
  }

  #mergeMaps(target: Maybe, patch: Maybe, shape: MergeShape | undefined): Maybe {
    // A null that was written out stays, one that stands for nothing goes.
    if (isMissing(target) && patch === undefined) return target?.kind === 'scalar' && target.text !== '' ? target : undefined;
    if (!isMissing(target) && isNull(patch)) return undefined;
    const directive = patch?.kind === 'map' ? takeDirective(patch) : undefined;
    if (directive === 'delete') return undefined;
    const result = isMissing(target) || directive === 'replace' ? patch : target;
    if (result?.kind !== 'map') return result;
    const patched = patch?.kind === 'map' ? patch : undefined;
    for (const key of new Set([...result.entries.keys(), ...(patched?.entries.keys() ?? [])])) {
      const [own, other] = [result.entries.get(key), patched?.entries.get(key)];
      const value = this.merge(own?.value, other?.value, shape?.fields?.[key]);
      const isKept = value === own?.value && other === undefined;
      if (value === undefined || (isNull(value) && !isKept)) result.entries.delete(key);
      else if (value !== own?.value) setEntry(result, key, value, other?.keyOrigin ?? value.origin);
    }
    return result;
  }

  #mergeLists(target: Maybe, patch: Maybe, keys: readonly string[], item: MergeShape | undefined): Maybe {
    if (!isMissing(target) && isNull(patch)) return undefined;
    const patched = patch?.kind === 'sequence' ? patch : undefined;
    const directive = isMissing(target) || patched === undefined ? undefined : takeListDirective(patched);
    if (directive === 'delete') return undefined;
    const result = isMissing(target) || directive === 'replace' ? patched : target;
    if (result?.kind !== 'sequence') return result;
    const lists = [patched, result].filter(list => list !== undefined);
    return keys.length === 0 ? united(lists, result) : this.#mergeItems(lists, result, keys, item);
  }

  /** What the patch names comes first, in the patch's order; then what it does not. */
  #mergeItems(
    lists: readonly BuiltSequence[],
    result: BuiltSequence,
    keys: readonly string[],
    item: MergeShape | undefined,
  ): BuiltSequence {
    const [patch, target] = [lists[0] ?? result, result];
    const wanted = keyValues(lists, keys);
    const used = usedKeys(wanted, keys);
    const merged = sequenceOf(result.origin);
    for (const values of wanted) {
      const named = used.map(key => values[keys.indexOf(key)] ?? '');
      const [own, other] = [
        findItem(target, keys, values),
        patch === target && lists.length < 2 ? undefined : findItem(patch, keys, values),
      ];
      const value = this.merge(own, other, item);
      if (value === undefined || isNull(value) || (value.kind === 'map' && value.entries.size === 0)) {
        setItem(target, undefined, used, named);
        continue;
      }
      if (value.kind === 'map') addKeys(value, used, named);
      setItem(merged, value, used, named);
    }
    for (const element of [...target.items]) appendOld(merged, element, used);
    return wanted.length === 0 ? target : merged;
  }
}

function shapeOfObject(node: Maybe): MergeShape | undefined {
  if (node?.kind !== 'map') return undefined;
  return mergeShapeOf(textOf(node.entries.get('apiVersion')?.value), textOf(node.entries.get('kind')?.value));
}

function isMissing(node: Maybe): boolean {
  return node === undefined || isNull(node);
}

type Directive = 'delete' | 'replace' | undefined;

function takeDirective(patch: BuiltMap): Directive {
  const text = textOf(patch.entries.get('$patch')?.value);
  if (text !== 'delete' && text !== 'replace' && text !== 'merge') return undefined;
  patch.entries.delete('$patch');
  return text === 'merge' ? undefined : text;
}

/** An item with nothing but `$patch` is about the whole list. */
function takeListDirective(patch: BuiltSequence): Directive {
  const index = patch.items.findIndex(item => item.kind === 'map' && item.entries.has('$patch'));
  const item = patch.items[index];
  if (item?.kind !== 'map' || item.entries.size > 1) return undefined;
  const directive = takeDirective(item);
  patch.items.splice(index, 1);
  return directive;
}

function united(lists: readonly BuiltSequence[], result: BuiltSequence): BuiltSequence {
  const byText = new Map<string, BuiltNode>();
  for (const item of lists.flatMap(list => list.items)) {
    const text = textOf(item) ?? '';
    if (!byText.has(text)) byText.set(text, item);
  }
  return sequenceOf(result.origin, [...byText.values()]);
}

/** The values of the merge keys of all items, each once; a value that one of two items leaves out is taken from the other. */
function keyValues(lists: readonly BuiltSequence[], keys: readonly string[]): readonly (readonly string[])[] {
  const all = new Map<string, readonly string[]>();
  for (const item of lists.flatMap(list => list.items)) {
    const values = keys.map(key => (item.kind === 'map' ? (textOf(item.entries.get(key)?.value) ?? '') : ''));
    all.set(JSON.stringify(values), values);
  }
  const rows = [...all.values()];
  if (keys.length < 2) return rows;
  for (const [index, row] of rows.entries()) {
    for (const other of rows.keys()) {
      const completed = completeBoth(rows[index] ?? row, rows[other] ?? row);
      if (completed !== undefined) rows[index] = rows[other] = completed;
    }
  }
  return rows;
}

function completeBoth(a: readonly string[], b: readonly string[]): readonly string[] | undefined {
  if (!a.some((value, index) => value === b[index])) return undefined;
  if (a.some((value, index) => value !== b[index] && value !== '' && b[index] !== '')) return undefined;
  return a.map((value, index) => value || (b[index] ?? ''));
}

/** The keys that at least one item has; all if none has any. */
function usedKeys(rows: readonly (readonly string[])[], keys: readonly string[]): readonly string[] {
  const used = keys.filter((_, index) => rows.some(row => (row[index] ?? '') !== ''));
  return used.length === 0 ? keys : used;
}

/** The first item that has the values that are given; where none is given, one that has the keys at all. */
function findItem(list: BuiltSequence, keys: readonly string[], values: readonly string[]): Maybe {
  const used = usedKeys([values], keys);
  return list.items.find(item => item.kind === 'map' && used.every(key => hasValue(item, key, values[keys.indexOf(key)] ?? '')));
}

function hasValue(item: BuiltMap, key: string, value: string): boolean {
  const own = item.entries.get(key)?.value;
  return own !== undefined && (value === '' || textOf(own) === value);
}

function addKeys(item: BuiltMap, keys: readonly string[], values: readonly string[]): void {
  for (const [index, key] of keys.entries()) {
    const value = values[index] ?? '';
    if (!item.entries.has(key) && value !== '') setEntry(item, key, textScalar(value, item.origin));
  }
}

/** Replaces, removes or appends the items with the given values; keys behind the last value do not count. */
function setItem(list: BuiltSequence, value: BuiltNode | undefined, keys: readonly string[], values: readonly string[]): void {
  let isFound = false;
  const kept: BuiltNode[] = [];
  for (const item of list.items) {
    if (isNull(item) || (item.kind === 'map' && item.entries.size === 0)) continue;
    // Without any value to look for, kustomize keeps nothing.
    if (values.length === 0) continue;
    if (item.kind !== 'map' || !values.every((text, index) => hasValue(item, keys[index] ?? '', text))) {
      kept.push(item);
      continue;
    }
    isFound = true;
    if (value !== undefined) kept.push(value);
  }
  if (!isFound && value !== undefined) kept.push(value);
  list.items.splice(0, list.items.length, ...kept);
}

/** Takes an item of the old list over, where the new list has no such item, or has this one. */
function appendOld(list: BuiltSequence, item: BuiltNode, keys: readonly string[]): void {
  const values: string[] = [];
  for (const key of keys) {
    const value = item.kind === 'map' ? item.entries.get(key)?.value : undefined;
    if (value === undefined || isNull(value)) list.items.push(item);
    else values.push(textOf(value) ?? '');
  }
  if (keys.length > 1) setItem(list, undefined, keys, values);
  setItem(list, item, keys, values);
}
