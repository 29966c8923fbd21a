import { groupOf } from '../kubernetes/resource.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import {
  clusterSaidIn,
  embeddedMap,
  embeddedText,
  isPinnedRevision,
  NO_CLUSTER,
  openReason,
  type Plan,
  type PlannedInstallation,
  type PlannedPath,
  type PlannedSetting,
  type PlannedValues,
  type PlanningDocument,
  pinnedReason,
  plannedSetting,
  plannedText,
  TEMPLATED,
} from './planned-installation.js';

/** What an Application of Argo CD plans; `undefined` for other documents. */
export function planOfApplication(document: PlanningDocument): Plan | undefined {
  const { root } = document;
  if (root.get('kind')?.text !== 'Application' || groupOf(root.get('apiVersion')?.text ?? '') !== 'argoproj.io') return undefined;
  const name = plannedText(root.find('metadata', 'name'));
  if (name === undefined) return undefined;
  const several = root.find('spec', 'sources')?.items() ?? [];
  const single = root.find('spec', 'source');
  const sources = several.length > 0 || single === undefined ? several : [single];
  const application = { document, name, sources };
  return {
    installations: sources.flatMap(source => installationOf(source, application) ?? []),
    paths: sources.flatMap(source => pathOf(source) ?? []),
    repositories: [],
  };
}

interface Application {
  readonly document: PlanningDocument;
  readonly name: string;
  readonly sources: readonly YamlNode[];
}

/** The folder of manifests, of a kustomization or of a chart that a source is. */
function pathOf(source: YamlNode): PlannedPath | undefined {
  const path = plannedText(source.get('path'));
  const url = plannedText(source.get('repoURL'));
  return path === undefined || url === undefined ? undefined : { path, repository: { kind: 'url', name: url } };
}

const OTHER_TOOLS = ['directory', 'kustomize', 'plugin'];

function installationOf(source: YamlNode, { document, name, sources }: Application): PlannedInstallation | undefined {
  const { root, uri } = document;
  const isFromRegistry = source.get('chart') !== undefined;
  const chart = isFromRegistry ? undefined : pathOf(source);
  if ((chart === undefined && !isFromRegistry) || OTHER_TOOLS.some(key => source.get(key) !== undefined)) return undefined;
  const helm = source.get('helm');
  const object = helm?.get('valuesObject');
  const text = helm?.get('values');
  // Of both, Argo CD takes the object alone.
  const own = object !== undefined ? embeddedMap(object, document) : text?.text ? embeddedText(text, document) : undefined;
  const values = [...(helm?.get('valueFiles')?.items() ?? []).map(file => valueFile(file, chart, helm, sources)), ...(own ? [own] : [])];
  const settings = (helm?.get('parameters')?.items() ?? []).map(parameter => settingOf(parameter, document));
  const cluster = clusterSaidIn(helm);
  return {
    name: `Application "${name}"`,
    environment: undefined,
    uri,
    chart,
    values: values.filter(part => typeof part !== 'string'),
    settings: settings.filter(part => typeof part !== 'string'),
    replacesDefaults: false,
    release: {
      name: plannedText(helm?.get('releaseName')) ?? name,
      namespace: plannedText(helm?.get('namespace')) ?? plannedText(root.find('spec', 'destination', 'namespace')),
    },
    cluster: typeof cluster === 'string' ? NO_CLUSTER : cluster,
    openBecause:
      openReason([...values, ...settings, ...(typeof cluster === 'string' ? [cluster] : [])]) ??
      revisionReason([source, ...sources.filter(isNamed)]) ??
      otherReason(helm),
  };
}

function isNamed(source: YamlNode): boolean {
  return source.get('ref') !== undefined;
}

function revisionReason(sources: readonly YamlNode[]): string | undefined {
  const pinned = sources.flatMap(source => source.get('targetRevision')?.text ?? []).find(isPinnedRevision);
  return pinned === undefined ? undefined : pinnedReason(pinned);
}

function otherReason(helm: YamlNode | undefined): string | undefined {
  if ((helm?.get('fileParameters')?.items().length ?? 0) > 0) return 'Some of its values are whole files.';
  const release = helm?.get('releaseName');
  return release !== undefined && plannedText(release) === undefined ? TEMPLATED : undefined;
}

/** A file beside the chart, from the root of its repository (`/x`), or in the repository of another source (`$name/x`). */
function valueFile(
  file: YamlNode,
  chart: PlannedPath | undefined,
  helm: YamlNode | undefined,
  sources: readonly YamlNode[],
): PlannedValues | string {
  const text = plannedText(file);
  if (text === undefined || /[*?[]|^[a-z]+:/i.test(text)) return TEMPLATED;
  const isOptional = helm?.get('ignoreMissingValueFiles')?.value === true;
  const [, name, inSource = ''] = /^\$([^/]+)\/(.*)$/.exec(text) ?? [];
  if (name === undefined) {
    if (chart === undefined) return 'It takes a file from where its chart is.';
    const path = text.startsWith('/') ? text.slice(1) : `${chart.path}/${text}`;
    return { kind: 'file', path: { ...chart, path }, isOptional };
  }
  const url = plannedText(sources.find(source => source.get('ref')?.text === name)?.get('repoURL'));
  if (url === undefined) return `It has no source with the name "${name}".`;
  return { kind: 'file', path: { path: inSource, repository: { kind: 'url', name: url } }, isOptional };
}

function settingOf(parameter: YamlNode, { start }: PlanningDocument): PlannedSetting | string {
  const [nameNode, value] = [parameter.get('name'), parameter.get('value')];
  const name = plannedText(nameNode);
  const text = plannedText(value);
  if (name === undefined || nameNode === undefined || value === undefined || text === undefined) return TEMPLATED;
  // A comma is a part of the value here.
  const written = /^\{.*\}$/s.test(text) ? text : text.replace(/(?<!\\),/g, '\\,');
  const kind = parameter.get('forceString')?.value === true ? 'string' : 'typed';
  return plannedSetting({ node: nameNode, text: name }, `${name}=${written}`, kind, { value, start });
}
