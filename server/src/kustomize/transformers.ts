import { type BuiltMap, type BuiltNode, type BuiltScalar, findNode, itemsOf, mapOf, setEntry, textOf, textScalar } from './built-node.js';
import type { BuiltObject } from './built-object.js';
import { changeField, type FieldSpec } from './field-spec.js';
import { isClusterScoped, isSelected } from './resource-id.js';

/** Puts objects into a namespace, and what refers to it there. */
export function setNamespace(object: BuiltObject, namespace: BuiltScalar, fields: readonly FieldSpec[]): void {
  object.rememberId();
  const { root, id } = object;
  const value = textScalar(namespace.text, namespace.origin);
  if (!isClusterScoped(id)) setEntry(object.metadata, 'namespace', value, namespace.origin);
  if (id.kind === 'RoleBinding' || id.kind === 'ClusterRoleBinding') {
    for (const subject of itemsOf(findNode(root, 'subjects'))) {
      if (subject.kind === 'map' && textOf(findNode(subject, 'name')) === 'default')
        setEntry(subject, 'namespace', value, namespace.origin);
    }
  }
  for (const field of fields) {
    if (field.path === 'metadata/namespace' || (field.path === 'metadata/name' && (id.version !== 'v1' || id.group !== ''))) continue;
    if (field.path === 'subjects/namespace' && id.kind.endsWith('RoleBinding')) continue;
    changeField(object, field, 'scalar', namespace.origin, () => value);
  }
}

const WITHOUT_AFFIXES = [
  { kind: 'CustomResourceDefinition' },
  { group: 'apiregistration.k8s.io', kind: 'APIService' },
  { kind: 'Namespace' },
];

/** Puts a prefix before a name, or a suffix behind it. */
export function addAffix(object: BuiltObject, affix: 'namePrefix' | 'nameSuffix', added: string, fields: readonly FieldSpec[]): void {
  const original = object.originalId;
  if (WITHOUT_AFFIXES.some(kind => isSelected(original, kind))) return;
  for (const field of fields.filter(spec => isSelected(original, spec))) {
    if (field.path === 'metadata/name') {
      (affix === 'namePrefix' ? object.prefixes : object.suffixes).push(added);
      object.rememberId();
    }
    changeField(object, { ...field, create: false }, undefined, object.root.origin, node => {
      const text = textOf(node);
      return text === undefined ? node : textScalar(affix === 'namePrefix' ? added + text : text + added, node.origin);
    });
  }
}

/** Adds labels or annotations. */
export function addTexts(object: BuiltObject, texts: BuiltMap, fields: readonly FieldSpec[]): void {
  for (const [key, { keyOrigin, value }] of texts.entries) {
    const scalar = textScalar(textOf(value) ?? '', value.origin);
    for (const field of fields) {
      changeField(object, field, 'map', keyOrigin, node => {
        const map = node.kind === 'map' ? node : mapOf(keyOrigin);
        map.entries.set(key, { keyOrigin, value: scalar });
        return map;
      });
    }
  }
}

/** Sets the number of replicas of objects with a name. Answers whether there are any. */
export function setReplicas(objects: readonly BuiltObject[], name: string, count: BuiltNode, fields: readonly FieldSpec[]): boolean {
  let isFound = false;
  for (const field of fields) {
    for (const object of objects.filter(({ allIds }) => allIds.some(id => id.name === name && isSelected(id, field)))) {
      isFound = true;
      changeField(object, field, 'scalar', count.origin, () => count);
    }
  }
  return isFound;
}
