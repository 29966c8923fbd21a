import { groupOf } from '../kubernetes/resource.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import {
  embeddedMap,
  NO_CLUSTER,
  openReason,
  type Plan,
  type PlannedInstallation,
  type PlannedPath,
  type PlannedValues,
  type PlanningDocument,
  plannedText,
  TEMPLATED,
} from './planned-installation.js';

/** What a HelmRelease or GitRepository of Flux plans; `undefined` for other documents. */
export function planOfFluxObject(document: PlanningDocument): Plan | undefined {
  const { root } = document;
  const kind = root.get('kind')?.text;
  const group = groupOf(root.get('apiVersion')?.text ?? '');
  const name = plannedText(root.find('metadata', 'name'));
  if (name === undefined) return undefined;
  if (kind === 'GitRepository' && group === 'source.toolkit.fluxcd.io') return planOfRepository(root, name);
  if (kind !== 'HelmRelease' || group !== 'helm.toolkit.fluxcd.io') return undefined;
  const chart = chartOf(root);
  return {
    installations: chart === undefined ? [] : [installationOf(document, name, chart)],
    paths: chart === undefined ? [] : [chart],
    repositories: [],
  };
}

function planOfRepository(root: YamlNode, name: string): Plan | undefined {
  const url = plannedText(root.find('spec', 'url'));
  const ref = root.find('spec', 'ref');
  const revision = ['commit', 'semver', 'tag'].map(key => ref?.get(key)?.text).find(text => text !== undefined && text !== '');
  return url === undefined ? undefined : { installations: [], paths: [], repositories: [{ name, url, revision }] };
}

/** The path of a chart in a repository; charts of registries have none. */
function chartOf(root: YamlNode): PlannedPath | undefined {
  const spec = root.find('spec', 'chart', 'spec');
  const path = plannedText(spec?.get('chart'));
  const source = spec?.get('sourceRef');
  const repository = plannedText(source?.get('name'));
  if (path === undefined || repository === undefined || source?.get('kind')?.text !== 'GitRepository') return undefined;
  return { path, repository: { kind: 'GitRepository', name: repository } };
}

function installationOf(document: PlanningDocument, name: string, chart: PlannedPath): PlannedInstallation {
  const { root, uri } = document;
  const spec = root.find('spec', 'chart', 'spec');
  const isOptional = spec?.get('ignoreMissingValuesFiles')?.value === true;
  const files = (spec?.get('valuesFiles')?.items() ?? []).map(file => valuesFile(file, chart, isOptional));
  const own = root.find('spec', 'values');
  const values = [...files, ...(own === undefined || own.value === null ? [] : [embeddedMap(own, document)])];
  const namespace = plannedText(root.find('spec', 'targetNamespace'));
  return {
    name: `HelmRelease "${name}"`,
    environment: undefined,
    uri,
    chart,
    values: values.filter(part => typeof part !== 'string'),
    settings: [],
    replacesDefaults: files.length > 0,
    release: {
      name: plannedText(root.find('spec', 'releaseName')) ?? (namespace === undefined ? name : `${namespace}-${name}`),
      namespace: namespace ?? plannedText(root.find('metadata', 'namespace')),
    },
    isReleasedBesideObject: namespace === undefined,
    cluster: NO_CLUSTER,
    openBecause: openReason(values) ?? otherReason(root),
  };
}

/** A path from the root of the repository. */
function valuesFile(file: YamlNode, { repository }: PlannedPath, isOptional: boolean): PlannedValues | string {
  const path = plannedText(file);
  return path === undefined ? TEMPLATED : { kind: 'file', path: { path: path.replace(/^\//, ''), repository }, isOptional };
}

function otherReason(root: YamlNode): string | undefined {
  if ((root.find('spec', 'valuesFrom')?.items().length ?? 0) > 0) return 'It takes values from objects of the cluster.';
  return (root.find('spec', 'postRenderers')?.items().length ?? 0) > 0 ? 'It changes what the chart renders to.' : undefined;
}
