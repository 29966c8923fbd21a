import { type BuiltMap, type BuiltNode, findNode, itemsOf, mapEntries, mapOf, textOf } from './built-node.js';
import { builtinPlugins } from './builtin-plugins.js';
import { fieldSpecOf } from './field-configuration.js';
import type { FieldSpec } from './field-spec.js';
import type { FieldTables } from './field-tables.js';
import { isTrue } from './generators.js';
import { changeImages, imageChangeOf } from './image-change.js';
import type { KustomizationFolder } from './kustomization-folder.js';
import { applyPatch, type Patch } from './patching.js';
import { applyReplacement } from './replacements.js';
import { idText, isSameId } from './resource-id.js';
import { addAffix, addTexts, setNamespace, setReplicas } from './transformers.js';
import { isReadBy, variableOf } from './variables.js';

/** Changes what was accumulated as a kustomization says, in the order in which kustomize does. */
export function runTransformers(here: KustomizationFolder, root: BuiltMap): void {
  const run = new TransformerRun(here, root, here.acc.configuration.tables);
  changeAll(run);
  for (const plugin of builtinPlugins(here, root, 'transformers')) changeAll(new TransformerRun(here, plugin.root, plugin.tables));
  run.noteVariables();
}

function changeAll(run: TransformerRun): void {
  run.patch('patchesStrategicMerge');
  run.patch('patches');
  run.setNamespace();
  run.addAffixes();
  run.addLabels();
  run.addAnnotations();
  run.patch('patchesJson6902');
  run.setReplicas();
  run.changeImages();
  run.replace();
}

type PatchField = 'patches' | 'patchesStrategicMerge' | 'patchesJson6902';

class TransformerRun {
  readonly #here: KustomizationFolder;
  readonly #root: BuiltMap;
  readonly #tables: FieldTables;

  constructor(here: KustomizationFolder, root: BuiltMap, tables: FieldTables) {
    this.#here = here;
    this.#root = root;
    this.#tables = tables;
  }

  patch(field: PatchField): void {
    for (const node of itemsOf(findNode(this.#root, field))) {
      const patch = field === 'patchesStrategicMerge' ? this.#strategicPatch(node) : this.#patchOf(node, field);
      if (patch !== undefined) applyPatch(this.#acc, patch);
    }
  }

  setNamespace(): void {
    const namespace = findNode(this.#root, 'namespace');
    if (namespace?.kind !== 'scalar' || !textOf(namespace)) return;
    const { objects } = this.#acc;
    for (const object of objects) setNamespace(object, namespace, this.#tables.namespace);
    for (const [index, object] of objects.entries()) {
      const { id } = object;
      const isTaken = objects.slice(0, index).some(other => other.name === id.name && isSameId(other.id, id));
      if (isTaken) this.#acc.refuse('duplicate', `In one namespace there are two of ${idText(id)}.`, namespace.origin);
    }
  }

  addAffixes(): void {
    for (const affix of ['namePrefix', 'nameSuffix'] as const) {
      const text = textOf(findNode(this.#root, affix));
      if (!text) continue;
      for (const object of this.#acc.objects) addAffix(object, affix, text, this.#acc.configuration.tables[affix]);
    }
  }

  addLabels(): void {
    for (const label of itemsOf(findNode(this.#root, 'labels'))) this.#addTexts(findNode(label, 'pairs'), this.#labelFields(label));
    this.#addTexts(findNode(this.#root, 'commonLabels'), this.#tables.commonLabels);
  }

  addAnnotations(): void {
    this.#addTexts(findNode(this.#root, 'commonAnnotations'), this.#tables.commonAnnotations);
  }

  setReplicas(): void {
    for (const entry of itemsOf(findNode(this.#root, 'replicas'))) {
      const [name, count] = [findNode(entry, 'name'), findNode(entry, 'count')];
      if (name === undefined || count === undefined) continue;
      const isFound = setReplicas(this.#acc.objects, textOf(name) ?? '', count, this.#tables.replicas);
      if (isFound || this.#acc.isOpenTo('objects')) continue;
      this.#acc.refuse('no-target', `There is no workload "${textOf(name)}" whose replicas could be set.`, name.origin);
    }
  }

  changeImages(): void {
    for (const field of ['images', 'imageTags']) {
      for (const entry of itemsOf(findNode(this.#root, field))) {
        const change = imageChangeOf(entry);
        if (change.name === '') continue;
        for (const object of this.#acc.objects) changeImages(object, change, this.#tables.images);
      }
    }
  }

  replace(): void {
    for (const entry of itemsOf(findNode(this.#root, 'replacements'))) {
      for (const replacement of this.#replacementsOf(entry)) {
        const wrong = applyReplacement(this.#acc.objects, replacement);
        if (wrong === undefined || (wrong.isAbout === 'objects' && this.#acc.isOpenTo('objects'))) continue;
        const [unread] = this.#acc.unreadSources;
        if (wrong.isAbout === 'objects' && unread !== undefined) {
          this.#acc.miss('changes', `"${unread.path}" cannot be read, and a replacement may read from what it generates.`, wrong.origin);
        } else if (wrong.isUnknown) this.#acc.miss('changes', wrong.message, wrong.origin);
        else this.#acc.refuse(wrong.isAbout === 'objects' ? 'no-target' : 'invalid', wrong.message, wrong.origin);
      }
    }
  }

  noteVariables(): void {
    for (const variable of itemsOf(findNode(this.#root, 'vars')).map(variableOf)) {
      const matches = this.#acc.resources.withAnyId(id => isReadBy(id, variable));
      if (matches.length > 1)
        this.#acc.refuse('invalid', `Several objects are what the variable "${variable.name}" reads from.`, variable.node.origin);
      matches[0]?.variables.add(variable.name);
      if (!this.#acc.variables.some(({ name }) => name === variable.name)) this.#acc.variables.push(variable);
    }
  }

  get #acc(): KustomizationFolder['acc'] {
    return this.#here.acc;
  }

  #patchOf(entry: BuiltNode, field: PatchField): Patch | undefined {
    const [path, inline] = [findNode(entry, 'path'), findNode(entry, 'patch')];
    const at = textOf(path) ? path : inline;
    if (at?.kind !== 'scalar' || textOf(at) === '' || (textOf(path) && textOf(inline))) {
      this.#acc.refuse('invalid', 'A patch needs either "path" or "patch".', entry.origin);
      return undefined;
    }
    const values = at === path ? this.#here.patchAt(at) : this.#here.inlineDocuments(at);
    const form = field === 'patchesJson6902' ? 'json' : undefined;
    return values && { at, values, target: findNode(entry, 'target'), options: findNode(entry, 'options'), form };
  }

  /** A path, or the text of a patch. */
  #strategicPatch(node: BuiltNode): Patch | undefined {
    if (node.kind !== 'scalar') return undefined;
    const isInline = node.text.includes('\n') || node.text.includes(': ');
    const values = isInline ? this.#here.inlineDocuments(node) : this.#here.patchAt(node);
    return values && { at: node, values, target: undefined, options: undefined, form: 'strategic' };
  }

  #labelFields(label: BuiltNode): readonly FieldSpec[] {
    const tables = this.#tables;
    const own = [...itemsOf(findNode(label, 'fields')).map(fieldSpecOf), ...tables.labels];
    if (isTrue(findNode(label, 'includeSelectors'))) return [...own, ...tables.commonLabels];
    const templates = isTrue(findNode(label, 'includeTemplates')) ? tables.templateLabels : [];
    return [...own, ...templates, { path: 'metadata/labels', create: true }];
  }

  #addTexts(pairs: BuiltNode | undefined, fields: readonly FieldSpec[]): void {
    if (pairs?.kind !== 'map') return;
    const texts = mapOf(pairs.origin);
    for (const [key, value] of mapEntries(pairs)) {
      if (value.kind !== 'scalar' || (value.type !== 'text' && value.type !== 'null')) {
        this.#acc.refuse('invalid', `"${key}" must be text: put it in quotes.`, value.origin);
      } else texts.entries.set(key, { keyOrigin: pairs.entries.get(key)?.keyOrigin ?? value.origin, value });
    }
    for (const object of this.#acc.objects) addTexts(object, texts, fields);
  }

  /** The replacement in an entry, or those in the file that it names. */
  #replacementsOf(entry: BuiltNode): readonly BuiltNode[] {
    const path = findNode(entry, 'path');
    if (path === undefined) return [entry];
    const [value] = this.#here.documentsAt(path) ?? [];
    if (value?.problem !== undefined) this.#acc.refuse('unreadable', value.problem.message, value.problem.origin);
    return value?.node?.kind === 'sequence' ? value.node.items : value?.node === undefined ? [] : [value.node];
  }
}
