import type { Location } from '../text/span.js';
import { type BuiltMap, type BuiltNode, findNode, isNull, mapOf, setEntry, textOf, textScalar } from './built-node.js';
import type { BuiltObject } from './built-object.js';
import { isSelected, type KindSelector } from './resource-id.js';

/** A field that a transformation is about, in objects of some kinds. */
export interface FieldSpec extends KindSelector {
  /** `spec/template/metadata/labels`; lists on the way are gone through, `\/` is a slash in a key, what has `[]` is never created. */
  readonly path: string;
  readonly create?: boolean;
}

/** What is made where a field is missing. */
type Created = 'map' | 'scalar' | undefined;

/**
 * Calls `change` with each value that a field of an object has, and puts its answer there. What is missing is made if the field is to be
 * created and `created` says as what.
 */
export function changeField(object: BuiltObject, spec: FieldSpec, created: Created, origin: Location, change: Change): void {
  if (spec.kind && textOf(findNode(object.root, 'kind')) !== spec.kind) return;
  if ((spec.group || spec.version) && !isSelected(object.id, spec)) return;
  const path = splitPath(spec.path);
  const [first = '', second = ''] = path;
  if (first !== 'metadata' && (spec.create === true || findNode(object.root, first, second.replace('[]', '')) !== undefined)) object.own();
  changeAt(object.root, path, spec.create === true ? created : undefined, origin, change);
}

type Change = (value: BuiltNode) => BuiltNode;

function changeAt(node: BuiltNode, path: readonly string[], created: Created, origin: Location, change: Change): void {
  const [segment, ...rest] = path;
  if (segment === undefined) return;
  if (node.kind === 'sequence') {
    for (const item of node.items) changeAt(item, path, created, origin, change);
    return;
  }
  if (node.kind !== 'map') return;
  const isList = segment.endsWith('[]');
  const name = isList ? segment.slice(0, -2) : segment;
  const entry = childOf(node, name, isList ? undefined : rest.length > 0 ? created && 'map' : created, origin);
  if (entry === undefined) return;
  if (rest.length > 0) changeAt(entry, rest, created, origin, change);
  else setEntry(node, name, change(entry), origin);
}

function childOf(map: BuiltMap, key: string, created: Created, origin: Location): BuiltNode | undefined {
  const value = map.entries.get(key)?.value;
  if (created === undefined || (value !== undefined && !isNull(value))) return value;
  const made = created === 'map' ? mapOf(origin) : textScalar('', origin);
  setEntry(map, key, made, origin);
  return made;
}

/** Cuts a path at its slashes; a backslash before a slash makes it a part of a key. */
function splitPath(path: string): readonly string[] {
  const segments: string[] = [];
  for (const part of path.replace(/^\//, '').split('/')) {
    const last = segments.at(-1);
    if (last?.endsWith('\\')) segments[segments.length - 1] = `${last.slice(0, -1)}/${part}`;
    else segments.push(part);
  }
  return segments;
}
