import type { Location } from '../text/span.js';
import { type BuiltNode, findNode, mapOf, sequenceOf, setEntry, textOf, textScalar } from './built-node.js';
import { compileSearch } from './safe-pattern.js';

/** A value in an object that can be replaced. */
export interface FieldSlot {
  readonly node: BuiltNode;
  readonly replace: (by: BuiltNode) => void;
}

/**
 * The segments of `spec.containers.[name=web].env.0`: a backslash before a dot makes it a part of a key, brackets hold keys with dots
 * and conditions on items.
 */
export function splitFieldPath(path: string): readonly string[] {
  const segments: string[] = [];
  let isOpen = false;
  for (const part of path.replace(/^\./, '').split('.')) {
    const last = segments.at(-1) ?? '';
    if (segments.length > 0 && (isOpen || last.endsWith('\\'))) {
      segments[segments.length - 1] = `${isOpen ? last : last.slice(0, -1)}.${part}`;
    } else segments.push(part);
    const current = segments.at(-1) ?? '';
    isOpen = current.startsWith('[') && !current.endsWith(']');
  }
  return segments.map(segment => (segment.includes('=') ? segment : segment.replace(/^\[(.*)\]$/, '$1')));
}

/** The one value at a path: `ports[0]`, `0`, `[name=web]`; no `*`. */
export function valueAtPath(root: BuiltNode, path: string): BuiltNode | undefined {
  const segments = splitFieldPath(path)
    .flatMap(segment => {
      const [, name = '', index = ''] = /^(.+)\[([0-9]+)\]$/.exec(segment) ?? [];
      return name === '' ? [segment] : [name, index];
    })
    .filter(segment => segment.trim() !== '');
  let node: BuiltNode | undefined = root;
  for (const segment of segments) {
    const [, key, value = ''] = CONDITION.exec(segment) ?? [];
    if (key !== undefined)
      node = node?.kind === 'sequence' ? node.items.find(item => textOf(key === '' ? item : findNode(item, key)) === value) : undefined;
    else if (node?.kind === 'sequence') node = segment === '-' ? node.items.at(-1) : node.items[indexOf(segment) ?? -1];
    else node = findNode(node, segment);
  }
  return node;
}

const CONDITION = /^\[([^=]*)=(.*)\]$/;

function indexOf(segment: string): number | undefined {
  return /^[0-9]{1,6}$/.test(segment) ? Number(segment) : undefined;
}

/** Whether a path has a condition that is not understood. */
export function isUnknownPath(path: string): boolean {
  return splitFieldPath(path).some(segment => CONDITION.test(segment) && compileSearch(CONDITION.exec(segment)?.[2] ?? '') === undefined);
}

/** All values at a path, `*` for every item; what is missing is made if `created` says of what kind. */
export function slotsAtPath(root: BuiltNode, path: string, created: BuiltNode['kind'] | undefined, place: Location): readonly FieldSlot[] {
  return slots({ node: root, replace: () => {} }, splitFieldPath(path), created, place);
}

function slots(slot: FieldSlot, path: readonly string[], created: BuiltNode['kind'] | undefined, place: Location): readonly FieldSlot[] {
  const [segment, ...rest] = path;
  if (segment === undefined) return [slot];
  return children(slot.node, segment, created && kindFor(rest[0], created), place).flatMap(child => slots(child, rest, created, place));
}

function children(node: BuiltNode, segment: string, created: BuiltNode['kind'] | undefined, place: Location): readonly FieldSlot[] {
  if (node.kind === 'sequence') return itemSlots(node, segment, created, place);
  if (node.kind !== 'map') return [];
  if (segment === '*') return [];
  if (!node.entries.has(segment) && created !== undefined) setEntry(node, segment, emptyOf(created, place), place);
  const value = findNode(node, segment);
  return value === undefined ? [] : [{ node: value, replace: by => setEntry(node, segment, by) }];
}

function itemSlots(
  list: BuiltNode & { readonly kind: 'sequence' },
  segment: string,
  created: BuiltNode['kind'] | undefined,
  place: Location,
): readonly FieldSlot[] {
  const found = list.items.flatMap((item, index) => (fits(item, index, segment) ? [index] : []));
  if (found.length === 0 && created !== undefined) {
    const [, key, value = ''] = CONDITION.exec(segment) ?? [];
    if (key === undefined && indexOf(segment) !== list.items.length) return [];
    const item = key === undefined || key === '' ? textScalar(value, place) : mapOf(place);
    if (item.kind === 'map' && key !== undefined) setEntry(item, key, textScalar(value, place), place);
    list.items.push(key === undefined ? emptyOf(created, place) : item);
    found.push(list.items.length - 1);
  }
  return found.flatMap(index => {
    const node = list.items[index];
    return node === undefined ? [] : [{ node, replace: (by: BuiltNode) => list.items.splice(index, 1, by) }];
  });
}

function fits(item: BuiltNode, index: number, segment: string): boolean {
  if (segment === '*' || indexOf(segment) === index) return true;
  const [, key, value = ''] = CONDITION.exec(segment) ?? [];
  if (key === undefined) return false;
  const text = textOf(key === '' ? item : findNode(item, key));
  return text !== undefined && compileSearch(value)?.test(text) === true;
}

function kindFor(next: string | undefined, last: BuiltNode['kind']): BuiltNode['kind'] {
  if (next === undefined) return last;
  return CONDITION.test(next) || indexOf(next) !== undefined ? 'sequence' : 'map';
}

function emptyOf(kind: BuiltNode['kind'], place: Location): BuiltNode {
  if (kind === 'scalar') return { ...textScalar('', place), type: 'null' };
  return kind === 'map' ? mapOf(place) : sequenceOf(place);
}
