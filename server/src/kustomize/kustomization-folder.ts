import { nearestText } from '../text/edit-distance.js';
import type { Location } from '../text/span.js';
import type { Accumulation } from './accumulation.js';
import { type BuiltMap, type BuiltNode, type BuiltScalar, cloneNode, findNode, isNull, itemsOf, mapOf, textOf } from './built-node.js';
import { BuiltObject } from './built-object.js';
import { type FileReader, inlineDocuments } from './file-reader.js';
import { KUSTOMIZATION_FIELDS, kustomizationField } from './kustomization-fields.js';
import { kustomizationFilesOf, kustomizationIn, looksRemote } from './kustomize-files.js';
import type { ReadValue } from './read-nodes.js';

/** A folder with a kustomization while it is built: reads what it refers to, and notes what is wrong. */
export class KustomizationFolder {
  readonly acc: Accumulation;
  readonly #folder: string;
  readonly #reader: FileReader;

  constructor(folder: string, acc: Accumulation, reader: FileReader) {
    this.#folder = folder;
    this.acc = acc;
    this.#reader = reader;
  }

  /** The kustomization itself; `undefined` if it cannot be read. */
  readKustomization(): BuiltMap | undefined {
    for (const uri of kustomizationFilesOf(this.#folder)) this.read(uri);
    const file = kustomizationIn(this.#folder, this.#reader.files);
    if (file === undefined) return undefined;
    this.acc.depths.set(file.uri, 0);
    const [value] = this.#reader.documents(file.uri, file.text);
    if (value?.problem !== undefined) this.acc.refuse('unreadable', value.problem.message, value.problem.origin);
    const root = value?.node;
    if (isEmpty(value)) this.acc.refuse('invalid', EMPTY, placeOfEmpty(file, root));
    if (root?.kind !== 'map') return undefined;
    const known = mapOf(root.origin);
    for (const [key, entry] of root.entries) {
      const field = kustomizationField(key);
      if (field === undefined)
        this.acc.refuse('unknown-field', `Kustomize knows no field "${key}".`, entry.keyOrigin, {
          meant: nearestText(key, KUSTOMIZATION_FIELDS),
        });
      else known.entries.set(field, entry);
    }
    this.#noteUnknown(known);
    return known;
  }

  resolve(path: string): string | undefined {
    return this.#reader.files.resolve(this.#folder, path);
  }

  /** Reads a file, and notes that the build depends on it. */
  read(uri: string): string | undefined {
    const text = this.#reader.files.read(uri);
    this.acc.files.set(uri, text);
    if (text !== undefined) this.acc.depths.set(uri, this.acc.depths.get(uri) ?? 0);
    return text;
  }

  /** Reads the file that a path leads to. */
  readPath(path: string): { readonly uri: string; readonly text: string } | undefined {
    const uri = this.resolve(path);
    const text = uri === undefined ? undefined : this.read(uri);
    return uri === undefined || text === undefined ? undefined : { uri, text };
  }

  isKustomization(folder: string): boolean {
    for (const uri of kustomizationFilesOf(folder)) this.read(uri);
    return kustomizationIn(folder, this.#reader.files) !== undefined;
  }

  /** The documents of the file at a path; notes if it is missing or cannot be read. */
  documentsAt(node: BuiltNode): readonly ReadValue[] | undefined {
    const path = textOf(node) ?? '';
    const file = this.readPath(path);
    if (file === undefined) {
      this.refuseMissing(path, node, 'changes');
      return undefined;
    }
    this.#checkRoot(file.uri, path, node);
    return this.#reader.documents(file.uri, file.text);
  }

  /** The documents of the patch at a path. */
  patchAt(node: BuiltNode): readonly ReadValue[] | undefined {
    const values = this.documentsAt(node);
    const uri = this.resolve(textOf(node) ?? '');
    if (values !== undefined && uri !== undefined) this.acc.uses.set(uri, 'patch');
    return values;
  }

  inlineDocuments(node: BuiltScalar): readonly ReadValue[] {
    return inlineDocuments(node);
  }

  /** Adds the objects of a file. */
  addObjects(uri: string, node: BuiltNode): void {
    for (const { node: root, problem } of this.documentsAt(node) ?? []) {
      if (problem !== undefined) this.acc.refuse('unreadable', problem.message, problem.origin, { losesObjects: true });
      if (root === undefined || isNull(root) || (root.kind === 'map' && root.entries.size === 0)) continue;
      this.acc.add(this.#objectsIn(cloneNode(root)));
    }
    this.acc.uses.set(uri, 'object');
  }

  /** Notes that what a path leads to is not here. */
  refuseMissing(path: string, node: BuiltNode, hides: 'objects' | 'changes'): void {
    const target = this.resolve(path);
    if (target === undefined || looksRemote(path)) this.acc.miss(hides, `"${path}" is not a part of this workspace.`, node.origin);
    else if (this.#reader.files.isUnread?.(target))
      this.acc.miss(hides, `"${path}" was not read: it is too large, no text, or a link.`, node.origin);
    else this.acc.refuse('missing-file', `There is no "${path}" here.`, node.origin, { target, losesObjects: hides === 'objects' });
  }

  /** The object, or the items of a list. */
  #objectsIn(root: BuiltNode): readonly BuiltObject[] {
    const kind = textOf(findNode(root, 'kind'));
    if (root.kind !== 'map' || kind === undefined || kind === '') {
      this.acc.refuse('invalid', 'This is no object: it has no "kind".', root.origin);
      return [];
    }
    const items = kind.endsWith('List') ? findNode(root, 'items') : undefined;
    if (items !== undefined) return itemsOf(items).flatMap(item => this.#objectsIn(item));
    if (!textOf(findNode(root, 'metadata', 'name'))) {
      this.acc.refuse('invalid', 'This object has no name.', root.origin);
      return [];
    }
    return [new BuiltObject(root)];
  }

  /** Without being told otherwise, kustomize reads nothing but what is in or below the folder. */
  #checkRoot(uri: string, path: string, node: BuiltNode): void {
    if (uri.startsWith(`${this.#folder}/`)) return;
    this.acc.refuse('outside', `"${path}" is outside of the folder of this kustomization.`, node.origin);
  }

  #noteUnknown(root: BuiltMap): void {
    for (const [key, hides, what] of UNKNOWN_FIELDS) {
      const value = findNode(root, key);
      if (value === undefined || isNull(value) || (value.kind === 'sequence' && value.items.length === 0)) continue;
      this.acc.miss(hides, what, root.entries.get(key)?.keyOrigin ?? value.origin);
    }
  }
}

const EMPTY = 'This kustomization is empty: it needs a field beside "apiVersion" and "kind", such as "resources".';

/** Whether kustomize finds nothing in the file of a kustomization. A field without its value yet is half typed. */
function isEmpty(value: ReadValue | undefined): boolean {
  if (value?.problem !== undefined || value?.node === undefined) return value?.problem === undefined;
  const { node } = value;
  return isNull(node) || (node.kind === 'map' && [...node.entries.keys()].every(key => key === 'apiVersion' || key === 'kind'));
}

/** What there is, at least the last comment. */
function placeOfEmpty({ uri, text }: { readonly uri: string; readonly text: string }, root: BuiltNode | undefined): Location {
  if (root !== undefined) return root.origin;
  const end = text.trimEnd().length;
  return { uri, span: { start: text.lastIndexOf('\n', end - 1) + 1, end } };
}

const UNKNOWN_FIELDS: readonly (readonly [string, 'objects' | 'changes', string])[] = [
  ['helmCharts', 'objects', 'Charts that a kustomization installs are not rendered.'],
  ['helmChartInflationGenerator', 'objects', 'Charts that a kustomization installs are not rendered.'],
  ['openapi', 'changes', 'Merge keys of a schema of its own are not read.'],
  ['crds', 'changes', 'References in schemas of custom resources are not read.'],
];
