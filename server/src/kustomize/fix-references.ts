import { type BuiltMap, type BuiltNode, findNode, isNull, itemsOf, mapOf, setEntry, textOf, textScalar } from './built-node.js';
import type { BuiltObject } from './built-object.js';
import { changeField, type FieldSpec } from './field-spec.js';
import type { NameReference } from './name-references.js';
import { effectiveNamespace, isClusterScoped, isSelected, type KindSelector, type ResourceId } from './resource-id.js';

/** Writes the present names of objects where others refer to them by a name that they had. */
export function fixReferences(
  objects: readonly BuiltObject[],
  references: readonly NameReference[],
  onDoubt: (name: string, at: BuiltNode) => void,
): void {
  const renamed = renamedObjects(objects);
  if (renamed.size === 0) return;
  for (const object of objects) {
    const original = object.originalId;
    for (const { fields, ...target } of references) {
      for (const field of fields) {
        if (isSelected(original, field)) new ReferenceFix(object, field, target, renamed, onDoubt).run();
      }
    }
  }
}

/** Objects by the names that they had. */
function renamedObjects(objects: readonly BuiltObject[]): ReadonlyMap<string, readonly BuiltObject[]> {
  const byName = new Map<string, BuiltObject[]>();
  for (const object of objects) {
    for (const name of new Set(object.previousIds.map(id => id.name))) {
      const named = byName.get(name);
      if (named === undefined) byName.set(name, [object]);
      else named.push(object);
    }
  }
  return byName;
}

class ReferenceFix {
  readonly #referrer: BuiltObject;
  readonly #field: FieldSpec;
  readonly #target: KindSelector;
  readonly #renamed: ReadonlyMap<string, readonly BuiltObject[]>;
  readonly #onDoubt: (name: string, at: BuiltNode) => void;

  constructor(
    referrer: BuiltObject,
    field: FieldSpec,
    target: KindSelector,
    renamed: ReadonlyMap<string, readonly BuiltObject[]>,
    onDoubt: (name: string, at: BuiltNode) => void,
  ) {
    this.#referrer = referrer;
    this.#field = field;
    this.#target = target;
    this.#renamed = renamed;
    this.#onDoubt = onDoubt;
  }

  run(): void {
    const { kind, path } = this.#field;
    const spec = { path, ...(kind === undefined ? {} : { kind: this.#referrer.id.kind }) };
    changeField(this.#referrer, spec, undefined, this.#referrer.root.origin, node => this.#fixed(node));
  }

  #fixed(node: BuiltNode): BuiltNode {
    if (isNull(node)) return node;
    if (node.kind === 'sequence') return { ...node, items: node.items.map(item => this.#fixed(item)) };
    return node.kind === 'map' ? this.#fixedMap(node) : this.#fixedName(node);
  }

  #fixedName(node: BuiltNode): BuiltNode {
    const name = textOf(node);
    const found = name === undefined ? undefined : this.#find(node, name, undefined);
    return found === undefined || found.name === name ? node : textScalar(found.name, node.origin);
  }

  /** A reference with a name and perhaps a namespace, both of which are written. */
  #fixedMap(node: BuiltMap): BuiltNode {
    const nameNode = findNode(node, 'name');
    const name = textOf(nameNode);
    if (nameNode === undefined || name === undefined) return node;
    const found = this.#find(nameNode, name, textOf(findNode(node, 'namespace')));
    if (found === undefined) return node;
    const { namespace } = found.id;
    if (found.name === name && namespace === '') return node;
    const fixed = { ...mapOf(node.origin), entries: new Map(node.entries) };
    if (found.name !== name) setEntry(fixed, 'name', textScalar(found.name, nameNode.origin));
    const place = findNode(node, 'namespace')?.origin ?? findNode(found.root, 'metadata', 'namespace')?.origin ?? node.origin;
    if (namespace !== '' && textOf(findNode(node, 'namespace')) !== namespace) setEntry(fixed, 'namespace', textScalar(namespace, place));
    return fixed;
  }

  #find(node: BuiltNode, name: string, namespace: string | undefined): BuiltObject | undefined {
    const found = this.#search(node, name, namespace);
    if (found !== undefined) found.isTouched = true;
    return found;
  }

  /** The object that is meant by a name that it had. */
  #search(node: BuiltNode, name: string, namespace: string | undefined): BuiltObject | undefined {
    const reachable = (this.#renamed.get(name) ?? []).filter(object => this.#canReach(object));
    const inNamespace = namespace === undefined ? reachable : inNamespaceOf(reachable, namespace);
    const candidates = inNamespace
      .filter(object => object.previousIds.some(id => isSelected(id, this.#target)))
      .filter(object => this.#isOfRole(object));
    if (candidates.length < 2) return candidates[0];
    const alike = candidates.filter(object => this.#hasSameAffixes(object, true));
    const same = alike.length > 1 ? alike.filter(object => this.#hasSameAffixes(object, false)) : alike;
    const isClear = same.every(
      object => object.name === same[0]?.name && (namespace === undefined || object.id.namespace === same[0].id.namespace),
    );
    if (!isClear) this.#onDoubt(name, node);
    return same[0];
  }

  /** Objects of the cluster reach everything; others what stands in their namespace, or in none. */
  #canReach(object: BuiltObject): boolean {
    const [own, other] = [this.#referrer.id, object.id];
    if (isClusterScoped(own) || isClusterScoped(other) || effectiveNamespace(own) === effectiveNamespace(other)) return true;
    return own.kind === 'RoleBinding' && other.kind === 'ServiceAccount' && this.#bindsIn(other.namespace);
  }

  #bindsIn(namespace: string): boolean {
    return itemsOf(findNode(this.#referrer.root, 'subjects')).some(
      subject => textOf(findNode(subject, 'kind')) === 'ServiceAccount' && textOf(findNode(subject, 'namespace')) === namespace,
    );
  }

  /** The role of a binding is of the kind that the binding says. */
  #isOfRole(object: BuiltObject): boolean {
    if (!this.#field.path.endsWith('roleRef/name')) return true;
    const roleRef = findNode(this.#referrer.root, 'roleRef');
    const [group, kind] = [textOf(findNode(roleRef, 'apiGroup')), textOf(findNode(roleRef, 'kind'))];
    if (group === undefined || kind === undefined) return true;
    return object.previousIds.some(id => isSelected(id, { group, kind }));
  }

  #hasSameAffixes(object: BuiltObject, isEmptyAny: boolean): boolean {
    return (
      endsAlike(object.prefixes, this.#referrer.prefixes, isEmptyAny) && endsAlike(object.suffixes, this.#referrer.suffixes, isEmptyAny)
    );
  }
}

function inNamespaceOf(objects: readonly BuiltObject[], namespace: string): readonly BuiltObject[] {
  const original = objects.filter(object => namespaceOf(object.originalId) === namespace);
  return original.length > 0 ? original : objects.filter(object => namespaceOf(object.id) === namespace);
}

function namespaceOf(id: ResourceId): string | undefined {
  return effectiveNamespace(id);
}

/** Whether the shorter of two lists is the end of the longer. */
function endsAlike(a: readonly string[], b: readonly string[], isEmptyAny: boolean): boolean {
  const length = Math.min(a.length, b.length);
  if (length === 0) return isEmptyAny || a.length === b.length;
  return a.slice(-length).join('\n') === b.slice(-length).join('\n');
}
