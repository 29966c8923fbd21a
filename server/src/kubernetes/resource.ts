import type { YamlDocument, YamlNode } from '../yaml/yaml-node.js';
import { literalText } from './unresolved-text.js';

/** A Kubernetes object: a map with `apiVersion` and `kind`, the root of a document or an item of a `List`. */
export interface Resource {
  readonly document: YamlDocument;
  readonly node: YamlNode;
  readonly apiVersion: string;
  readonly kind: string;
  /** `''` while it is not written. */
  readonly name: string;
  /** An absent namespace is unknown, not `default`. */
  readonly namespace: string | undefined;
}

/** What charts are rendered with as the namespace of the release: nobody knows yet which that is. */
export const RELEASE_NAMESPACE = 'release-namespace';

/** The objects of a document: its root, or the items of a list (`List`, `DeploymentList`, …). Lists in lists are opened too. */
export function resourcesOf(document: YamlDocument): Resource[] {
  return document.root === undefined ? [] : resourcesIn(document.root, document, 0);
}

/** The API group: `apps` of `apps/v1`, `''` of `v1`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
}

/** Whether a resource is of a kind of one of Kubernetes' own or another API group: a Knative `Service` is no core `Service`. */
export function isKind(resource: { readonly apiVersion: string; readonly kind: string }, group: string, kind: string): boolean {
  return resource.kind === kind && groupOf(resource.apiVersion) === group;
}

/** `metadata.annotations` or `metadata.labels` with literal values. */
export function metadataOf(node: YamlNode | undefined, field: 'annotations' | 'labels'): Readonly<Record<string, string>> {
  const literals: [string, string][] = [];
  for (const [key, value] of node?.find('metadata', field)?.entries() ?? []) {
    const text = literalText(value);
    if (text !== undefined) literals.push([key, text]);
  }
  return Object.fromEntries(literals);
}

/** The value of an own property: label keys come from files and may be called `constructor`. */
export function ownValue<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Whether `helm test` makes the object, not an installation. */
export function isHelmTest(resource: Resource): boolean {
  const hooks = resource.node.find('metadata', 'annotations', 'helm.sh/hook')?.text?.split(',') ?? [];
  return hooks.some(hook => /^test(?:-success|-failure)?$/.test(hook.trim()));
}

/** Whether an object was read from a cluster, where another one owns it: nobody knows the `uid` of an owner before. */
export function isOwned(resource: Resource): boolean {
  const owners = resource.node.find('metadata', 'ownerReferences')?.items() ?? [];
  return owners.some(owner => literalText(owner.get('uid')) !== undefined);
}

const LIST_DEPTH = 4;

function resourcesIn(node: YamlNode, document: YamlDocument, depth: number): Resource[] {
  const apiVersion = node.get('apiVersion')?.text;
  const kind = node.get('kind')?.text;
  if (apiVersion === undefined || kind === undefined) return [];
  const items = kind.endsWith('List') ? node.get('items') : undefined;
  if (items?.kind === 'sequence') return depth === LIST_DEPTH ? [] : items.items().flatMap(item => resourcesIn(item, document, depth + 1));
  return [
    {
      document,
      node,
      apiVersion,
      kind,
      name: node.find('metadata', 'name')?.text ?? '',
      namespace: namespaceOf(node),
    },
  ];
}

function namespaceOf(node: YamlNode): string | undefined {
  const namespace = literalText(node.find('metadata', 'namespace'));
  return namespace === '' || namespace === RELEASE_NAMESPACE ? undefined : namespace;
}
