import { type BuiltMap, type BuiltNode, type BuiltSequence, cloneNode, findNode, isNull, setEntry, textOf } from './built-node.js';

/** Applies a JSON patch to an object. Answers what is wrong with an operation, at which kustomize stops. */
export function applyJsonPatch(
  root: BuiltMap,
  operations: readonly BuiltNode[],
): { readonly message: string; readonly at: BuiltNode } | undefined {
  for (const operation of operations) {
    const message = apply(root, operation);
    if (message !== undefined) return { message, at: findNode(operation, 'path') ?? operation };
  }
  return undefined;
}

function apply(root: BuiltMap, operation: BuiltNode): string | undefined {
  const [op, path, from] = ['op', 'path', 'from'].map(key => textOf(findNode(operation, key)));
  const value = findNode(operation, 'value');
  if (path === undefined) return 'This operation has no path.';
  if (op === 'add' || op === 'replace') {
    if (value === undefined) return `The operation "${op}" needs a value.`;
    return put(root, path, cloneNode(value), op, operation);
  }
  if (op === 'remove') return take(root, path) === undefined ? missing(path) : undefined;
  if (op === 'test') return isMet(findAt(root, path), value) ? undefined : `What is at "${path}" is not what the patch expects.`;
  if (op !== 'move' && op !== 'copy') return `There is no operation "${op ?? ''}".`;
  const source = findAt(root, from ?? '');
  if (from === undefined || source === undefined) return missing(from ?? '');
  if (op === 'move') take(root, from);
  return put(root, path, cloneNode(source), 'add', operation);
}

function put(root: BuiltMap, path: string, value: BuiltNode, op: 'add' | 'replace', operation: BuiltNode): string | undefined {
  const { parent, key } = parentOf(root, path);
  if (parent === undefined || key === undefined) return missing(path);
  const keyOrigin = (findNode(operation, 'path') ?? value).origin;
  if (parent.kind === 'map') {
    // Kustomize replaces in a map what is not there, too.
    setEntry(parent, key, value, keyOrigin);
    return undefined;
  }
  const index = key === '-' && op === 'add' ? parent.items.length : indexOf(parent, key, op === 'add');
  if (index === undefined) return missing(path);
  parent.items.splice(index, op === 'add' ? 0 : 1, value);
  return undefined;
}

function take(root: BuiltMap, path: string): BuiltNode | undefined {
  const { parent, key } = parentOf(root, path);
  if (parent === undefined || key === undefined) return undefined;
  if (parent.kind === 'map') {
    const taken = parent.entries.get(key)?.value;
    parent.entries.delete(key);
    return taken;
  }
  const index = indexOf(parent, key, false);
  return index === undefined ? undefined : parent.items.splice(index, 1)[0];
}

function missing(path: string): string {
  return `There is nothing at "${path}".`;
}

function parentOf(
  root: BuiltMap,
  path: string,
): { readonly parent: BuiltMap | BuiltSequence | undefined; readonly key: string | undefined } {
  const segments = segmentsOf(path);
  const key = segments.pop();
  const parent = walk(root, segments);
  return { parent: parent?.kind === 'scalar' ? undefined : parent, key };
}

function findAt(root: BuiltMap, path: string): BuiltNode | undefined {
  return walk(root, segmentsOf(path));
}

function walk(root: BuiltNode, segments: readonly string[]): BuiltNode | undefined {
  let node: BuiltNode | undefined = root;
  for (const segment of segments) {
    if (node?.kind === 'sequence') {
      const index = indexOf(node, segment, false);
      node = index === undefined ? undefined : node.items[index];
    } else node = findNode(node, segment);
  }
  return node;
}

/** Of a JSON Pointer; without the slash at its start, the first segment is left out. */
function segmentsOf(path: string): string[] {
  return path
    .split('/')
    .slice(1)
    .map(segment => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** An index, from the end if it is negative. */
function indexOf(list: BuiltSequence, key: string, isInsertion: boolean): number | undefined {
  if (!/^-?[0-9]{1,6}$/.test(key)) return undefined;
  const length = list.items.length + (isInsertion ? 1 : 0);
  const index = Number(key) < 0 ? Number(key) + length : Number(key);
  return index >= 0 && index < length ? index : undefined;
}

/** Null is what a test expects of nothing, too. */
function isMet(found: BuiltNode | undefined, expected: BuiltNode | undefined): boolean {
  return isEqual(isNull(found) ? undefined : found, isNull(expected) ? undefined : expected);
}

function isEqual(a: BuiltNode | undefined, b: BuiltNode | undefined): boolean {
  if (a === undefined || b === undefined || a.kind !== b.kind) return a === b;
  if (a.kind === 'scalar' && b.kind === 'scalar') return a.type === b.type && (a.type === 'null' || a.text === b.text);
  if (a.kind === 'sequence' && b.kind === 'sequence') {
    return a.items.length === b.items.length && a.items.every((item, index) => isEqual(item, b.items[index]));
  }
  if (a.kind !== 'map' || b.kind !== 'map' || a.entries.size !== b.entries.size) return false;
  return [...a.entries].every(([key, { value }]) => isEqual(value, b.entries.get(key)?.value));
}

/** Whether a document is a JSON patch: a list of operations. */
export function isJsonPatch(node: BuiltNode): node is BuiltSequence {
  return node.kind === 'sequence' && node.items.every(item => item.kind === 'map' && item.entries.has('op'));
}
