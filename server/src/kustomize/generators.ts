import type { Location } from '../text/span.js';
import {
  type BuiltMap,
  type BuiltNode,
  type BuiltScalar,
  findNode,
  mapEntries,
  mapOf,
  setEntry,
  textOf,
  textScalar,
} from './built-node.js';
import { BuiltObject } from './built-object.js';
import { type GeneratedData, UNKNOWN } from './generated-data.js';

/** The ConfigMap or Secret that a generator makes of its data. */
export function generatedObject(
  kind: 'ConfigMap' | 'Secret',
  generator: BuiltNode,
  data: GeneratedData,
  globalOptions: BuiltNode | undefined,
): BuiltObject {
  const name = findNode(generator, 'name');
  const place = name?.origin ?? generator.origin;
  const root = mapOf(place);
  setEntry(root, 'apiVersion', textScalar('v1', place));
  setEntry(root, 'kind', textScalar(kind, place));
  const metadata = mapOf(place);
  setEntry(metadata, 'name', textScalar(textOf(name) ?? '', place));
  const namespace = findNode(generator, 'namespace');
  if (textOf(namespace)) setEntry(metadata, 'namespace', textScalar(textOf(namespace) ?? '', namespace?.origin ?? place));
  setEntry(root, 'metadata', metadata);
  const type = findNode(generator, 'type');
  if (kind === 'Secret') setEntry(root, 'type', textScalar(textOf(type) || 'Opaque', type?.origin ?? place));
  addData(root, data, place);
  const options = findNode(generator, 'options');
  for (const field of ['labels', 'annotations'] as const) addOptions(metadata, field, options, globalOptions);
  const immutable = [options, globalOptions].map(node => findNode(node, 'immutable')).find(isTrue);
  if (immutable !== undefined) setEntry(root, 'immutable', immutable);
  const isHashed = ![options, globalOptions].some(node => isTrue(findNode(node, 'disableNameSuffixHash')));
  return new BuiltObject(root, { behavior: textOf(findNode(generator, 'behavior')) ?? '', needsHash: isHashed });
}

export function isTrue(node: BuiltNode | undefined): boolean {
  return node?.kind === 'scalar' && node.type === 'boolean' && /^true$/i.test(node.text);
}

/** Takes over from an object what a generator with `behavior: merge` or `replace` leaves of it. */
export function combine(made: BuiltObject, old: BuiltObject): BuiltObject {
  const combined = new BuiltObject(made.root, { copyOf: old, needsHash: made.needsHash && old.needsHash });
  combined.isOpen = made.isOpen || (made.behavior === 'merge' && old.isOpen);
  for (const field of ['labels', 'annotations']) keepEntries(combined.metadata, field, findNode(old.root, 'metadata', field));
  combined.setName(old.name, findNode(old.root, 'metadata', 'name')?.origin);
  const namespace = findNode(old.root, 'metadata', 'namespace');
  if (namespace !== undefined) setEntry(combined.metadata, 'namespace', namespace);
  if (made.behavior !== 'merge') return combined;
  for (const field of ['data', 'binaryData']) keepEntries(combined.root, field, findNode(old.root, field));
  return combined;
}

function keepEntries(map: BuiltMap, field: string, old: BuiltNode | undefined): void {
  if (old?.kind !== 'map' || old.entries.size === 0) return;
  const own = findNode(map, field);
  const all = mapOf(old.origin);
  for (const [key, entry] of old.entries) all.entries.set(key, entry);
  if (own?.kind === 'map') for (const [key, entry] of own.entries) all.entries.set(key, entry);
  setEntry(map, field, all);
}

function addData(root: BuiltMap, { entries }: GeneratedData, place: Location): void {
  const isSecret = textOf(findNode(root, 'kind')) === 'Secret';
  if (entries.length === 0 && !isSecret) return;
  const map = mapOf(entries[0]?.keyOrigin ?? place);
  for (const { key, keyOrigin, value } of entries)
    setEntry(map, key, isSecret && value.text !== UNKNOWN ? encoded(value) : value, keyOrigin);
  setEntry(root, 'data', map);
}

function addOptions(metadata: BuiltMap, field: 'labels' | 'annotations', own: BuiltNode | undefined, global: BuiltNode | undefined): void {
  const all = new Map([...mapEntries(findNode(global, field)), ...mapEntries(findNode(own, field))]);
  if (all.size === 0) return;
  const map = mapOf(own?.origin ?? global?.origin ?? metadata.origin);
  for (const [key, value] of all) setEntry(map, key, textScalar(textOf(value) ?? '', value.origin));
  setEntry(metadata, field, map);
}

const LINE_LENGTH = 70;

/** In Base64, in lines, as kustomize writes the values of Secrets. */
function encoded({ text, origin }: BuiltScalar): BuiltScalar {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  const base64 = btoa(binary);
  const isLong = base64.length >= LINE_LENGTH;
  return textScalar(isLong ? base64.replace(/.{1,70}/g, line => `${line}\n`) : base64, origin);
}
