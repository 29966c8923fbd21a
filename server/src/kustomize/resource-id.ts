import { type BuiltNode, findNode, textOf } from './built-node.js';

/** What kustomize tells objects apart by. */
export interface ResourceId {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  /** `''` where none is written. */
  readonly namespace: string;
}

/** Which objects a field, a reference or a patch is about; what is absent or empty may be anything. */
export interface KindSelector {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
}

export function resourceIdOf(node: BuiltNode): ResourceId {
  return {
    ...groupVersionOf(textOf(findNode(node, 'apiVersion')) ?? ''),
    kind: textOf(findNode(node, 'kind')) ?? '',
    name: textOf(findNode(node, 'metadata', 'name')) ?? '',
    namespace: textOf(findNode(node, 'metadata', 'namespace')) ?? '',
  };
}

export function groupVersionOf(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf('/');
  return { group: slash === -1 ? '' : apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

/** Whether an object is of a kind that a selector names. */
export function isSelected(id: ResourceId, { group, version, kind }: KindSelector): boolean {
  return (!group || group === id.group) && (!version || version === id.version) && (!kind || kind === id.kind);
}

/** Whether two ids name one object. No namespace is the default one, and objects of the cluster have none. */
export function isSameId(a: ResourceId, b: ResourceId): boolean {
  return a.name === b.name && isSameKind(a, b) && effectiveNamespace(a) === effectiveNamespace(b);
}

export function isSameKind(a: ResourceId, b: ResourceId): boolean {
  return a.group === b.group && a.version === b.version && a.kind === b.kind;
}

/** The namespace that kustomize takes an object to be in; `undefined` for objects of the cluster. */
export function effectiveNamespace(id: ResourceId): string | undefined {
  return isClusterScoped(id) ? undefined : id.namespace || 'default';
}

/** Whether kustomize knows that objects of a kind stand in no namespace. Kinds that it does not know are taken to stand in one. */
export function isClusterScoped({ group, version, kind }: ResourceId): boolean {
  return CLUSTER_SCOPED.has(`${group}/${version} ${kind}`);
}

/** `Deployment "web"`, for messages. */
export function idText({ kind, name, namespace }: ResourceId): string {
  return `${kind} "${name}"${namespace === '' ? '' : ` of the namespace "${namespace}"`}`;
}

const BOTH = ['v1', 'v1beta1'];

const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  ...names('admissionregistration.k8s.io', BOTH, 'MutatingWebhookConfiguration ValidatingWebhookConfiguration'),
  ...names('apiextensions.k8s.io', BOTH, 'CustomResourceDefinition'),
  ...names('apiregistration.k8s.io', BOTH, 'APIService'),
  ...names('certificates.k8s.io', BOTH, 'CertificateSigningRequest'),
  ...names('flowcontrol.apiserver.k8s.io', ['v1beta1'], 'FlowSchema PriorityLevelConfiguration'),
  ...names('networking.k8s.io', BOTH, 'IngressClass'),
  ...names('node.k8s.io', BOTH, 'RuntimeClass'),
  ...names('policy', ['v1beta1'], 'PodSecurityPolicy'),
  ...names('rbac.authorization.k8s.io', BOTH, 'ClusterRole ClusterRoleBinding'),
  ...names('scheduling.k8s.io', BOTH, 'PriorityClass'),
  ...names('storage.k8s.io', BOTH, 'CSIDriver CSINode StorageClass VolumeAttachment'),
  ...names('', ['v1'], 'ComponentStatus Namespace Node NodeProxyOptions PersistentVolume'),
]);

function names(group: string, versions: readonly string[], kinds: string): string[] {
  return versions.flatMap(version => kinds.split(' ').map(kind => `${group}/${version} ${kind}`));
}
