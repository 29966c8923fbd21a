import { type ConfigSource, configSourcesOf } from '../kubernetes/config-source.js';
import type { Container } from '../kubernetes/container.js';
import { networkPolicySpecOf } from '../kubernetes/network-policy.js';
import { metadataOf, type Resource } from '../kubernetes/resource.js';
import { labelSetOf } from '../kubernetes/selector.js';
import { type Service, serviceOf } from '../kubernetes/service.js';
import { literalText } from '../kubernetes/unresolved-text.js';
import { missingLabelsOf, ownSelectorOf, replicasOf, usesClusterDns, type Workload, workloadOf } from '../kubernetes/workload.js';
import { kustomizationOf } from '../kustomize/kustomization.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import type {
  ConfigFact,
  ContainerFact,
  Fact,
  ImageUseFact,
  ObjectReference,
  PodsFact,
  ServiceFact,
  WorkloadFact,
  WorkloadNameFact,
} from './facts.js';
import type { DocumentPlace } from './workspace-layout.js';

/** Kinds without a fact type of their own whose `spec` rules of other documents read. */
const KINDS_WITH_SPEC = new Set([
  'HorizontalPodAutoscaler',
  'ScaledObject',
  'PodDisruptionBudget',
  'LimitRange',
  'Ingress',
  'IngressClass',
  'Gateway',
  'HTTPRoute',
  'GRPCRoute',
  'PodMonitor',
  'ServiceMonitor',
  'VerticalPodAutoscaler',
  'ServiceEntry',
  'PersistentVolumeClaim',
]);

interface Source {
  readonly uri: string;
  readonly unit: string;
}

/** What the objects of a document tell other documents. */
export function factsOfResources(uri: string, place: DocumentPlace, resources: readonly Resource[]): Fact[] {
  const source = { uri, unit: place.unit };
  return resources.flatMap(resource => factsOfResource(source, place, resource));
}

/** What a kustomization's generators make. */
export function factsOfKustomization(uri: string, unit: string, root: YamlNode | undefined): Fact[] {
  if (root === undefined) return [];
  const { generators, namespace } = kustomizationOf(root);
  return generators.map(({ kind, name, keys }) => ({
    type: 'config',
    uri,
    unit,
    object: { apiVersion: 'v1', kind, namespace, name },
    generated: true,
    immutable: false,
    keys,
    values: {},
  }));
}

function factsOfResource(source: Source, place: DocumentPlace, resource: Resource): Fact[] {
  const object = objectReference(resource, place.kustomize?.namespace);
  const workload = workloadOf(resource);
  const service = serviceOf(resource);
  const policy = networkPolicySpecOf(resource);
  const configs = configSourcesOf(resource).map(config => configFact(source, object, config));
  if (workload !== undefined) {
    const fact = workloadFact(source, object, workload, place.kustomize?.addsLabels ?? false);
    return [fact, workloadNameFact(fact), podsFact(fact), ...imageUseFacts(fact)];
  }
  if (service !== undefined) return [serviceFact(source, object, service)];
  if (policy !== undefined) return [{ type: 'network-policy', ...source, object, spec: policy }];
  return [...configs, { type: 'object', ...source, object, content: contentOf(resource, place) }];
}

function objectReference({ apiVersion, kind, namespace, name }: Resource, kustomizeNamespace: string | undefined): ObjectReference {
  return { apiVersion, kind, namespace: kustomizeNamespace ?? namespace, name };
}

function workloadFact(source: Source, object: ObjectReference, workload: Workload, addsLabels: boolean): WorkloadFact {
  const { resource, template, templatePath, podSpec } = workload;
  const { labels, known } = labelSetOf(template.find('metadata', 'labels'));
  return {
    type: 'workload',
    ...source,
    object,
    podLabels: labels,
    podLabelsKnown: known && !addsLabels,
    missingLabels: addsLabels ? {} : missingLabelsOf(workload),
    selector: ownSelectorOf(workload),
    replicas: replicasOf(resource),
    podAnnotations: metadataOf(template, 'annotations'),
    objectLabels: metadataOf(resource.node, 'labels'),
    templatePath,
    hostNetwork: podSpec?.get('hostNetwork')?.value === true,
    usesClusterDns: usesClusterDns(workload),
    containers: workload.containers.map(container => containerFact(resource, container)),
  };
}

function workloadNameFact({ uri, unit, object, hostNetwork, containers }: WorkloadFact): WorkloadNameFact {
  return { type: 'workload-name', uri, unit, object, isPoliced: !hostNetwork && containers.length > 0 };
}

function podsFact(workload: WorkloadFact): PodsFact {
  const {
    uri,
    unit,
    object,
    podLabels,
    podLabelsKnown,
    missingLabels,
    templatePath,
    hostNetwork,
    usesClusterDns,
    containers,
    podAnnotations,
  } = workload;
  const ports = containers.flatMap(container => (container.role === 'init' ? [] : container.ports));
  const isPoliced = !hostNetwork && containers.length > 0;
  const labels = { podLabels, podLabelsKnown, missingLabels };
  const scrapePort =
    podAnnotations['prometheus.io/scrape'] === 'true' ? Number(podAnnotations['prometheus.io/port'] ?? Number.NaN) : Number.NaN;
  return {
    type: 'pods',
    uri,
    unit,
    object,
    ...labels,
    templatePath,
    hostNetwork,
    usesClusterDns,
    isPoliced,
    ports,
    scrapePort: Number.isInteger(scrapePort) ? scrapePort : undefined,
  };
}

function imageUseFacts({ uri, unit, containers }: WorkloadFact): ImageUseFact[] {
  const images = new Set(containers.flatMap(({ image }) => image ?? []));
  return [...images].map(image => ({ type: 'image-use', uri, unit, image }));
}

function containerFact(resource: Resource, { name, image, role, node, ports, env }: Container): ContainerFact {
  return {
    name,
    image: literalText(image),
    role,
    path: node.path.slice(resource.node.path.length),
    ports: ports.map(port => ({ name: port.name, number: port.number, protocol: port.protocol })),
    variables: [...env.keys()],
  };
}

function serviceFact(source: Source, object: ObjectReference, service: Service): ServiceFact {
  return {
    type: 'service',
    ...source,
    object,
    serviceType: service.type,
    headless: service.headless,
    selectorKnown: service.selector?.known ?? true,
    selector: service.selector?.labels,
    labels: metadataOf(service.resource.node, 'labels'),
    annotations: service.annotations,
    ports: service.ports.map(({ name, port, targetPort, protocol, appProtocol }) => ({ name, port, targetPort, protocol, appProtocol })),
  };
}

function configFact(source: Source, { apiVersion, namespace }: ObjectReference, config: ConfigSource): ConfigFact {
  const { kind, name, generated, immutable, keys, values } = config;
  return { type: 'config', ...source, object: { apiVersion, kind, namespace, name }, generated, immutable, keys, values };
}

function contentOf({ apiVersion, kind, node }: Resource, { kustomize }: DocumentPlace): Readonly<Record<string, unknown>> {
  return {
    labels: metadataOf(node, 'labels'),
    annotations: metadataOf(node, 'annotations'),
    ...(KINDS_WITH_SPEC.has(kind) ? { spec: plainDataOf(node.get('spec'), 20) } : {}),
    ...(kind === 'ServiceAccount' ? serviceAccountOf(node) : {}),
    ...(kind === 'Namespace' ? { areLabelsKnown: labelSetOf(node.find('metadata', 'labels')).known && !kustomize?.addsLabels } : {}),
    ...(apiVersion.startsWith('skaffold/') ? { images: skaffoldImages(node) } : {}),
  };
}

/** What the Pods of an account have unless they say otherwise. */
function serviceAccountOf(node: YamlNode): Readonly<Record<string, unknown>> {
  return {
    hasPullSecrets: (node.get('imagePullSecrets')?.items().length ?? 0) > 0,
    mountsToken: node.get('automountServiceAccountToken')?.value !== false,
  };
}

/** The images that skaffold builds, and whose tags it writes into manifests. */
function skaffoldImages(node: YamlNode): readonly string[] {
  const builds = [node, ...(node.get('profiles')?.items() ?? [])].map(holder => holder.find('build', 'artifacts'));
  return builds.flatMap(artifacts => (artifacts?.items() ?? []).flatMap(artifact => artifact.get('image')?.text ?? []));
}

/** A tree without positions. Depth is bounded, since aliases may hold cycles. */
function plainDataOf(node: YamlNode | undefined, depth: number): unknown {
  if (node === undefined || depth === 0) return undefined;
  if (node.kind === 'map') return Object.fromEntries(node.entries().map(([key, value]) => [key, plainDataOf(value, depth - 1)]));
  if (node.kind === 'sequence') return node.items().map(item => plainDataOf(item, depth - 1));
  return node.value;
}
