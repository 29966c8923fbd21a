import { Accumulation } from './accumulation.js';
import type { BuildGap, BuildProblem } from './build-problem.js';
import { type BuiltMap, type BuiltNode, findNode, isNull, itemsOf, textOf } from './built-node.js';
import type { BuiltObject } from './built-object.js';
import { withConfiguration } from './field-configuration.js';
import { FileReader } from './file-reader.js';
import { finishBuild } from './finish-build.js';
import { KustomizationFolder } from './kustomization-folder.js';
import { type KustomizeFiles, kustomizationIn } from './kustomize-files.js';
import { runGenerators } from './run-generators.js';
import { runTransformers } from './run-transformers.js';

/** What `kustomize build` makes of a folder, and why it might not be all, or nothing. */
export interface KustomizeBuild {
  readonly objects: readonly BuiltObject[];
  /** At which kustomize stops: what is in `objects` then is not what it would make. */
  readonly problems: readonly BuildProblem[];
  /** What kustomize would know and we do not. */
  readonly gaps: readonly BuildGap[];
  /** Targets of patches that select nothing, which kustomize takes without a word. */
  readonly idlePatches: Accumulation['idlePatches'];
  /** Files for generators that cannot be read. */
  readonly unreadSources: Accumulation['unreadSources'];
  /** Every file that was asked for, with its text; `undefined` for those that are not there. */
  readonly files: ReadonlyMap<string, string | undefined>;
  /** What files of objects and patches are read for. */
  readonly uses: Accumulation['uses'];
  /** How many kustomizations are above a file. */
  readonly depths: ReadonlyMap<string, number>;
}

/** Kustomizations deeper than this are not built: nobody has so many, and a build calls itself for each. */
const MAX_DEPTH = 40;
/** Objects and values beyond this are not built: fifty overlays of them would fill the memory. */
const MAX_OBJECTS = 20_000;

/** Builds kustomizations. What was built once is kept for as long as its files are the same. */
export class Kustomizer {
  readonly #reader: FileReader;
  readonly #built = new Map<string, Accumulation>();

  constructor(files: KustomizeFiles) {
    this.#reader = new FileReader(files);
  }

  /** Builds the kustomization of a folder; `undefined` if it has none. */
  build(folder: string): KustomizeBuild | undefined {
    if (kustomizationIn(folder, this.#reader.files) === undefined) return undefined;
    const below = this.#accumulate(folder, []);
    const acc = new Accumulation();
    acc.configuration = below.configuration;
    acc.resources.add(below.objects.map(object => object.clone()));
    acc.variables.push(...below.variables);
    acc.problems.push(...below.problems);
    acc.gaps.push(...below.gaps);
    finishBuild(acc);
    return {
      objects: acc.objects,
      problems: acc.problems,
      gaps: acc.gaps,
      idlePatches: below.idlePatches,
      unreadSources: below.unreadSources,
      files: below.files,
      uses: below.uses,
      depths: below.depths,
    };
  }

  /** Builds everything anew from now on. */
  forget(): void {
    this.#built.clear();
  }

  get reader(): FileReader {
    return this.#reader;
  }

  /** What a folder's kustomization gives, made or remembered. */
  #accumulate(folder: string, above: readonly string[]): Accumulation {
    const known = this.#built.get(folder);
    if (known !== undefined && this.#isCurrent(known)) return known;
    const acc = new Accumulation();
    this.#run(acc, folder, above);
    this.#built.set(folder, acc);
    return acc;
  }

  #isCurrent({ files }: Accumulation): boolean {
    for (const [uri, text] of files) if (this.#reader.files.read(uri) !== text) return false;
    return true;
  }

  #run(acc: Accumulation, folder: string, above: readonly string[]): void {
    const here = new KustomizationFolder(folder, acc, this.#reader);
    const root = here.readKustomization();
    if (root === undefined) return;
    const inner = [...above, folder];
    this.#accumulateResources(here, root, inner);
    for (const path of itemsOf(findNode(root, 'configurations'))) {
      const [value] = here.documentsAt(path) ?? [];
      if (value?.node !== undefined) acc.configuration = withConfiguration(acc.configuration, value.node);
    }
    runGenerators(here, root);
    for (const path of itemsOf(findNode(root, 'components'))) this.#addComponent(here, path, inner);
    runTransformers(here, root);
  }

  #accumulateResources(here: KustomizationFolder, root: BuiltMap, inner: readonly string[]): void {
    for (const path of [...itemsOf(findNode(root, 'resources')), ...itemsOf(findNode(root, 'bases'))]) this.#addResource(here, path, inner);
  }

  #addResource(here: KustomizationFolder, node: BuiltNode, inner: readonly string[]): void {
    const { acc } = here;
    const path = textOf(node);
    if (path === undefined || path === '') {
      if (!isNull(node)) acc.refuse('invalid', 'A resource is a path.', node.origin);
      return;
    }
    const uri = here.resolve(path);
    if (uri !== undefined && here.read(uri) !== undefined) here.addObjects(uri, node);
    else if (uri !== undefined && here.isKustomization(uri)) this.#addFolder(here, uri, node, inner);
    else here.refuseMissing(path, node, 'objects');
  }

  #addFolder(here: KustomizationFolder, folder: string, node: BuiltNode, inner: readonly string[]): void {
    const { acc } = here;
    if (this.#isTooDeep(acc, folder, node, inner)) return;
    const below = this.#accumulate(folder, inner);
    const kind = this.#kindOf(folder);
    if (kind === 'Component') acc.refuse('invalid', `"${textOf(node)}" is a component: it belongs under "components".`, node.origin);
    else if (acc.objects.length + below.objects.length > MAX_OBJECTS) acc.miss('changes', 'This build has too many objects.', node.origin);
    else acc.absorb(below);
    if (kind === 'Component') acc.note(below);
  }

  /** A component's transformations apply to all that is there so far. */
  #addComponent(here: KustomizationFolder, node: BuiltNode, inner: readonly string[]): void {
    const { acc } = here;
    const path = textOf(node) ?? '';
    const folder = here.resolve(path);
    if (folder === undefined || !here.isKustomization(folder)) here.refuseMissing(path, node, 'changes');
    else if (this.#kindOf(folder) !== 'Component')
      acc.refuse('invalid', `"${path}" is no component: it belongs under "resources".`, node.origin);
    else if (!this.#isTooDeep(acc, folder, node, inner)) {
      const before = new Map(acc.depths);
      const idle = acc.idlePatches.length;
      this.#run(acc, folder, inner);
      // What a component does not find here it may be meant for elsewhere.
      acc.idlePatches.splice(idle);
      for (const [uri, depth] of acc.depths) if (!before.has(uri)) acc.depths.set(uri, depth + 1);
    }
  }

  #isTooDeep(acc: Accumulation, folder: string, node: BuiltNode, inner: readonly string[]): boolean {
    if (inner.includes(folder)) acc.refuse('cycle', `"${textOf(node)}" leads back to this kustomization.`, node.origin);
    else if (inner.length >= MAX_DEPTH) acc.miss('changes', 'These kustomizations are too deep to build.', node.origin);
    else return false;
    return true;
  }

  #kindOf(folder: string): string | undefined {
    const file = kustomizationIn(folder, this.#reader.files);
    const node = file && this.#reader.documents(file.uri, file.text)[0]?.node;
    return textOf(findNode(node, 'kind'));
  }
}
