import { type BuiltMap, type BuiltNode, findNode, itemsOf, textOf } from './built-node.js';
import { builtinPlugins } from './builtin-plugins.js';
import { generatedData } from './generated-data.js';
import { combine, generatedObject } from './generators.js';
import type { KustomizationFolder } from './kustomization-folder.js';
import { idText, isSameId } from './resource-id.js';

/** Adds the ConfigMaps and Secrets that a kustomization generates. */
export function runGenerators(here: KustomizationFolder, root: BuiltMap): void {
  runFields(here, root);
  for (const plugin of builtinPlugins(here, root, 'generators')) runFields(here, plugin.root);
}

function runFields(here: KustomizationFolder, root: BuiltMap): void {
  for (const [field, kind] of GENERATORS) {
    for (const generator of itemsOf(findNode(root, field))) runGenerator(here, generator, kind, findNode(root, 'generatorOptions'));
  }
}

const GENERATORS = [
  ['secretGenerator', 'Secret'],
  ['configMapGenerator', 'ConfigMap'],
] as const;

function runGenerator(here: KustomizationFolder, generator: BuiltNode, kind: 'ConfigMap' | 'Secret', options: BuiltNode | undefined): void {
  const { acc } = here;
  if (!textOf(findNode(generator, 'name'))) {
    acc.refuse('invalid', `What generates a ${kind} needs a name.`, generator.origin);
    return;
  }
  const data = generatedData(generator, path => here.readPath(path));
  for (const { message, origin } of data.problems) acc.refuse('invalid', message, origin);
  for (const { path, origin } of data.unread) acc.unreadSources.push({ path, origin });
  const made = generatedObject(kind, generator, data, options);
  made.isOpen = data.unread.some(({ isKeyKnown }) => !isKeyKnown);
  const { id } = made;
  const [old, ...others] = acc.resources.withAnyId(other => isSameId(other, id));
  const place = findNode(generator, 'name')?.origin ?? generator.origin;
  if (made.behavior !== 'merge' && made.behavior !== 'replace') acc.add([made]);
  else if (others.length > 0) acc.refuse('no-target', `Several objects could be ${idText(id)}.`, place);
  else if (old !== undefined) acc.resources.replace(old, combine(made, old));
  else if (!acc.isOpenTo('objects')) acc.refuse('no-target', `There is no ${idText(id)} to ${made.behavior}.`, place);
}
