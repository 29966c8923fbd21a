import type { Location } from '../text/span.js';
import { type BuiltNode, findNode, mapEntries, setEntry, textOf, textScalar } from './built-node.js';
import type { BuiltObject } from './built-object.js';
import { changeField, type FieldSpec } from './field-spec.js';

/** An entry of `images`: which images it changes, and how. */
export interface ImageChange {
  readonly name: string;
  readonly newName: BuiltNode | undefined;
  readonly newTag: BuiltNode | undefined;
  readonly tagSuffix: BuiltNode | undefined;
  readonly digest: BuiltNode | undefined;
}

export function imageChangeOf(node: BuiltNode): ImageChange {
  const given = (key: string) => (textOf(findNode(node, key)) ? findNode(node, key) : undefined);
  return {
    name: textOf(findNode(node, 'name')) ?? '',
    newName: given('newName'),
    newTag: given('newTag'),
    tagSuffix: given('tagSuffix'),
    digest: given('digest'),
  };
}

/** Changes the images of an object: of all lists of containers in it, and in the given fields. */
export function changeImages(object: BuiltObject, change: ImageChange, fields: readonly FieldSpec[]): void {
  if (object.id.kind === 'CustomResourceDefinition') return;
  changeContainers(object.root, change);
  for (const field of fields) {
    changeField(object, { ...field, create: false }, undefined, object.root.origin, node => changedImage(node, change));
  }
}

function changeContainers(node: BuiltNode, change: ImageChange): void {
  if (node.kind === 'sequence') for (const item of node.items) changeContainers(item, change);
  for (const [key, value] of mapEntries(node)) {
    changeContainers(value, change);
    if ((key !== 'containers' && key !== 'initContainers') || value.kind !== 'sequence') continue;
    for (const container of value.items) {
      const image = findNode(container, 'image');
      if (container.kind === 'map' && image !== undefined) setEntry(container, 'image', changedImage(image, change));
    }
  }
}

function changedImage(node: BuiltNode, change: ImageChange): BuiltNode {
  const written = textOf(node);
  if (written === undefined || !isImageNamed(written, change.name)) return node;
  const { name, tag, digest } = splitImage(written);
  const text = [textOf(change.newName) ?? name, prefixed(':', newTag(tag, change)), prefixed('@', newDigest(digest, change))].join('');
  return text === written ? node : textScalar(text, causeOf(change) ?? node.origin);
}

function newTag(tag: string, { newTag: replaced, tagSuffix, digest }: ImageChange): string {
  if (replaced !== undefined) return textOf(replaced) ?? '';
  if (digest !== undefined) return '';
  return tag + (textOf(tagSuffix) ?? '');
}

function newDigest(own: string, { newTag: replaced, tagSuffix, digest }: ImageChange): string {
  if (digest !== undefined) return textOf(digest) ?? '';
  return replaced === undefined && tagSuffix === undefined ? own : '';
}

/** The part of an entry that a person would point at. */
function causeOf({ newName, newTag: replaced, tagSuffix, digest }: ImageChange): Location | undefined {
  return (replaced ?? digest ?? tagSuffix ?? newName)?.origin;
}

function prefixed(mark: string, text: string): string {
  return text === '' ? '' : mark + text;
}

function isImageNamed(image: string, name: string): boolean {
  if (!image.startsWith(name)) return false;
  return /^(?::[a-zA-Z0-9_.{}-]*)?(?:@sha256:[a-zA-Z0-9_.{}-]*)?$/.test(image.slice(name.length));
}

/** Cuts `host:5000/name:tag@digest`; a colon before the first slash is a port. */
function splitImage(image: string): { readonly name: string; readonly tag: string; readonly digest: string } {
  const slash = Math.max(image.indexOf('/'), 0);
  const at = image.indexOf('@', slash);
  const end = at === -1 ? image.length : at;
  const colon = image.indexOf(':', slash);
  const nameEnd = colon === -1 || colon > end ? end : colon;
  return { name: image.slice(0, nameEnd), tag: image.slice(nameEnd + 1, end), digest: image.slice(end + 1) };
}
