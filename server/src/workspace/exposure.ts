import type { NetworkPolicyRule } from '../kubernetes/network-policy.js';
import { governs, type PodEnd, portAllows } from '../kubernetes/network-traffic.js';
import { any } from '../kubernetes/selector.js';
import type { PodsFact, ServiceFact } from './facts.js';
import { plainValue } from './plain-value.js';
import { type PlacedPolicy, policiesOver } from './pod-traffic.js';
import { podsMatching } from './policy-pods.js';
import { ingressBackends } from './service-routes.js';
import type { WorkspaceView } from './workspace-view.js';

/** Something outside of a namespace that connects to its Pods. */
export interface Exposure {
  /** `Ingress "web"`: the subject of a sentence. */
  readonly by: string;
  readonly port: number;
  readonly protocol: string;
}

/** What the files show to connect to Pods from outside of their namespace: load balancers, Ingresses, and who scrapes their metrics. */
export function exposuresOf(pods: PodsFact, workspace: WorkspaceView): readonly Exposure[] {
  const { namespace } = pods.object;
  const services = workspace.servicesSelecting({ ...pods.podLabels, ...pods.missingLabels }, namespace);
  const balanced = services
    .filter(({ serviceType }) => serviceType === 'LoadBalancer')
    .flatMap(({ object, ports }) => ports.flatMap(port => exposure(`The load balancer of Service "${object.name}"`, port, pods)));
  const routed = workspace.objects('workspace', 'Ingress', namespace).flatMap(({ object, content }) =>
    ingressBackends(content).flatMap(backend => {
      const service = services.find(each => each.object.name === plainValue(backend, 'service', 'name'));
      const port = service?.ports.find(each => isBackendPort(backend, each));
      return port === undefined ? [] : exposure(`The controller of Ingress "${object.name}"`, port, pods);
    }),
  );
  const scraped = pods.scrapePort === undefined ? [] : [{ by: 'Prometheus', port: pods.scrapePort, protocol: 'TCP' }];
  return [...balanced, ...routed, ...scraped];
}

/**
 * Whether policies surely keep everyone out of a port who is outside of the namespace of the Pods; the policies that do. A peer that
 * selects Pods which no file shows, or which look like a gateway, may be the one that connects.
 */
export function policiesThatKeepOut(end: PodEnd, { port, protocol }: Exposure, workspace: WorkspaceView): readonly PlacedPolicy[] {
  const policies = policiesOver(end, workspace).filter(policy => governs(policy, 'Ingress', end) !== false);
  const isSure = policies.every(policy => governs(policy, 'Ingress', end) === true && policy.spec.ingress !== 'unknown');
  const rules = policies.flatMap(({ spec }) => (spec.ingress === 'unknown' ? [] : spec.ingress));
  const isOpen = rules.some(rule => opensPort(rule, { number: port, protocol }, end) !== false && mayLetIn(rule, end, workspace));
  return isSure && !isOpen ? policies : [];
}

function exposure(by: string, { targetPort, port, protocol }: ServiceFact['ports'][number], pods: PodsFact): Exposure[] {
  const target = targetPort ?? port;
  const number = typeof target === 'number' ? target : pods.ports.find(({ name }) => name === target)?.number;
  return number === undefined ? [] : [{ by, port: number, protocol }];
}

function isBackendPort(backend: unknown, { name, port }: ServiceFact['ports'][number]): boolean {
  const [wantedName, wantedNumber] = [plainValue(backend, 'service', 'port', 'name'), plainValue(backend, 'service', 'port', 'number')];
  return (name !== undefined && name === wantedName) || (port !== undefined && port === wantedNumber);
}

function opensPort(
  { ports }: NetworkPolicyRule,
  wanted: { readonly number: number; readonly protocol: string },
  end: PodEnd,
): boolean | undefined {
  if (ports === 'unknown') return undefined;
  return ports === undefined || any(ports.map(each => portAllows(each, wanted, end)));
}

function mayLetIn({ peers }: NetworkPolicyRule, end: PodEnd, workspace: WorkspaceView): boolean {
  if (peers === undefined || peers === 'unknown') return true;
  return peers.some(({ podSelector, namespaceSelector, ipBlock }) => {
    if (namespaceSelector !== undefined || ipBlock !== undefined || podSelector === undefined) return true;
    const selected = podsMatching(podSelector, end.namespace.name, workspace);
    return selected.length === 0 || selected.some(({ object }) => GATEWAYS.test(object.name));
  });
}

const GATEWAYS = /ingress|gateway|proxy|traefik|nginx|envoy|haproxy|kong|contour|prometheus|agent|collector|monitor/i;
