import type { YamlNode } from '../yaml/yaml-node.js';
import { amountAt, hasPodResources } from './container-resources.js';
import { quantityOf } from './quantity.js';
import type { Workload } from './workload.js';

export type QualityOfService = 'Guaranteed' | 'Burstable' | 'BestEffort';

const RESOURCES = ['cpu', 'memory'] as const;

/**
 * The class that Kubernetes gives the Pods: limits fill in requests, init containers and sidecars count, resources of the whole Pod
 * replace those of its containers. `undefined` if an amount is not literal. A LimitRange of the namespace may still change it.
 */
export function qualityOfServiceOf(workload: Workload): QualityOfService | undefined {
  const holders = hasPodResources(workload) ? [workload.podSpec] : workload.containers.map(({ node }) => node);
  const amounts = holders.flatMap(holder => RESOURCES.map(resource => amountsOf(holder, resource)));
  if (amounts.includes(undefined)) return undefined;
  const known = amounts.filter(amount => amount !== undefined);
  if (known.every(({ request, limit }) => request === 0n && limit === 0n)) return 'BestEffort';
  const isGuaranteed = known.every(({ request, limit }) => limit > 0n && request === limit);
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}

function amountsOf(holder: YamlNode | undefined, resource: string): { request: bigint; limit: bigint } | undefined {
  const limit = nanosOf(amountAt(holder, 'limits', resource));
  const written = amountAt(holder, 'requests', resource);
  const request = written === undefined ? limit : nanosOf(written);
  return request === undefined || limit === undefined ? undefined : { request, limit };
}

/** Nothing is zero, which Kubernetes does not count either. */
function nanosOf(node: YamlNode | undefined): bigint | undefined {
  return node === undefined ? 0n : quantityOf(node)?.nanos;
}
