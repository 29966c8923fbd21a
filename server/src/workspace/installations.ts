import { embeddedUri, embeddedValues } from '../helm/embedded-values.js';
import { kustomizationOf } from '../kustomize/kustomization.js';
import { isKustomizationFile } from '../kustomize/kustomize-files.js';
import type { SourceText } from '../text/source-text.js';
import { matchesWildcard } from '../text/wildcard.js';
import { parseYamlDocument } from '../yaml/parse-yaml-document.js';
import type { EmbeddedPart, ValueSetting } from './given-values.js';
import {
  isPinnedRevision,
  type Plan,
  type PlannedInstallation,
  type PlannedPath,
  pinnedReason,
  TEMPLATED,
} from './planned-installation.js';
import { plansIn } from './plans-in-file.js';
import { ancestorsOf, encodeSegment, fileNameOf, folderOf, isInside, relativePath, resolvePath } from './uri-path.js';
import { environmentOfValues, type InstalledSet } from './value-sets.js';
import { type KustomizeUse, WorkspaceLayout } from './workspace-layout.js';

/** What is known of the workspace when paths are followed. */
export interface InstallationSurroundings {
  readonly files: ReadonlyMap<string, SourceText>;
  /** Folders of charts. */
  readonly charts: ReadonlySet<string>;
}

/** How the objects and files of the workspace install one chart. */
export interface ChartInstallations {
  readonly sets: readonly InstalledSet[];
  /** Those that are left out. */
  readonly leftOut: readonly UnclearInstallation[];
}

/** A way to install a chart of which nothing is made. */
interface UnclearInstallation {
  /** Which and why, as a full sentence. */
  readonly because: string;
  /** As far as it is known. */
  readonly set: InstalledSet;
}

/** How the charts of the workspace are installed. */
export interface ResolvedInstallations {
  /** By folder of a chart. */
  readonly charts: ReadonlyMap<string, ChartInstallations>;
  /** By file of values, what installs a chart with it that is not here. */
  readonly others: ReadonlyMap<string, string>;
}

/** Whether a chart is installed in the same ways, with the same texts at the same places. */
export function isSameInstallation(a: ChartInstallations | undefined, b: ChartInstallations | undefined): boolean {
  const setKey = (set: InstalledSet) => ({ ...set, embedded: [...set.embedded] });
  const key = ({ sets, leftOut }: ChartInstallations) => [sets.map(setKey), leftOut.map(({ because, set }) => [because, setKey(set)])];
  return JSON.stringify(a && key(a)) === JSON.stringify(b && key(b));
}

/** The documents of the workspace that say how charts are installed: those of Argo CD, Flux and Helmfile. */
export class Installations {
  readonly #plans = new Map<string, readonly Plan[]>();
  readonly #layout = new WorkspaceLayout();

  /** Whether there is anything to follow. */
  get isEmpty(): boolean {
    return this.#plans.size === 0;
  }

  /** Sets the text of a file; `undefined` removes it. Answers whether it says, or said, anything about installations. */
  set(uri: string, source: SourceText | undefined): boolean {
    if (isKustomizationFile(uri)) {
      const root = source?.derive(parseYamlDocument).root;
      return this.#layout.setKustomization(folderOf(uri), root && kustomizationOf(root)) && !this.isEmpty;
    }
    const plans = source === undefined ? [] : plansIn(uri, source.text);
    const isKnown = this.#plans.has(uri);
    if (plans.length === 0) this.#plans.delete(uri);
    else this.#plans.set(uri, plans);
    return isKnown || plans.length > 0;
  }

  /** How charts are installed: as far as paths lead to them, and not somewhere else. */
  resolve(surroundings: InstallationSurroundings): ResolvedInstallations {
    const resolver = new Resolver(this.#plans, surroundings);
    const others = new Map<string, string>();
    const byChart = new Map<string, { sets: InstalledSet[]; leftOut: UnclearInstallation[] }>();
    for (const [uri, plans] of this.#plans) {
      const use = this.#layout.placeOf(uri, undefined).kustomize;
      if (resolver.isTemplate(uri) || use?.role === 'patch' || use?.role === 'component') continue;
      const inFile = plans.flatMap(({ installations }) => installations);
      for (const [index, planned] of inFile.entries()) {
        const alike = inFile.slice(0, index).filter(({ name }) => name === planned.name).length;
        const id = `${encodeSegment(planned.name)}${alike === 0 ? '' : `~${alike}`}`;
        const folder = planned.chart && resolver.pathOf(planned.chart, uri);
        const isHere = folder !== undefined && surroundings.charts.has(folder);
        if (!isHere) for (const file of resolver.filesOf(planned)) others.set(file, planned.name);
        for (const chart of isHere ? [folder] : resolver.chartsLike(planned.chartPatterns ?? [])) {
          const found = byChart.get(chart) ?? { sets: [], leftOut: [] };
          byChart.set(chart, found);
          const { set, reason = patchReason(use) } = resolver.resolve(planned, id, chart, use);
          const because = reason ?? (isHere ? undefined : TEMPLATED);
          if (because === undefined) found.sets.push(set);
          else found.leftOut.push({ because: `${planned.name} is left out: ${because}`, set });
        }
      }
    }
    const charts = new Map([...byChart].map(([folder, { sets, leftOut }]) => [folder, { sets: distinctSets(sets, folder), leftOut }]));
    return { charts, others };
  }
}

function patchReason(use: KustomizeUse | undefined): string | undefined {
  return use?.isPatched === true || use?.renames === true ? 'A kustomization may change it.' : undefined;
}

/** Follows the paths of plans. */
class Resolver {
  readonly #surroundings: InstallationSurroundings;
  readonly #repositories = new Map<string, RepositoryUse>();
  /** By name of a GitRepository, its URL; nothing for names that several have. */
  readonly #named = new Map<string, { readonly url: string; readonly revision: string | undefined } | undefined>();
  readonly #roots = new Map<string, string | undefined>();
  #folders: ReadonlySet<string> | undefined;

  constructor(plans: ReadonlyMap<string, readonly Plan[]>, surroundings: InstallationSurroundings) {
    this.#surroundings = surroundings;
    for (const { repositories } of [...plans.values()].flat()) {
      for (const { name, url, revision } of repositories) {
        const known = this.#named.get(name);
        this.#named.set(name, this.#named.has(name) && known?.url !== url ? undefined : { url, revision });
      }
    }
    for (const [uri, documents] of plans) {
      if (this.isTemplate(uri)) continue;
      for (const path of documents.flatMap(({ paths }) => paths)) {
        const key = this.#keyOf(path);
        if (key === undefined) continue;
        const use = this.#repositories.get(key) ?? { uris: new Set(), paths: new Set() };
        this.#repositories.set(key, { uris: use.uris.add(uri), paths: use.paths.add(path.path) });
      }
    }
  }

  /** Whether a file is a template of a chart, or a file in a packed one. */
  isTemplate(uri: string): boolean {
    return ancestorsOf(folderOf(uri)).some(folder => this.#surroundings.charts.has(folder) && isInside(uri, `${folder}/templates`));
  }

  /** Where a path of a document leads; `undefined` if its repository is not the one that is here. */
  pathOf(path: PlannedPath, uri: string): string | undefined {
    if (path.repository === undefined) return resolvePath(folderOf(uri), path.path);
    const key = this.#keyOf(path);
    const root = key === undefined ? undefined : this.#rootOf(key);
    return root === undefined ? undefined : resolvePath(root, path.path);
  }

  /** The charts whose folders have paths like these; `*` stands for anything. */
  chartsLike(patterns: readonly PlannedPath[]): readonly string[] {
    return [...this.#surroundings.charts].filter(chart =>
      patterns.some(pattern => {
        const key = this.#keyOf(pattern);
        const root = key === undefined ? undefined : this.#rootOf(key);
        return root !== undefined && isInside(chart, root) && matchesWildcard(pattern.path, relativePath(chart, root));
      }),
    );
  }

  /** The values that an installation gives to a chart, and why they are not all known. @param id tells it from others in its file */
  resolve(planned: PlannedInstallation, id: string, chart: string, use: KustomizeUse | undefined): Resolved {
    const { uri, values, release } = planned;
    const text = this.#surroundings.files.get(uri)?.text ?? '';
    const embedded = new Map<string, EmbeddedPart>();
    const files: string[] = [];
    let missing: string | undefined;
    for (const [index, part] of values.entries()) {
      if (part.kind !== 'file') {
        const { kind, path, start } = part;
        const embeddedAs = embeddedUri(uri, `${id}/values-${index}`);
        embedded.set(embeddedAs, { kind, name: planned.name, text: embeddedValues(text, part.span), path, start });
        files.push(embeddedAs);
        continue;
      }
      const file = this.pathOf(part.path, uri);
      if (file !== undefined && this.#surroundings.files.has(file)) files.push(file);
      else if (!part.isOptional) missing ??= `The file "${part.path.path}" is not here.`;
    }
    const set = {
      name: planned.name,
      environment: planned.environment ?? environmentIn(files, chart) ?? release.name,
      files: planned.replacesDefaults || files[0] !== `${chart}/values.yaml` ? files : files.slice(1),
      embedded,
      settings: settingsOf(planned, id),
      replacesDefaults: planned.replacesDefaults,
      release: {
        name: release.name,
        namespace: (planned.isReleasedBesideObject === true ? use?.namespace : undefined) ?? release.namespace,
      },
      cluster: planned.cluster,
      holder: uri,
    };
    return { set, reason: planned.openBecause ?? this.#revisionReason(planned.chart) ?? missing };
  }

  /** The files that an installation names and that are here. */
  filesOf({ uri, values }: PlannedInstallation): readonly string[] {
    const files = values.flatMap(part => (part.kind === 'file' ? (this.pathOf(part.path, uri) ?? []) : []));
    return files.filter(file => this.#surroundings.files.has(file));
  }

  #revisionReason(chart: PlannedPath | undefined): string | undefined {
    const repository = chart?.repository;
    const revision = repository?.kind === 'GitRepository' ? this.#named.get(repository.name)?.revision : undefined;
    return revision === undefined || !isPinnedRevision(revision) ? undefined : pinnedReason(revision);
  }

  #keyOf({ repository }: PlannedPath): string | undefined {
    const url = repository?.kind === 'GitRepository' ? this.#named.get(repository.name)?.url : repository?.name;
    return url?.replace(/\/+$|\.git\/*$/g, '').toLowerCase();
  }

  /**
   * The folder that a repository is checked out in, if it is the one that the documents stand in: the folder above them that has its name
   * and some of the paths that documents expect in it, or the only one that has them all.
   */
  #rootOf(key: string): string | undefined {
    if (this.#roots.has(key)) return this.#roots.get(key);
    const { uris, paths } = this.#repositories.get(key) ?? { uris: new Set<string>(), paths: new Set<string>() };
    const folders = [...new Set([...uris].flatMap(uri => ancestorsOf(folderOf(uri))))];
    const counted = folders
      .map(folder => ({ folder, count: [...paths].filter(path => this.#hasFolder(resolvePath(folder, path))).length }))
      .filter(({ count }) => count > 0);
    const named = counted.filter(({ folder }) => fileNameOf(folder).toLowerCase() === key.slice(key.search(/[^/:]*$/)));
    const whole = counted.filter(({ count }) => count === paths.size);
    const [root] = named.length > 0 ? named : whole.length === 1 ? whole : [];
    this.#roots.set(key, root?.folder);
    return root?.folder;
  }

  #hasFolder(folder: string | undefined): boolean {
    this.#folders ??= new Set([...this.#surroundings.files.keys()].flatMap(uri => ancestorsOf(folderOf(uri))));
    return folder !== undefined && this.#folders.has(folder);
  }
}

/** What an installation gives to a chart. */
interface Resolved {
  readonly set: InstalledSet;
  readonly reason: string | undefined;
}

function settingsOf({ uri, settings }: PlannedInstallation, id: string): readonly ValueSetting[] {
  const settingsUri = embeddedUri(uri, `${id}/set`);
  return settings.map(({ span, ...setting }) => ({ ...setting, place: { uri: settingsUri, span } }));
}

/** Where the documents stand that expect something in a repository, and what they expect. */
interface RepositoryUse {
  readonly uris: Set<string>;
  readonly paths: Set<string>;
}

/** The environment that the last of the files is named after. */
function environmentIn(files: readonly string[], chart: string): string | undefined {
  const own = files.filter(uri => uri !== `${chart}/values.yaml`);
  return own.map(uri => environmentOfValues(uri)).findLast(environment => environment !== undefined);
}

/** What several objects install in the same way is said once; of sets with the same name, each says the release and the file as well. */
function distinctSets(sets: readonly InstalledSet[], folder: string): readonly InstalledSet[] {
  const seen = new Map<string, InstalledSet>();
  for (const set of sets) {
    const { files, settings, release, cluster } = set;
    const key = JSON.stringify([files, settings, release, cluster]);
    if (!seen.has(key)) seen.set(key, set);
  }
  const all = [...seen.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.holder < b.holder ? -1 : 1));
  const isShared = ({ name }: InstalledSet) => all.filter(other => other.name === name).length > 1;
  const named = all.map(set => (isShared(set) ? { ...set, name: `${set.name} (${detailsOf(set, folder)})` } : set));
  return named.filter(({ name }, index) => named.findIndex(other => other.name === name) === index);
}

function detailsOf({ holder, release }: InstalledSet, folder: string): string {
  return [release?.name, release?.namespace, relativePath(holder, folder)].filter(text => text !== undefined).join(', ');
}
