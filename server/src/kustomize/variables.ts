import { type BuiltNode, type BuiltScalar, findNode, setEntry, textOf } from './built-node.js';
import type { BuiltObject } from './built-object.js';
import { valueAtPath } from './field-path.js';
import { changeField, type FieldSpec } from './field-spec.js';
import { effectiveNamespace, groupVersionOf, isClusterScoped, type ResourceId } from './resource-id.js';

/** A value that `$(NAME)` stands for: a field of an object. */
export interface Variable {
  readonly name: string;
  readonly object: ResourceId;
  readonly fieldPath: string;
  readonly node: BuiltNode;
}

export function variableOf(node: BuiltNode): Variable {
  const text = (...path: string[]) => textOf(findNode(node, ...path)) ?? '';
  return {
    name: text('name'),
    object: {
      ...groupVersionOf(text('objref', 'apiVersion')),
      ...(text('objref', 'group') && { group: text('objref', 'group') }),
      ...(text('objref', 'version') && { version: text('objref', 'version') }),
      kind: text('objref', 'kind'),
      name: text('objref', 'name'),
      namespace: text('objref', 'namespace'),
    },
    // Keys are read in any case; this one is often written so.
    fieldPath: text('fieldref', 'fieldPath') || text('fieldref', 'fieldpath') || 'metadata.name',
    node,
  };
}

/** Whether a variable reads a field of an object that has, or had, an id. */
export function isReadBy(id: ResourceId, { object }: Variable): boolean {
  if (id.group !== object.group || id.version !== object.version || id.kind !== object.kind || id.name !== object.name) return false;
  const isAnywhere = object.namespace === '' && !isClusterScoped(object);
  return isAnywhere || effectiveNamespace(id) === effectiveNamespace(object);
}

/** Puts the values of variables where `$(NAME)` stands. Answers the variables that have no value. */
export function resolveVariables(
  objects: readonly BuiltObject[],
  variables: readonly Variable[],
  fields: readonly FieldSpec[],
): readonly Variable[] {
  const values = new Map<string, BuiltNode>();
  const unknown: Variable[] = [];
  for (const variable of variables) {
    const object = objects.find(({ variables: names }) => names.has(variable.name));
    const value = object && valueAtPath(object.root, variable.fieldPath);
    if (value === undefined) unknown.push(variable);
    else values.set(variable.name, value);
  }
  if (values.size === 0) return unknown;
  for (const object of objects) {
    for (const field of fields) {
      changeField(object, { ...field, create: false }, undefined, object.root.origin, node => expanded(node, values));
    }
  }
  return unknown;
}

function expanded(node: BuiltNode, values: ReadonlyMap<string, BuiltNode>): BuiltNode {
  if (node.kind === 'scalar') return expandedScalar(node, values);
  if (node.kind === 'sequence')
    return { ...node, items: node.items.map(item => (item.kind === 'scalar' ? expandedScalar(item, values) : item)) };
  for (const [key, { value }] of node.entries) if (value.kind === 'scalar') setEntry(node, key, expandedScalar(value, values));
  return node;
}

function expandedScalar(scalar: BuiltScalar, values: ReadonlyMap<string, BuiltNode>): BuiltScalar {
  if (scalar.type !== 'text' || !scalar.text.includes('$')) return scalar;
  const whole = values.get(/^\$\(([^)]*)\)$/.exec(scalar.text)?.[1] ?? '');
  if (whole?.kind === 'scalar') return { ...scalar, text: whole.text, type: whole.type, origin: scalar.origin };
  const text = scalar.text.replace(/\$(?:\$|\(([^)]*)\))/g, (reference, name?: string) => {
    if (name === undefined) return '$';
    return textOf(values.get(name)) ?? reference;
  });
  if (text === scalar.text) return scalar;
  const { lines: _, ...rest } = scalar;
  return { ...rest, text };
}
