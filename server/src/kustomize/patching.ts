import { nearestText } from '../text/edit-distance.js';
import type { Accumulation } from './accumulation.js';
import { type BuiltMap, type BuiltNode, cloneNode, findNode, isNull, mapEntries, setEntry, textOf } from './built-node.js';
import type { BuiltObject } from './built-object.js';
import { isTrue } from './generators.js';
import { applyJsonPatch, isJsonPatch } from './json-patch.js';
import type { ReadValue } from './read-nodes.js';
import { idText, isSameId, resourceIdOf } from './resource-id.js';
import { mergePatch } from './strategic-merge.js';
import { TargetSelector } from './target-selector.js';

/** A patch of a kustomization: its text, read, and what it is for. */
export interface Patch {
  /** What a person would point at: the path, or the inline text. */
  readonly at: BuiltNode;
  readonly values: readonly ReadValue[];
  readonly target: BuiltNode | undefined;
  readonly options: BuiltNode | undefined;
  /** Whether only a JSON patch is meant, or only a strategic merge patch. */
  readonly form: 'json' | 'strategic' | undefined;
}

/** Applies a patch to the objects that it is for. */
export function applyPatch(acc: Accumulation, patch: Patch): void {
  const problem = patch.values.find(value => value.problem !== undefined)?.problem;
  if (problem !== undefined) {
    acc.refuse('unreadable', problem.message, problem.origin);
    return;
  }
  const documents = patch.values.flatMap(({ node }) => (node === undefined || isEmpty(node) ? [] : [node]));
  const [first] = documents;
  if (first === undefined) return;
  if (isJsonPatch(first) && patch.form !== 'strategic') applyJson(acc, patch, first.items);
  else if (patch.form === 'json') acc.refuse('invalid', 'A JSON patch is a list of operations.', first.origin);
  else applyStrategic(acc, patch, documents);
}

function isEmpty(node: BuiltNode): boolean {
  return isNull(node) || (node.kind === 'map' && node.entries.size === 0);
}

function applyJson(acc: Accumulation, patch: Patch, operations: readonly BuiltNode[]): void {
  if (patch.target === undefined) {
    acc.refuse('invalid', 'A JSON patch needs a target.', patch.at.origin);
    return;
  }
  for (const object of targetsOf(acc, patch)) {
    if (patch.form === undefined) object.rememberId();
    if (object.isTouched || object.previousIds.length > 0) object.touch();
    object.own();
    const wrong = applyJsonPatch(object.root, operations);
    if (wrong !== undefined) acc.refuse('no-target', `${wrong.message.slice(0, -1)} in ${idText(object.id)}.`, wrong.at.origin);
  }
}

function applyStrategic(acc: Accumulation, patch: Patch, documents: readonly BuiltNode[]): void {
  if (patch.target !== undefined && documents.length > 1) {
    acc.refuse('invalid', 'A patch file with several patches cannot have a target.', patch.at.origin);
    return;
  }
  for (const document of documents) {
    if (document.kind !== 'map' || !isNamed(document)) {
      acc.refuse('invalid', 'A patch needs "kind" and "metadata.name".', document.origin);
      continue;
    }
    const targets = patch.target === undefined ? namedTargets(acc, document) : targetsOf(acc, patch);
    for (const object of targets) mergeInto(acc, object, cloneNode(document), patch.options);
  }
}

function isNamed(document: BuiltMap): boolean {
  return Boolean(textOf(findNode(document, 'kind'))) && Boolean(textOf(findNode(document, 'metadata', 'name')));
}

/** The object that a patch without target names. */
function namedTargets(acc: Accumulation, document: BuiltMap): readonly BuiltObject[] {
  const id = resourceIdOf(document);
  const found = acc.resources.withAnyId(other => isSameId(other, id));
  if (found.length === 1 || (found.length === 0 && acc.isOpenTo('objects'))) return found;
  const place = (findNode(document, 'metadata', 'name') ?? document).origin;
  if (found.length > 1)
    acc.refuse('no-target', `This patch could be for several objects: ${found.map(object => idText(object.id)).join(', ')}.`, place);
  else {
    const names = acc.objects.filter(object => object.id.kind === id.kind).map(({ originalId }) => originalId.name);
    acc.refuse('no-target', `This patch is for ${idText(id)}, which is not among the resources.`, place, {
      meant: nearestText(id.name, names),
    });
  }
  return [];
}

/** The objects that the target of a patch selects. To select none is no error. */
function targetsOf(acc: Accumulation, patch: Patch): readonly BuiltObject[] {
  const selector = new TargetSelector(patch.target);
  if (selector.isUnknown) {
    acc.miss('changes', 'The target of a patch has a pattern that is not understood.', patch.target?.origin ?? patch.at.origin);
    return [];
  }
  const found = acc.objects.filter(object => selector.selects(object));
  if (found.length === 0 && !acc.isOpenTo('objects') && patch.target !== undefined) acc.idlePatches.push(patch.target.origin);
  return found;
}

function mergeInto(acc: Accumulation, object: BuiltObject, patch: BuiltMap, options: BuiltNode | undefined): void {
  const [mayRename, mayChangeKind] = ['allowNameChange', 'allowKindChange'].map(key => isTrue(findNode(options, key)));
  if (mayRename || mayChangeKind) object.rememberId();
  object.own();
  const [apiVersion, kind] = ['apiVersion', 'kind'].map(key => findNode(object.root, key));
  const [name, namespace] = ['name', 'namespace'].map(key => findNode(object.root, 'metadata', key));
  const merged = mergePatch(object.root, patch, at => acc.refuse('invalid', conflictText(at), at.origin));
  if (merged?.kind !== 'map' || merged.entries.size === 0) {
    acc.resources.remove(object);
    return;
  }
  object.root = merged;
  if (apiVersion !== undefined) setEntry(merged, 'apiVersion', apiVersion);
  if (!mayChangeKind && kind !== undefined) setEntry(merged, 'kind', kind);
  if (!mayRename && name !== undefined) setEntry(object.metadata, 'name', name);
  if (namespace === undefined) object.metadata.entries.delete('namespace');
  else setEntry(object.metadata, 'namespace', namespace);
}

function conflictText(at: BuiltNode): string {
  const names = { map: 'a map', sequence: 'a list', scalar: 'a value' };
  const keys = at.kind === 'map' ? mapEntries(at).map(([key]) => key) : [];
  return `The patch has ${names[at.kind]}${keys.length > 0 ? ` with "${keys[0]}"` : ''} where the object has something else.`;
}
