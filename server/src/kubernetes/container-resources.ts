import type { YamlNode } from '../yaml/yaml-node.js';
import type { Container } from './container.js';
import type { Workload } from './workload.js';

/** Where an amount of a resource is written. */
export interface ResourceAmount {
  readonly node: YamlNode;
  /** `pod` is `spec.resources` of the template, which all containers share. */
  readonly level: 'container' | 'pod';
  /** Whether a request comes from the limit, as Kubernetes fills it in. */
  readonly fromLimit: boolean;
}

/** The limit that holds for a container: its own, or the Pod's if it has none. */
export function limitOf(container: Container, resource: string): ResourceAmount | undefined {
  const own = amountAt(container.node, 'limits', resource);
  if (own !== undefined) return { node: own, level: 'container', fromLimit: false };
  const pod = amountAt(container.workload.podSpec, 'limits', resource);
  return pod && { node: pod, level: 'pod', fromLimit: false };
}

/** The request that holds for a container: its own, from its own limit, or the Pod's, written or from the Pod's limit. */
export function requestOf(container: Container, resource: string): ResourceAmount | undefined {
  return requestAt(container.node, resource, 'container') ?? requestAt(container.workload.podSpec, resource, 'pod');
}

/** Whether the Pod template sets resources for all containers together. */
export function hasPodResources(workload: Workload): boolean {
  const resources = workload.podSpec?.get('resources');
  return ['requests', 'limits'].some(field => (resources?.get(field)?.entries().length ?? 0) > 0);
}

/** An amount in `resources.requests` or `resources.limits` of a container or a Pod's spec; an empty value is not there. */
export function amountAt(holder: YamlNode | undefined, field: 'requests' | 'limits', resource: string): YamlNode | undefined {
  const node = holder?.find('resources', field, resource);
  return node?.kind === 'scalar' && node.value !== null ? node : undefined;
}

/** An amount as it stands in `resources`. */
export interface WrittenAmount {
  readonly field: 'requests' | 'limits';
  /** `cpu`, `memory` … */
  readonly resource: string;
  readonly node: YamlNode;
}

/** Every amount in a `resources` map, requests first. */
export function amountsIn(resources: YamlNode | undefined): WrittenAmount[] {
  return (['requests', 'limits'] as const).flatMap(field =>
    (resources?.get(field)?.entries() ?? []).flatMap(([resource, node]) =>
      node.kind === 'scalar' && node.value !== null ? [{ field, resource, node }] : [],
    ),
  );
}

function requestAt(holder: YamlNode | undefined, resource: string, level: ResourceAmount['level']): ResourceAmount | undefined {
  const request = amountAt(holder, 'requests', resource);
  if (request !== undefined) return { node: request, level, fromLimit: false };
  const limit = amountAt(holder, 'limits', resource);
  return limit && { node: limit, level, fromLimit: true };
}
