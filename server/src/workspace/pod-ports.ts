import type { PathSegment } from '../yaml/yaml-node.js';
import type { ContainerFact, PortFact, WorkloadFact } from './facts.js';

/** A port that a container of a workload declares. */
export interface DeclaredPort {
  readonly workload: WorkloadFact;
  readonly container: ContainerFact;
  readonly port: PortFact;
  /** From the root of the object. */
  readonly path: readonly PathSegment[];
}

/** The ports that a Service can reach by name: of containers and native sidecars, not of init containers. */
export function declaredPortsOf(workload: WorkloadFact): DeclaredPort[] {
  return workload.containers
    .filter(({ role }) => role !== 'init')
    .flatMap(container => container.ports.map((port, index) => ({ workload, container, port, path: [...container.path, 'ports', index] })));
}

/** `"http" (8080)`, or `8080` without a name. */
export function formatPort({ name, number }: PortFact): string {
  if (name === undefined) return `${number ?? 'a port'}`;
  return number === undefined ? `"${name}"` : `"${name}" (${number})`;
}

/** Whether annotations or labels ask a mesh or an agent to add containers, which declare ports that no file shows. */
export function hasInjectedContainers({ podAnnotations, podLabels }: WorkloadFact): boolean {
  return [...Object.keys(podAnnotations), ...Object.keys(podLabels)].some(key => INJECTORS.test(key));
}

const INJECTORS = /^(?:[\w-]+\.)*(?:istio\.io|linkerd\.io|dapr\.io|hashicorp\.com|openservicemesh\.io|kuma\.io|cilium\.io)\//;
