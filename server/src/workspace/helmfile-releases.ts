import type { YamlNode } from '../yaml/yaml-node.js';
import {
  type ClusterSaid,
  clusterSaidIn,
  embeddedMap,
  NO_CLUSTER,
  openReason,
  type Plan,
  type PlannedInstallation,
  type PlannedSetting,
  type PlannedValues,
  type PlanningDocument,
  plannedSetting,
  plannedText,
  TEMPLATED,
} from './planned-installation.js';
import { fileNameOf, folderOf } from './uri-path.js';

/** Whether Helmfile reads a file: `helmfile.yaml`, and what stands in `helmfile.d`. */
export function isHelmfile(uri: string): boolean {
  return /^helmfile\.ya?ml$/.test(fileNameOf(uri)) || (fileNameOf(folderOf(uri)) === 'helmfile.d' && /\.ya?ml$/.test(uri));
}

/** Whether a file becomes a helmfile when its template is run. */
export function isHelmfileTemplate(uri: string): boolean {
  return uri.endsWith('.gotmpl') && isHelmfile(uri.slice(0, -'.gotmpl'.length));
}

/** What the template of a helmfile may plan: the charts in folders that it names, in ways that are not known. */
export function planOfHelmfileTemplate(uri: string, text: string): Plan {
  const paths = [...text.matchAll(/^[ \t-]*chart:[ \t]*["']?(\.{1,2}\/[^\s"'{}]+)["']?[ \t]*(?:#.*)?$/gm)].flatMap(
    ([, path]) => path ?? [],
  );
  const installations = [...new Set(paths)].map(path => ({
    name: `The helmfile "${fileNameOf(uri)}"`,
    environment: undefined,
    uri,
    chart: { path, repository: undefined },
    values: [],
    settings: [],
    replacesDefaults: false,
    release: { name: '', namespace: undefined },
    cluster: NO_CLUSTER,
    openBecause: 'It is a template.',
  }));
  return { installations, paths: [], repositories: [] };
}

/** The environments that a document of a helmfile names. */
export function environmentsOf({ root }: PlanningDocument): readonly string[] {
  return (root.get('environments')?.entries() ?? []).map(([name]) => name);
}

/**
 * What one document of a helmfile plans.
 *
 * @param environments all those that the file names
 * @param top the roots of all documents of the file, in which settings for all releases stand
 */
export function planOfHelmfile(document: PlanningDocument, environments: readonly string[], top: readonly YamlNode[]): Plan {
  const installations = (document.root.get('releases')?.items() ?? []).flatMap(release =>
    release.get('installed')?.value === false ? [] : installationsOf(release, document, { environments, top }),
  );
  return { installations, paths: [], repositories: [] };
}

interface HelmfileSettings {
  readonly environments: readonly string[];
  readonly top: readonly YamlNode[];
}

const ENVIRONMENT_NAME = /\{\{-?\s*\.Environment\.Name\s*-?\}\}/g;

/** One for each environment if the release differs by more than what Helmfile's own templates make of it. */
function installationsOf(release: YamlNode, document: PlanningDocument, { environments, top }: HelmfileSettings): PlannedInstallation[] {
  const texts = [...textsIn(release)];
  const isSame = texts.every(text => text.search(ENVIRONMENT_NAME) === -1);
  const names = isSame ? [undefined] : environments;
  return names.flatMap(environment => installationOf(release, document, environment, top) ?? []);
}

function* textsIn(node: YamlNode): Iterable<string> {
  if (node.text !== undefined) yield node.text;
  for (const [, child] of node.entries()) yield* textsIn(child);
  for (const item of node.items()) yield* textsIn(item);
}

/** Fields that change what a release is installed with, or what is made of it, in ways that files do not tell. */
const OPEN_FIELDS = [
  'inherit',
  'secrets',
  'strategicMergePatches',
  'jsonPatches',
  'transformers',
  'postRenderer',
  'valuesTemplate',
  'setTemplate',
];

function installationOf(
  release: YamlNode,
  document: PlanningDocument,
  environment: string | undefined,
  top: readonly YamlNode[],
): PlannedInstallation | undefined {
  const read = (node: YamlNode | undefined) => textIn(node, environment);
  const [name, path] = [read(release.get('name')), read(release.get('chart'))];
  if (name === undefined) return undefined;
  const isOptional = ['Warn', 'Info', 'Debug'].includes(release.get('missingFileHandler')?.text ?? '');
  const values = (release.get('values')?.items() ?? []).map(part => valuesPart(part, read(part), isOptional, document));
  const settings = ['set', 'setString'].flatMap(key =>
    (release.get(key)?.items() ?? []).map(part => settingOf(part, key === 'set' ? 'typed' : 'string', read, document)),
  );
  const cluster = clusterOf(release, top);
  const field = OPEN_FIELDS.find(key => release.get(key) !== undefined);
  return {
    name: `Helmfile release "${name}"${environment === undefined ? '' : ` in ${environment}`}`,
    environment,
    uri: document.uri,
    chart: path === undefined ? undefined : { path, repository: undefined },
    values: values.filter(part => typeof part !== 'string'),
    settings: settings.filter(part => typeof part !== 'string'),
    replacesDefaults: false,
    release: { name, namespace: read(release.get('namespace')) },
    cluster: typeof cluster === 'string' ? NO_CLUSTER : cluster,
    openBecause: openReason([...values, ...settings]) ?? (field === undefined ? undefined : `What its "${field}" does is not worked out.`),
  };
}

/** What a release says of its cluster comes before what the file says for all. */
function clusterOf(release: YamlNode, top: readonly YamlNode[]): ClusterSaid | string {
  const all = [release, ...[...top].reverse()].map(map => clusterSaidIn(map));
  const said = all.filter(one => typeof one !== 'string');
  if (said.length < all.length) return TEMPLATED;
  return {
    kubernetesVersion: said.find(({ kubernetesVersion }) => kubernetesVersion !== undefined)?.kubernetesVersion,
    apiVersions: said.find(({ apiVersions }) => apiVersions.length > 0)?.apiVersions ?? [],
  };
}

function textIn(node: YamlNode | undefined, environment: string | undefined): string | undefined {
  if (node?.kind !== 'scalar' || node.text === undefined) return undefined;
  const known = environment === undefined ? node.text : node.text.replace(ENVIRONMENT_NAME, () => environment);
  return known === node.text ? plannedText(node) : /\{\{|\$\{/.test(known) ? undefined : known;
}

function valuesPart(part: YamlNode, path: string | undefined, isOptional: boolean, document: PlanningDocument): PlannedValues | string {
  if (part.kind === 'map') return embeddedMap(part, document);
  if (path === undefined || /^[a-z][\w+.-]*:/i.test(path)) return TEMPLATED;
  const file = { kind: 'file', path: { path, repository: undefined }, isOptional } as const;
  return path.endsWith('.gotmpl') ? { ...file, openBecause: `The file "${path}" is a template.` } : file;
}

function settingOf(
  part: YamlNode,
  kind: PlannedSetting['kind'],
  read: (node: YamlNode | undefined) => string | undefined,
  { start }: PlanningDocument,
): PlannedSetting | string {
  const [nameNode, value, several] = [part.get('name'), part.get('value'), part.get('values')];
  const name = read(nameNode);
  const node = value ?? several;
  if (name === undefined || nameNode === undefined || node === undefined || node.isShared) return TEMPLATED;
  const texts = value === undefined ? node.items().map(read) : [read(value)];
  if (texts.some(text => text === undefined)) return TEMPLATED;
  const escaped = texts.map(text => (text ?? '').replace(/[{},]/g, '\\$&'));
  const written = value === undefined ? `{${escaped.join(',')}}` : escaped[0];
  return plannedSetting({ node: nameNode, text: name }, `${name}=${written}`, kind, { place: node.span, start });
}
