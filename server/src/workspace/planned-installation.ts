import { kindOfSetting } from '../helm/given-value.js';
import type { SettingKind } from '../helm/set-values.js';
import type { ValueKind } from '../helm/value-knowledge.js';
import { isUnresolved } from '../kubernetes/unresolved-text.js';
import { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';
import { letterSpan } from '../yaml/letter-span.js';
import { parseYamlDocument } from '../yaml/parse-yaml-document.js';
import type { PathSegment, YamlDocument, YamlNode } from '../yaml/yaml-node.js';

/** How a document of a tool that installs charts says one is installed: an Application of Argo CD, a HelmRelease of Flux, a release of Helmfile. */
export interface PlannedInstallation {
  /** For people: `Application "shop-prod"`. */
  readonly name: string;
  /** As far as the document says it. */
  readonly environment: string | undefined;
  /** The document. */
  readonly uri: string;
  /** `undefined` for a chart of a registry, and for one of which not all of the path is known. */
  readonly chart: PlannedPath | undefined;
  /** Where it may install charts with values that are not known; `*` stands for anything. */
  readonly chartPatterns?: readonly PlannedPath[] | undefined;
  /** Later ones win. */
  readonly values: readonly PlannedValues[];
  /** What is set last, as with `--set`. */
  readonly settings: readonly PlannedSetting[];
  /** Whether the files take the place of the chart's own values rather than being laid over them. */
  readonly replacesDefaults: boolean;
  readonly release: { readonly name: string; readonly namespace: string | undefined };
  /** Whether the release goes where the object itself is, which a kustomization may decide. */
  readonly isReleasedBesideObject?: boolean;
  readonly cluster: ClusterSaid;
  /** Why nobody can tell from files what is installed, as a full sentence. */
  readonly openBecause: string | undefined;
}

/** What an installation says of the cluster that it is for, in place of asking it. */
export interface ClusterSaid {
  /** `1.31`; `undefined` if it is not said. */
  readonly kubernetesVersion: string | undefined;
  readonly apiVersions: readonly string[];
}

/** A path as written. */
export interface PlannedPath {
  readonly path: string;
  /** At whose root it starts; `undefined` for the folder of the document. */
  readonly repository: PlannedRepository | undefined;
}

/** A repository by its URL, or by the object that says the URL. */
export interface PlannedRepository {
  readonly kind: 'url' | 'GitRepository';
  readonly name: string;
}

/** Values in a file, or in the document itself. */
export type PlannedValues = PlannedFile | PlannedPart;

interface PlannedFile {
  readonly kind: 'file';
  readonly path: PlannedPath;
  readonly isOptional: boolean;
  /** Why what it holds is not known, as a full sentence. */
  readonly openBecause?: string;
}

/** Values in the document itself, as a map or as a text of YAML. */
export interface PlannedPart {
  readonly kind: 'map' | 'text';
  /** In all of the text of the file. */
  readonly span: Span;
  /** Of the map or the text, from the root of its document. */
  readonly path: readonly PathSegment[];
  /** Where the document starts in the file. */
  readonly start: number;
  /** Why they cannot be read, as a full sentence. */
  readonly openBecause?: string;
}

/** `image.tag=1.2`, and where its value stands. */
export interface PlannedSetting {
  readonly text: string;
  readonly kind: SettingKind;
  readonly span: Span;
  /** Where its name stands, letter for letter. */
  readonly nameSpan: Span | undefined;
  readonly name: SettingName | undefined;
  /** Whether it is what is filled in for a value of a map or a text, where its name stands. */
  readonly isFilledIn?: boolean;
}

/** What is written in the scalar that holds the name of a setting names a value of this kind. */
export interface SettingName {
  /** From the root of its document. */
  readonly path: readonly PathSegment[];
  /** Where the document starts in the file. */
  readonly start: number;
  readonly kind: ValueKind;
}

/** What one document of a YAML stream plans. */
export interface Plan {
  readonly installations: readonly PlannedInstallation[];
  /** All paths that the document expects in repositories: those that are there tell which repository this is. */
  readonly paths: readonly PlannedPath[];
  /** The repositories that objects stand for. */
  readonly repositories: readonly { readonly name: string; readonly url: string; readonly revision: string | undefined }[];
}

/** The root of a document and where it stands. */
export interface PlanningDocument {
  readonly uri: string;
  readonly root: YamlNode;
  /** Where its text starts in the file. */
  readonly start: number;
}

/** Answers the text of a scalar as it will be used; `undefined` if nobody can tell. */
export type ReadText = (node: YamlNode | undefined) => string | undefined;

/** What the fields `kubeVersion` and `apiVersions` of a map say; a reason if that cannot be known. */
export function clusterSaidIn(map: YamlNode | undefined, read: ReadText = plannedText): ClusterSaid | string {
  const [version, apis] = [map?.get('kubeVersion'), map?.get('apiVersions')];
  const kubernetesVersion = read(version);
  const apiVersions = (apis?.items() ?? []).map(read);
  if (version !== undefined && version.text !== undefined && !/^v?\d+\.\d+/.test(kubernetesVersion ?? '')) return TEMPLATED;
  const known = apiVersions.filter(each => each !== undefined);
  return known.length < apiVersions.length ? TEMPLATED : { kubernetesVersion, apiVersions: known };
}

/** What is said of no cluster. */
export const NO_CLUSTER: ClusterSaid = { kubernetesVersion: undefined, apiVersions: [] };

/** The text of a scalar that nothing will replace before it is used. */
export function plannedText(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.text !== undefined && !isTemplated(node.text) ? node.text : undefined;
}

/** Whether everything in a node is written there, as it will be used. */
export function isWrittenOut(node: YamlNode): boolean {
  if (node.isShared || node.tag !== undefined) return false;
  if (node.kind === 'scalar') return node.text === undefined || !isTemplated(node.text);
  return node.entries().every(([key, child]) => !isTemplated(key) && isWrittenOut(child)) && node.items().every(isWrittenOut);
}

/** A map of values in a document; a reason if its values cannot be known. */
export function embeddedMap(node: YamlNode, { start }: PlanningDocument): PlannedValues | string {
  if (node.kind !== 'map' || node.anchor !== undefined || !isWrittenOut(node)) return TEMPLATED;
  return { kind: 'map', span: { start: node.span.start + start, end: node.span.end + start }, path: node.path, start };
}

/** A text of YAML in a document: values, if it stands there line by line; otherwise why not. */
export function embeddedText(node: YamlNode, document: PlanningDocument): PlannedPart | string {
  const { text = '' } = node;
  return isTemplated(text) || /\bENC\[/.test(text) ? TEMPLATED : literalValues(node, parseYamlDocument(new SourceText('', text)), document);
}

/** The same where it is known what becomes of the text. @param read what it is then */
export function literalValues(
  { span, source, path, style }: YamlNode,
  read: YamlDocument,
  { start }: PlanningDocument,
): PlannedPart | string {
  if (style !== 'literal') return 'Its values are written as a text in quotes.';
  const content = source.text.indexOf('\n', span.start) + 1;
  const part = { kind: 'text', span: { start: content + start, end: span.end + start }, path, start } as const;
  return read.errors.length === 0 ? part : { ...part, openBecause: 'Its values are no YAML.' };
}

/** Why the values of an installation are not all known, as a full sentence. */
export function openReason(parts: readonly (PlannedValues | PlannedSetting | string)[]): string | undefined {
  const reasons = parts.map(part => (typeof part === 'string' ? part : 'openBecause' in part ? part.openBecause : undefined));
  return reasons.find(reason => reason !== undefined);
}

/** A single value with its name. @param written `image.tag=1.2` @param place of the value, in its document */
export function plannedSetting(
  name: { readonly node: YamlNode; readonly text: string },
  written: string,
  kind: PlannedSetting['kind'],
  { place, start }: { readonly place: Span; readonly start: number },
): PlannedSetting {
  const setting = { text: written, kind };
  const isWritten = name.node.text === name.text;
  const nameSpan = isWritten ? letterSpan(name.node) : undefined;
  const valueKind = isWritten ? kindOfSetting(setting, name.text) : undefined;
  return {
    ...setting,
    span: movedSpan(place, start),
    nameSpan: nameSpan && movedSpan(nameSpan, start),
    name: valueKind && { path: name.node.path, start, kind: valueKind },
  };
}

/** A place in a document as one in its file. */
export function movedSpan({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

/** Whether a revision is one commit or version rather than a branch: what it holds may be other than what is here. */
export function isPinnedRevision(revision: string): boolean {
  return /^[0-9a-f]{7,40}$|^v?\d+\.[\d.x*]+|^[~^<>=]/.test(revision);
}

/** The sentence about a revision that is pinned. */
export function pinnedReason(revision: string): string {
  return `It installs the revision "${revision}", which may be other than what is here.`;
}

/** Why values are left out that another program changes first. */
export const TEMPLATED = 'Not all of its values are written out there.';

/** Whether something else stands in place of parts of a text when it is used. What Argo CD puts in place of its own variables is not known either. */
export function isTemplated(text: string): boolean {
  return isUnresolved(text) || /\$(?:ARGOCD_|KUBE_)/.test(text);
}
