import type { Location } from '../text/span.js';
import { type BuiltNode, cloneNode, findNode, itemsOf, textOf, textScalar } from './built-node.js';
import type { BuiltObject } from './built-object.js';
import { type FieldSlot, isUnknownPath, slotsAtPath, valueAtPath } from './field-path.js';
import { isTrue } from './generators.js';
import { effectiveNamespace, groupVersionOf, isSelected } from './resource-id.js';
import { TargetSelector } from './target-selector.js';

/** What is wrong with a replacement; `isUnknown` if we do not understand it, though kustomize may. */
export interface ReplacementProblem {
  readonly message: string;
  readonly origin: Location;
  readonly isUnknown: boolean;
  /** Whether it would be none if there were objects that are not known. */
  readonly isAbout: 'objects' | 'text';
}

/** Copies a value of one object into fields of others. Answers what is wrong. */
export function applyReplacement(objects: readonly BuiltObject[], replacement: BuiltNode): ReplacementProblem | undefined {
  const source = findNode(replacement, 'source');
  const targets = findNode(replacement, 'targets');
  const fixed = findNode(replacement, 'sourceValue');
  if ((source === undefined && fixed === undefined) || targets === undefined) {
    return problem('A replacement needs a source and targets.', replacement);
  }
  const value = source === undefined ? fixed : sourceValue(objects, source);
  if (value === undefined) return undefined;
  if (!('kind' in value)) return value;
  for (const target of itemsOf(targets)) {
    const wrong = copyTo(objects, value, target);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function problem(message: string, at: BuiltNode, isAbout: ReplacementProblem['isAbout'] = 'text', isUnknown = false): ReplacementProblem {
  return { message, origin: at.origin, isUnknown, isAbout };
}

function sourceValue(objects: readonly BuiltObject[], source: BuiltNode): BuiltNode | ReplacementProblem {
  const matches = objects.filter(object => isSource(object, source));
  const [object] = matches;
  if (object === undefined) return problem('No object is what this replacement reads from.', source, 'objects');
  if (matches.length > 1) return problem('Several objects are what this replacement reads from.', source);
  const path = findNode(source, 'fieldPath');
  const value = valueAtPath(object.root, textOf(path) || 'metadata.name');
  if (value === undefined)
    return problem(`The object that this replacement reads from has no field "${textOf(path) ?? ''}".`, path ?? source, 'objects');
  const options = findNode(source, 'options');
  const delimiter = textOf(findNode(options, 'delimiter'));
  if (!delimiter) return value;
  const part = value.kind === 'scalar' ? value.text.split(delimiter)[numberOf(options, 'index')] : undefined;
  return part === undefined
    ? problem('The source of this replacement has no such part.', path ?? source)
    : { ...textScalar(part, value.origin), type: scalarType(value) };
}

function scalarType(node: BuiltNode): 'text' | 'number' | 'boolean' | 'null' {
  return node.kind === 'scalar' ? node.type : 'text';
}

function isSource(object: BuiltObject, source: BuiltNode): boolean {
  const text = (key: string) => textOf(findNode(source, key)) ?? '';
  const [group, version, kind, name, namespace] = ['group', 'version', 'kind', 'name', 'namespace'].map(text);
  const selector = { ...groupVersionOf(text('apiVersion')), ...(group && { group }), ...(version && { version }), ...(kind && { kind }) };
  return object.allIds.some(
    id => isSelected(id, selector) && (!name || id.name === name) && (!namespace || (effectiveNamespace(id) ?? '') === namespace),
  );
}

function copyTo(objects: readonly BuiltObject[], value: BuiltNode, target: BuiltNode): ReplacementProblem | undefined {
  const select = findNode(target, 'select');
  if (select === undefined) return problem('A target of a replacement needs "select".', target);
  const selector = new TargetSelector(select);
  const rejects = itemsOf(findNode(target, 'reject')).map(node => new TargetSelector(node));
  const paths = itemsOf(findNode(target, 'fieldPaths'));
  const unknown = [selector, ...rejects].some(({ isUnknown }) => isUnknown) || paths.some(path => isUnknownPath(textOf(path) ?? ''));
  if (unknown) return problem('This target has a pattern that is not understood.', target, 'text', true);
  const chosen = objects.filter(object => isChosen(object, selector, rejects));
  for (const object of chosen) {
    for (const path of paths.length === 0 ? [textScalar('metadata.name', target.origin)] : paths) {
      const wrong = write(object, value, path, findNode(target, 'options'));
      if (wrong !== undefined) return wrong;
    }
  }
  return undefined;
}

function isChosen(object: BuiltObject, selector: TargetSelector, rejects: readonly TargetSelector[]): boolean {
  if (!selector.hasLabels(object) || !object.allIds.some(id => selector.selectsId(id))) return false;
  return !rejects.some(
    reject =>
      (reject.hasLabelSelector && reject.hasLabels(object)) || (!reject.namesNothing && object.allIds.some(id => reject.selectsId(id))),
  );
}

function write(object: BuiltObject, value: BuiltNode, path: BuiltNode, options: BuiltNode | undefined): ReplacementProblem | undefined {
  object.own();
  const created = isTrue(findNode(options, 'create')) ? value.kind : undefined;
  const slots = slotsAtPath(object.root, textOf(path) ?? '', created, value.origin);
  if (slots.length === 0)
    return problem(`The field "${textOf(path) ?? ''}" is not in ${object.id.kind} "${object.name}".`, path, 'objects');
  for (const slot of slots) {
    const wrong = writeSlot(slot, value, path, options);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function writeSlot(slot: FieldSlot, value: BuiltNode, path: BuiltNode, options: BuiltNode | undefined): ReplacementProblem | undefined {
  const { node } = slot;
  if (node.kind !== 'scalar') {
    slot.replace(cloneNode(value));
    return undefined;
  }
  if (value.kind !== 'scalar') return problem('A map or list cannot be put into a field of text.', path);
  const delimiter = textOf(findNode(options, 'delimiter'));
  const text = delimiter ? withPart(node.text, value.text, delimiter, numberOf(options, 'index')) : value.text;
  // The field keeps its type: a number that is put into text is text.
  slot.replace({ ...textScalar(text, value.origin), type: node.type === 'null' ? value.type : node.type === 'text' ? 'text' : value.type });
  return undefined;
}

function withPart(text: string, part: string, delimiter: string, index: number): string {
  const parts = text.split(delimiter);
  if (index < 0) parts.unshift(part);
  else if (index >= parts.length) parts.push(part);
  else parts[index] = part;
  return parts.join(delimiter);
}

function numberOf(options: BuiltNode | undefined, key: string): number {
  const text = textOf(findNode(options, key)) ?? '0';
  return /^-?[0-9]{1,6}$/.test(text) ? Number(text) : 0;
}
