import type { YamlNode } from '../yaml/yaml-node.js';
import { isWaiting } from './command-line.js';
import { type Container, containersOf } from './container.js';
import type { LabelSelectorData } from './network-policy.js';
import { groupOf, ownValue, type Resource } from './resource.js';
import { labelSelectorOf, labelSetOf } from './selector.js';
import { literalInteger, literalText } from './unresolved-text.js';

/** A resource that makes Pods, whatever its kind, seen through the Pod template it holds. */
export interface Workload {
  readonly resource: Resource;
  /** The pod template (for a Pod the object itself). */
  readonly template: YamlNode;
  /** From the root of the object to the template. */
  readonly templatePath: readonly string[];
  /** `spec` of the template. */
  readonly podSpec: YamlNode | undefined;
  readonly podLabels: ReadonlyMap<string, YamlNode>;
  /** In order: init containers (native sidecars among them), then containers. */
  readonly containers: readonly Container[];
}

interface WorkloadKind {
  readonly groups: readonly string[];
  readonly templatePath: readonly string[];
}

const TEMPLATE: readonly string[] = ['spec', 'template'];
const APPS: WorkloadKind = { groups: ['apps', 'extensions'], templatePath: TEMPLATE };

const WORKLOAD_KINDS: ReadonlyMap<string, WorkloadKind> = new Map<string, WorkloadKind>([
  ['Deployment', APPS],
  ['StatefulSet', APPS],
  ['DaemonSet', APPS],
  ['ReplicaSet', APPS],
  ['ReplicationController', { groups: [''], templatePath: TEMPLATE }],
  ['Job', { groups: ['batch'], templatePath: TEMPLATE }],
  ['CronJob', { groups: ['batch'], templatePath: ['spec', 'jobTemplate', ...TEMPLATE] }],
  ['Pod', { groups: [''], templatePath: [] }],
  ['Rollout', { groups: ['argoproj.io'], templatePath: TEMPLATE }],
]);

/** The kinds that make Pods from a template. */
export const WORKLOAD_KIND_NAMES: readonly string[] = [...WORKLOAD_KINDS.keys()];

/** The Pods that a resource makes; `undefined` for other kinds, other API groups and objects without a template (patches, `workloadRef`). */
export function workloadOf(resource: Resource): Workload | undefined {
  const kind = workloadKindOf(resource);
  const template = kind && resource.node.find(...kind.templatePath);
  if (kind === undefined || template?.kind !== 'map') return undefined;
  const { templatePath } = kind;
  const podSpec = template.get('spec');
  const podLabels = new Map(template.find('metadata', 'labels')?.entries());
  const containers: Container[] = [];
  const workload: Workload = { resource, template, templatePath, podSpec, podLabels, containers };
  containers.push(...containersOf(workload));
  return workload;
}

/** Whether the Pods end by themselves: nothing routes traffic to them or waits for them to be ready. */
export function runsToCompletion(workload: Workload): boolean {
  return workload.resource.kind === 'Job' || workload.resource.kind === 'CronJob';
}

/** Whether all containers that stay do nothing but wait: there is nothing that could be shut down. */
export function onlyWaits({ containers }: Workload): boolean {
  const lasting = containers.filter(({ role }) => role !== 'init');
  return (
    lasting.length > 0 &&
    lasting.every(({ node }) => isWaiting([...(node.get('command')?.items() ?? []), ...(node.get('args')?.items() ?? [])]))
  );
}

/** Labels that the workload's own selector asks for and its Pods surely do not carry: the API server refuses such an object. */
export function missingLabelsOf(workload: Workload): Readonly<Record<string, string>> {
  const wanted = ownSelectorLabels(workload);
  const { labels, known } = labelSetOf(workload.template.find('metadata', 'labels'));
  return Object.fromEntries(
    Object.entries(wanted).filter(([key, value]) => {
      const actual = ownValue(labels, key);
      return actual === undefined ? known : actual !== value;
    }),
  );
}

/** Which Pods a controller takes for its own; `undefined` for kinds without a selector of their own, and where none is written. */
export function ownSelectorOf({ resource }: Workload): LabelSelectorData | 'unknown' | undefined {
  const selector = resource.node.find('spec', 'selector');
  return selector === undefined || !CONTROLLERS.has(resource.kind) ? undefined : labelSelectorOf(selector);
}

const CONTROLLERS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Rollout']);

/** `spec.replicas`, 1 if it is not written; `undefined` if it is not literal. */
export function replicasOf({ node }: Resource): number | undefined {
  const replicas = node.find('spec', 'replicas');
  return replicas === undefined || replicas.value === null ? 1 : literalInteger(replicas);
}

/** Whether the Pods ask the resolver of the cluster; `undefined` if that is not literal. */
export function usesClusterDns({ podSpec }: Workload): boolean | undefined {
  const policy = podSpec?.get('dnsPolicy');
  const hostNetwork = podSpec?.get('hostNetwork')?.value === true;
  if (policy === undefined || policy.value === null) return !hostNetwork;
  const text = literalText(policy);
  if (text === undefined) return undefined;
  return text === 'ClusterFirstWithHostNet' || (text === 'ClusterFirst' && !hostNetwork);
}

/** `matchLabels` of the workload's own selector, as far as they are literal. */
function ownSelectorLabels({ resource }: Workload): Readonly<Record<string, string>> {
  const selector = resource.kind === 'CronJob' || resource.kind === 'Pod' ? undefined : resource.node.find('spec', 'selector');
  return labelSetOf(resource.kind === 'ReplicationController' ? selector : selector?.get('matchLabels')).labels;
}

function workloadKindOf(resource: { readonly apiVersion: string; readonly kind: string }): WorkloadKind | undefined {
  const kind = WORKLOAD_KINDS.get(resource.kind);
  return kind?.groups.includes(groupOf(resource.apiVersion)) === true ? kind : undefined;
}
