import { groupOf } from '../kubernetes/resource.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import { type FilledValues, filledMap, filledText } from './filled-values.js';
import { AS_WRITTEN, type Filling } from './filling.js';
import {
  clusterSaidIn,
  isPinnedRevision,
  isWrittenOut,
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
  type ReadText,
  TEMPLATED,
} from './planned-installation.js';

/** What an Application of Argo CD plans; `undefined` for other documents. */
export function planOfApplication(document: PlanningDocument): Plan | undefined {
  const { root } = document;
  if (root.get('kind')?.text !== 'Application' || groupOf(root.get('apiVersion')?.text ?? '') !== 'argoproj.io') return undefined;
  const name = plannedText(root.find('metadata', 'name'));
  return name === undefined
    ? undefined
    : planOfSources({ document, name: `Application "${name}"`, release: name, template: root, filling: AS_WRITTEN });
}

/** An Application as Argo CD gets it: an object, or the template of an ApplicationSet filled in for one element. */
export interface PlannedApplication {
  readonly document: PlanningDocument;
  /** For people. */
  readonly name: string;
  /** What the release is called where nothing else is said. */
  readonly release: string;
  readonly environment?: string | undefined;
  /** What holds its `spec`. */
  readonly template: YamlNode;
  readonly filling: Filling;
  /** Why nobody can tell from files what is installed, as a full sentence. */
  readonly openBecause?: string | undefined;
  /** The folders in which a generator looks for what to install: `charts/*`. */
  readonly folders?: readonly string[];
}

/** What an Application plans with each of its sources. */
export function planOfSources(application: PlannedApplication): Plan {
  const { template, filling } = application;
  const several = template.find('spec', 'sources')?.items() ?? [];
  const single = template.find('spec', 'source');
  const sources = several.length > 0 || single === undefined ? several : [single];
  return {
    installations: sources.flatMap(source => installationOf(source, sources, application) ?? []),
    paths: sources.flatMap(source => pathOf(source, filling) ?? []),
    repositories: [],
  };
}

/** The folder of manifests, of a kustomization or of a chart that a source is. */
function pathOf(source: YamlNode, filling: Filling): PlannedPath | undefined {
  const path = filling.read(source.get('path'));
  const url = filling.read(source.get('repoURL'));
  return path === undefined || url === undefined ? undefined : { path, repository: { kind: 'url', name: url } };
}

const OTHER_TOOLS = ['directory', 'kustomize', 'plugin'];

function installationOf(source: YamlNode, sources: readonly YamlNode[], application: PlannedApplication): PlannedInstallation | undefined {
  const { document, name, release, environment, template, filling, openBecause } = application;
  const read: ReadText = node => filling.read(node);
  const isFromRegistry = source.get('chart') !== undefined;
  const chart = isFromRegistry ? undefined : pathOf(source, filling);
  const helm = source.get('helm');
  const isChart = isFromRegistry || chart !== undefined || (helm !== undefined && source.get('path') !== undefined);
  if (!isChart || OTHER_TOOLS.some(key => source.get(key) !== undefined)) return undefined;
  const own = ownValues(helm, application);
  const files = (helm?.get('valueFiles')?.items() ?? []).map(file => valueFile(file, { source, chart, helm, sources, read }));
  const values = [...files, ...(own === undefined ? [] : [typeof own === 'string' ? own : own.part])];
  const parameters = (helm?.get('parameters')?.items() ?? []).map(parameter => settingOf(parameter, document, filling));
  const settings = [...(typeof own === 'object' ? own.settings : []), ...parameters];
  const cluster = clusterSaidIn(helm, read);
  return {
    name,
    environment,
    uri: document.uri,
    chart,
    chartPatterns: chart === undefined && !isFromRegistry ? patternsOf(source, application) : undefined,
    values: values.filter(part => typeof part !== 'string'),
    settings: settings.filter(part => typeof part !== 'string'),
    replacesDefaults: false,
    release: {
      name: read(helm?.get('releaseName')) ?? release,
      namespace: read(helm?.get('namespace')) ?? read(template.find('spec', 'destination', 'namespace')),
    },
    cluster: typeof cluster === 'string' ? NO_CLUSTER : cluster,
    openBecause:
      openBecause ??
      openReason([...values, ...settings, ...(typeof cluster === 'string' ? [cluster] : [])]) ??
      revisionReason([source, ...sources.filter(isNamed)], read) ??
      otherReason(helm, read),
  };
}

/** Where charts may stand that it installs, if it gives them values that are not written out. */
function patternsOf(source: YamlNode, { filling, folders = [] }: PlannedApplication): readonly PlannedPath[] | undefined {
  const [path, helm] = [source.get('path')?.text?.replace(/\{\{.*?\}\}/g, '*'), source.get('helm')];
  const url = filling.read(source.get('repoURL'));
  if (path === undefined || url === undefined || helm === undefined || isWrittenOut(helm)) return undefined;
  const paths = path === '*' && folders.length > 0 ? folders : [path];
  return paths.map(pattern => ({ path: pattern, repository: { kind: 'url', name: url } }));
}

/** What stands in the Application itself. Of a map and a text, Argo CD takes the map alone. */
function ownValues(helm: YamlNode | undefined, { document, filling }: PlannedApplication): FilledValues | string | undefined {
  const [object, text] = [helm?.get('valuesObject'), helm?.get('values')];
  if (object !== undefined) return filledMap(object, document, filling);
  return text?.text ? filledText(text, document, filling) : undefined;
}

function isNamed(source: YamlNode): boolean {
  return source.get('ref') !== undefined;
}

function revisionReason(sources: readonly YamlNode[], read: ReadText): string | undefined {
  for (const revision of sources.flatMap(source => source.get('targetRevision') ?? [])) {
    const text = read(revision);
    if (text === undefined && revision.text !== undefined) return TEMPLATED;
    if (text !== undefined && isPinnedRevision(text)) return pinnedReason(text);
  }
  return undefined;
}

function otherReason(helm: YamlNode | undefined, read: ReadText): string | undefined {
  if ((helm?.get('fileParameters')?.items().length ?? 0) > 0) return 'Some of its values are whole files.';
  const release = helm?.get('releaseName');
  return release !== undefined && read(release) === undefined ? TEMPLATED : undefined;
}

interface FileSurroundings {
  readonly source: YamlNode;
  readonly chart: PlannedPath | undefined;
  readonly helm: YamlNode | undefined;
  readonly sources: readonly YamlNode[];
  readonly read: ReadText;
}

/** A file beside the chart, from the root of its repository (`/x`), or in the repository of another source (`$name/x`). */
function valueFile(file: YamlNode, { source, chart, helm, sources, read }: FileSurroundings): PlannedValues | string {
  const text = read(file);
  if (text === undefined || /[*?[]|^[a-z]+:/i.test(text)) return TEMPLATED;
  const isOptional = helm?.get('ignoreMissingValueFiles')?.value === true;
  const [, name, inSource = ''] = /^\$([^/]+)\/(.*)$/.exec(text) ?? [];
  if (name === undefined) {
    const own = read(source.get('repoURL'));
    const isAtRoot = text.startsWith('/') && own !== undefined && source.get('chart') === undefined;
    if (isAtRoot) return { kind: 'file', path: { path: text.slice(1), repository: { kind: 'url', name: own } }, isOptional };
    if (chart === undefined) return 'It takes a file from where its chart is.';
    return { kind: 'file', path: { ...chart, path: `${chart.path}/${text}` }, isOptional };
  }
  const url = read(sources.find(source => source.get('ref')?.text === name)?.get('repoURL'));
  if (url === undefined) return `It has no source with the name "${name}".`;
  return { kind: 'file', path: { path: inSource, repository: { kind: 'url', name: url } }, isOptional };
}

function settingOf(parameter: YamlNode, { start }: PlanningDocument, filling: Filling): PlannedSetting | string {
  const [nameNode, value] = [parameter.get('name'), parameter.get('value')];
  const name = filling.read(nameNode);
  const text = filling.read(value);
  if (name === undefined || nameNode === undefined || value === undefined || text === undefined) return TEMPLATED;
  // A comma is a part of the value here.
  const written = /^\{.*\}$/s.test(text) ? text : text.replace(/(?<!\\),/g, '\\,');
  const kind = parameter.get('forceString')?.value === true ? 'string' : 'typed';
  return plannedSetting({ node: nameNode, text: name }, `${name}=${written}`, kind, {
    place: filling.placeOf(value.text ?? '', value.span),
    start,
  });
}
