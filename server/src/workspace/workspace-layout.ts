import type { Kustomization } from '../kustomize/kustomization.js';
import { applicationUnitOf } from './application-unit.js';
import { type DocumentKind, documentKindOf } from './document-kind.js';
import type { ValuesUse } from './given-values.js';
import type { MadeNote } from './made-unit.js';
import { ancestorsOf, fileNameOf, folderOf, resolvePath } from './uri-path.js';

/** How kustomize uses a manifest. */
export interface KustomizeUse {
  /** A `patch` or a `component` is a part of other objects and never judged alone; a `base` is judged on the builds that use it. */
  readonly role: 'patch' | 'component' | 'base' | 'resource';
  /** Whether a kustomization may change it by more than is listed here: with patches, components, replacements. */
  readonly isPatched: boolean;
  /** Names of images that a kustomization replaces here. */
  readonly images: readonly string[];
  /** Names of workloads whose replicas are set. */
  readonly replicas: readonly string[];
  readonly addsLabels: boolean;
  readonly renames: boolean;
  readonly namespace: string | undefined;
}

/** What the files around a document say it is. */
export interface DocumentPlace {
  readonly kind: DocumentKind;
  readonly unit: string;
  readonly kustomize: KustomizeUse | undefined;
  /** What becomes of it where documents are made from files; `undefined` where none are. */
  readonly making?: Making | undefined;
  /** The folder of the chart that the document belongs to: of a subchart's, the one that holds the subchart. */
  readonly chart?: string | undefined;
  /** The environment that a made document is for. */
  readonly environment?: string | undefined;
  /** What is said of the cluster that a made document is for: `1.31`. */
  readonly kubernetesVersion?: string | undefined;
  /** Why objects may be missing in a made document, as a full sentence. */
  readonly openBecause?: string | undefined;
}

/** What becomes of a file that documents are made from. */
export interface Making {
  /** Whether it is judged as a part of what is made, and not alone. */
  readonly isCovered: boolean;
  /** Why nothing is made from it, as a full sentence. */
  readonly problem: string | undefined;
  /** What is wrong in it, for what is made. */
  readonly notes: readonly MadeNote[];
  /** Of a Chart.yaml: by path of a value, the name of a file that sets it and is none of the values files of the chart. */
  readonly setElsewhere?: ReadonlyMap<string, string>;
  /** The charts that it is a file of values for, or holds values for. */
  readonly valuesFor?: readonly ValuesUse[];
}

/** The charts and kustomizations of the workspace, which decide what the documents in and below them are. */
export class WorkspaceLayout {
  readonly #charts = new Set<string>();
  readonly #kustomizations = new Map<string, Kustomization>();
  #users: ReadonlyMap<string, readonly Use[]> | undefined;

  /** Tells the folder of a Chart.yaml, or that it has gone. Answers whether anything changed. */
  setChart(folder: string, exists: boolean): boolean {
    if (this.#charts.has(folder) === exists) return false;
    if (exists) this.#charts.add(folder);
    else this.#charts.delete(folder);
    return true;
  }

  /** Sets or removes the kustomization of a folder. Answers whether anything changed. */
  setKustomization(folder: string, kustomization: Kustomization | undefined): boolean {
    const before = this.#kustomizations.get(folder);
    if (JSON.stringify(before) === JSON.stringify(kustomization)) return false;
    if (kustomization === undefined) this.#kustomizations.delete(folder);
    else this.#kustomizations.set(folder, kustomization);
    this.#users = undefined;
    return true;
  }

  placeOf(uri: string, languageId: string | undefined): DocumentPlace {
    return {
      kind: documentKindOf(uri, languageId, this.#charts),
      unit: applicationUnitOf(uri, this.#charts),
      chart: chartAround(uri, this.#charts),
      kustomize: this.#useOf(uri),
    };
  }

  #useOf(uri: string): KustomizeUse | undefined {
    this.#users ??= usesOf(this.#kustomizations);
    const uses = this.#users.get(uri);
    if (uses === undefined) return undefined;
    const all = [...uses, ...this.#usersOf(uses)];
    return {
      role: this.#roleIn(uses),
      isPatched: all.some(({ kustomization }) => kustomization.isPatching),
      images: all.flatMap(({ kustomization }) => kustomization.images),
      replicas: all.flatMap(({ kustomization }) => kustomization.replicas),
      addsLabels: all.some(({ kustomization }) => kustomization.addsLabels),
      renames: all.some(({ kustomization }) => kustomization.renames),
      namespace: all.find(({ kustomization }) => kustomization.namespace !== undefined)?.kustomization.namespace,
    };
  }

  #roleIn(uses: readonly Use[]): KustomizeUse['role'] {
    if (uses.some(({ as }) => as === 'patch')) return 'patch';
    if (uses.some(({ kustomization }) => kustomization.kind === 'Component')) return 'component';
    return uses.some(({ folder }) => this.#users?.has(folder)) ? 'base' : 'resource';
  }

  /** The kustomizations that build on those of `uses`, however far above. */
  #usersOf(uses: readonly Use[]): readonly Use[] {
    const found = new Set<Use>();
    const pending = [...uses];
    for (let use = pending.pop(); use !== undefined; use = pending.pop()) {
      for (const user of this.#users?.get(use.folder) ?? []) {
        if (found.has(user)) continue;
        found.add(user);
        pending.push(user);
      }
    }
    return [...found];
  }
}

interface Use {
  readonly as: 'resource' | 'patch';
  /** The folder of the kustomization. */
  readonly folder: string;
  readonly kustomization: Kustomization;
}

/** By URI of a file or folder: the kustomizations that name it. */
function usesOf(kustomizations: ReadonlyMap<string, Kustomization>): ReadonlyMap<string, readonly Use[]> {
  const uses = new Map<string, Use[]>();
  for (const [folder, kustomization] of kustomizations) {
    const add = (as: Use['as']) => (path: string) => {
      const uri = resolvePath(folder, path);
      if (uri !== undefined) uses.set(uri, [...(uses.get(uri) ?? []), { as, folder, kustomization }]);
    };
    kustomization.resources.forEach(add('resource'));
    kustomization.components.forEach(add('resource'));
    kustomization.patches.forEach(add('patch'));
  }
  return uses;
}

/** A chart in the `charts/` of another one, as a folder or packed, belongs to that one. */
function chartAround(uri: string, charts: ReadonlySet<string>): string | undefined {
  let chart = charts.size === 0 ? undefined : ancestorsOf(folderOf(uri)).find(folder => charts.has(folder));
  while (chart !== undefined) {
    const home = folderOf(chart).endsWith('.tgz') ? folderOf(folderOf(chart)) : folderOf(chart);
    if (fileNameOf(home) !== 'charts' || !charts.has(folderOf(home))) break;
    chart = folderOf(home);
  }
  return chart;
}
