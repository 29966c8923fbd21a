import { holderOf } from '../helm/embedded-values.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import type { EmbeddedPart, GivenValues, ValueSetting } from './given-values.js';
import type { ClusterSaid } from './planned-installation.js';
import { fileNameOf, folderOf, isInside, relativePath, resolvePath } from './uri-path.js';

/** The values that a chart is installed with in one environment. */
export interface ValueSet {
  /** For people: `values-prod.yaml`, `envs/prod/values.yaml`; as configured, the name of the environment. */
  readonly name: string;
  readonly environment: string;
  /** Beside those of the chart, the last wins. */
  readonly files: readonly string[];
  /** What is set on top of all files. */
  readonly settings?: readonly ValueSetting[];
  /** Whether the files take the place of the chart's own values. */
  readonly replacesDefaults?: boolean;
  readonly release?: { readonly name: string; readonly namespace: string | undefined };
  /** What is said of the cluster. */
  readonly cluster?: ClusterSaid | undefined;
  /** Whether only the name and the keys of a file beside the chart say that it is one of its values. */
  readonly isGuessed?: boolean;
}

/** A value set that an object or file of the workspace says a chart is installed with: an Application of Argo CD, say. */
export interface InstalledSet extends ValueSet {
  /** Those of `files` that stand in others, by URI. */
  readonly embedded: ReadonlyMap<string, EmbeddedPart>;
  readonly settings: readonly ValueSetting[];
  /** The document that says it. */
  readonly holder: string;
}

/** What is known about the files around a chart. */
export interface ChartSurroundings {
  readonly folder: string;
  /** All files of the workspace that are named like values. */
  readonly valuesFiles: Iterable<string>;
  /** Folders of charts. */
  readonly charts: ReadonlySet<string>;
  /** The root of a YAML file; `undefined` for one that is not there or has no values. */
  readonly rootOf: (uri: string) => YamlNode | undefined;
  /** What the configuration says, by environment. */
  readonly configured: ReadonlyMap<string, readonly string[]>;
  /** What documents of the workspace say about how the chart is installed. */
  readonly installed: readonly InstalledSet[];
}

const VALUES = /^values(?:[-._](?<environment>.+))?\.ya?ml$/i;
const TESTED = /^(?:.+-)?values\.ya?ml$/i;

/** Whether a file may hold values of a chart, by its name. */
export function isValuesName(name: string): boolean {
  return VALUES.test(name) || TESTED.test(name);
}

/** The environment that a file of values is named after: `prod` of `values-prod.yaml` and of `prod/values.yaml`. */
export function environmentOfValues(uri: string): string | undefined {
  const name = fileNameOf(uri);
  return VALUES.exec(name)?.groups?.['environment'] ?? (VALUES.test(name) ? fileNameOf(folderOf(uri)) : undefined);
}

/**
 * The ways in which a chart is installed: those that are configured, else those that documents of the workspace say, one for each file that
 * is an overlay of its values and not used by them, and those that its tests use. Its own values alone are one, unless there are overlays
 * for two environments or more: then nobody installs them so.
 */
export function valueSetsOf(surroundings: ChartSurroundings): readonly ValueSet[] {
  const configured = configuredSets(surroundings);
  if (configured.length > 0) return configured;
  const { folder, installed } = surroundings;
  const used = new Set(installed.flatMap(({ files }) => files));
  const found = [...surroundings.valuesFiles].sort().flatMap(uri => (used.has(uri) ? [] : (setOf(uri, surroundings) ?? [])));
  const sets = [...installed, ...found];
  const overlays = sets.filter(({ environment }) => environment !== 'ci').length;
  const isInstalledAsIs = installed.some(({ files, settings }) => files.length + settings.length === 0);
  const own = { name: relativePath(`${folder}/values.yaml`, folder), environment: 'default', files: [] };
  return overlays > 1 || isInstalledAsIs ? sets : [own, ...sets];
}

/** What a value set gives to its chart. @param left why nothing is made with it */
export function givenBy(set: ValueSet | InstalledSet, left?: string): readonly GivenValues[] {
  const embedded = 'embedded' in set ? set.embedded : undefined;
  const doubt = left ?? (set.isGuessed === true ? 'Nothing says that the chart is installed with it.' : undefined);
  const files = set.files.map(uri => ({ uri: holderOf(uri), part: embedded?.get(uri), doubt }));
  const [first] = set.settings ?? [];
  if (first === undefined) return files;
  return [...files, { uri: holderOf(first.place.uri), part: { kind: 'settings', name: set.name, settings: set.settings ?? [] }, doubt }];
}

function configuredSets({ folder, configured, rootOf }: ChartSurroundings): ValueSet[] {
  return [...configured].flatMap(([environment, paths]) => {
    const files = paths.flatMap(path => resolvePath(folder, path) ?? []).filter(uri => uri !== `${folder}/values.yaml`);
    // The configuration may speak of several charts, that do not have all the same files.
    return files.every(uri => rootOf(uri) !== undefined) ? [{ name: environment, environment, files }] : [];
  });
}

function setOf(uri: string, surroundings: ChartSurroundings): ValueSet | undefined {
  const { folder } = surroundings;
  const name = fileNameOf(uri);
  const home = folderOf(uri);
  const shown = relativePath(uri, folder);
  if (uri === `${folder}/values.yaml` || uri === `${folder}/values.yml`) return undefined;
  if (home === `${folder}/ci`) return TESTED.test(name) ? { name: shown, environment: 'ci', files: [uri] } : undefined;
  const environment = environmentOfValues(uri);
  if (environment === undefined || !isNear(uri, surroundings) || !isOverlay(uri, surroundings)) return undefined;
  return { name: shown, environment, files: [uri], ...(isInside(uri, folder) ? {} : { isGuessed: true }) };
}

/** Whether a file stands in the chart, beside it, or in a folder beside it, and belongs to no other chart. */
function isNear(uri: string, { folder, charts }: ChartSurroundings): boolean {
  const root = folderOf(folder);
  if (!isInside(uri, root) || root.endsWith('//')) return false;
  const steps = relativePath(uri, isInside(uri, folder) ? folder : root).split('/');
  if (steps.length > 3 || steps.slice(0, -1).some(step => OTHER_PARTS.has(step))) return false;
  for (let home = folderOf(uri); home !== folder && home !== root; home = folderOf(home)) if (charts.has(home)) return false;
  return true;
}

const OTHER_PARTS: ReadonlySet<string> = new Set(['templates', 'charts', 'crds', 'ci', 'tests', 'test', 'examples', 'node_modules']);

/** Whether a file sets nothing at its root that the values of the chart do not know, and holds no secrets that nobody can read. */
function isOverlay(uri: string, { folder, rootOf }: ChartSurroundings): boolean {
  const [root, base] = [rootOf(uri), rootOf(`${folder}/values.yaml`)];
  const keys = (root?.entries() ?? []).map(([key]) => key);
  if (root === undefined || keys.length === 0 || keys.includes('sops')) return false;
  return keys.every(key => key === 'global' || base?.get(key) !== undefined);
}
