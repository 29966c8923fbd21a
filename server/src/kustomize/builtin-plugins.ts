import type { Location } from '../text/span.js';
import { type BuiltMap, type BuiltNode, findNode, itemsOf, mapOf, sequenceOf, setEntry, textOf } from './built-node.js';
import { fieldSpecOf } from './field-configuration.js';
import type { FieldTables } from './field-tables.js';
import type { KustomizationFolder } from './kustomization-folder.js';

/** What a configuration under `transformers` or `generators` does, as the kustomization that would do the same. */
export interface BuiltinPlugin {
  readonly root: BuiltMap;
  /** The fields that it is about: those that it names, in place of those that a kustomization's own fields are about. */
  readonly tables: FieldTables;
}

/**
 * The plugins under a field that kustomize has built in, in its order: those that stand in the kustomization itself come first. What others
 * would do is noted as not known.
 */
export function builtinPlugins(here: KustomizationFolder, root: BuiltMap, field: 'transformers' | 'generators'): readonly BuiltinPlugin[] {
  const entries = itemsOf(findNode(root, field));
  const inline = entries.filter(isInline);
  const files = entries.filter(entry => !isInline(entry));
  return [...inline, ...files].flatMap(entry => {
    const plugins = configurationsIn(here, entry)?.map(configuration => pluginOf(configuration, field)) ?? [undefined];
    if (plugins.includes(undefined)) missPlugin(here, field, root.entries.get(field)?.keyOrigin ?? entry.origin);
    return plugins.filter(plugin => plugin !== undefined);
  });
}

function missPlugin({ acc }: KustomizationFolder, field: 'transformers' | 'generators', place: Location): void {
  if (field === 'generators') acc.miss('objects', 'What plugins generate is not known.', place);
  else acc.miss('changes', 'What plugins change is not known.', place);
}

function isInline(entry: BuiltNode): boolean {
  return textOf(entry)?.includes('\n') === true;
}

/** The configurations of an entry: in it, or in the file that it names; `undefined` where they cannot be read. */
function configurationsIn(here: KustomizationFolder, entry: BuiltNode): readonly BuiltNode[] | undefined {
  if (entry.kind !== 'scalar') return undefined;
  const uri = here.resolve(entry.text);
  // A folder may have a kustomization that makes configurations.
  if (!isInline(entry) && uri !== undefined && here.read(uri) === undefined && here.isKustomization(uri)) return undefined;
  const values = isInline(entry) ? here.inlineDocuments(entry) : here.patchAt(entry);
  if (values === undefined || values.some(({ problem }) => problem !== undefined)) return undefined;
  return values.flatMap(({ node }) => (node?.kind === 'map' && node.entries.size > 0 ? [node] : []));
}

function pluginOf(configuration: BuiltNode, field: 'transformers' | 'generators'): BuiltinPlugin | undefined {
  const kind = textOf(findNode(configuration, 'kind')) ?? '';
  if (textOf(findNode(configuration, 'apiVersion')) !== 'builtin' || configuration.kind !== 'map') return undefined;
  // Plugins are objects: they may say that something else is to run them.
  if (findNode(configuration, 'metadata', 'annotations') !== undefined) return undefined;
  const known = field === 'generators' ? GENERATORS.get(kind) : TRANSFORMERS.get(kind);
  const root = known?.(configuration);
  return root && { root, tables: tablesOf(configuration) };
}

type Reading = (configuration: BuiltMap) => BuiltMap | undefined;

const GENERATORS: ReadonlyMap<string, Reading> = new Map([
  ['ConfigMapGenerator', listing('configMapGenerator', named)],
  ['SecretGenerator', listing('secretGenerator', named)],
]);

const TRANSFORMERS: ReadonlyMap<string, Reading> = new Map([
  ['PrefixTransformer', withFields(copying('prefix', 'namePrefix'))],
  ['SuffixTransformer', withFields(copying('suffix', 'nameSuffix'))],
  ['LabelTransformer', copying('labels', 'commonLabels')],
  ['AnnotationsTransformer', copying('annotations', 'commonAnnotations')],
  ['NamespaceTransformer', namespaceOf],
  ['ImageTagTransformer', listing('images', configuration => findNode(configuration, 'imageTag'))],
  ['ReplicaCountTransformer', listing('replicas', configuration => findNode(configuration, 'replica'))],
  ['ReplacementTransformer', copying('replacements', 'replacements')],
  ['PatchTransformer', listing('patches', configuration => configuration)],
  ['PatchJson6902Transformer', listing('patchesJson6902', jsonPatchOf)],
  ['PatchStrategicMergeTransformer', strategicPatchesOf],
]);

function copying(from: string, to: string): Reading {
  return configuration => {
    const value = findNode(configuration, from);
    return value && rootWith(configuration, to, value);
  };
}

function listing(field: string, itemOf: (configuration: BuiltMap) => BuiltNode | undefined): Reading {
  return configuration => {
    const item = itemOf(configuration);
    return item && rootWith(configuration, field, sequenceOf(item.origin, [item]));
  };
}

/** Kustomize refuses some plugins that name no fields. */
function withFields(reading: Reading): Reading {
  return configuration => (itemsOf(findNode(configuration, 'fieldSpecs')).length === 0 ? undefined : reading(configuration));
}

function rootWith({ origin }: BuiltMap, field: string, value: BuiltNode): BuiltMap {
  const root = mapOf(origin);
  setEntry(root, field, value);
  return root;
}

/** A generator with the name and the namespace of its configuration. */
function named(configuration: BuiltMap): BuiltMap {
  const generator: BuiltMap = { ...configuration, entries: new Map(configuration.entries) };
  for (const key of ['name', 'namespace']) {
    const value = findNode(configuration, 'metadata', key);
    if (value !== undefined && !generator.entries.has(key)) setEntry(generator, key, value);
  }
  return generator;
}

function namespaceOf(configuration: BuiltMap): BuiltMap | undefined {
  const namespace = findNode(configuration, 'metadata', 'namespace');
  const isPlain = ['unsetOnly', 'setRoleBindingSubjects'].every(key => findNode(configuration, key) === undefined);
  return namespace === undefined || !isPlain ? undefined : rootWith(configuration, 'namespace', namespace);
}

function jsonPatchOf(configuration: BuiltMap): BuiltMap {
  const patch: BuiltMap = { ...configuration, entries: new Map(configuration.entries) };
  const operations = findNode(configuration, 'jsonOp');
  if (operations !== undefined) setEntry(patch, 'patch', operations);
  return patch;
}

/** Those of files, then those in the configuration itself. */
function strategicPatchesOf(configuration: BuiltMap): BuiltMap | undefined {
  const inline = findNode(configuration, 'patches');
  if (inline !== undefined && (inline.kind !== 'scalar' || !inline.text.includes('\n'))) return undefined;
  const all = [...itemsOf(findNode(configuration, 'paths')), ...(inline === undefined ? [] : [inline])];
  return rootWith(configuration, 'patchesStrategicMerge', sequenceOf(configuration.origin, all));
}

function tablesOf(configuration: BuiltNode): FieldTables {
  const fields = itemsOf(findNode(configuration, 'fieldSpecs')).map(fieldSpecOf);
  return {
    commonLabels: fields,
    labels: fields,
    templateLabels: fields,
    commonAnnotations: fields,
    namePrefix: fields,
    nameSuffix: fields,
    namespace: fields,
    images: fields,
    replicas: fields,
    varReference: fields,
  };
}
