import { type ClusterDns, dnsPeerReach, dnsPortReach } from './cluster-dns.js';
import type { NetworkPolicyRule, NetworkPolicySpec } from './network-policy.js';
import { all, any, type LabelSet, selectorMatches } from './selector.js';

export type Direction = 'Ingress' | 'Egress';

/** Pods as a policy sees them. */
export interface PolicyPod extends LabelSet {
  readonly namespace: string | undefined;
}

/** Whether Pods can look up names in the cluster, and why that is so: a full sentence. */
export interface DnsReachability {
  /** `tcp-only` and `udp-only`: the other protocol is surely closed. */
  readonly kind: 'reachable' | 'blocked' | 'tcp-only' | 'udp-only' | 'unknown';
  readonly because: string;
  /** By protocol; `undefined` if the files do not say. */
  readonly udp: boolean | undefined;
  readonly tcp: boolean | undefined;
}

/** Whether a policy governs one direction of the Pods' traffic. The caller has checked that it may stand in their namespace. */
export function isolates(policy: NetworkPolicySpec, direction: Direction, pod: LabelSet): boolean | undefined {
  const hasType = policy.types === 'unknown' ? undefined : policy.types.includes(direction);
  return all([hasType, selectorMatches(policy.podSelector, pod)]);
}

/** Whether one policy at least governs that direction: then only what some policy allows may pass. */
export function isIsolated(direction: Direction, pod: LabelSet, policies: readonly NetworkPolicySpec[]): boolean | undefined {
  return any(policies.map(policy => isolates(policy, direction, pod)));
}

/** Whether a policy selects every Pod of its namespace and governs that direction. */
export function isolatesNamespace(policy: NetworkPolicySpec, direction: Direction): boolean | undefined {
  return isolates(policy, direction, { labels: {}, known: true }) === false
    ? false
    : isolates(policy, direction, { labels: {}, known: false });
}

/** The egress rules that surely hold for the Pods, and those that may: the union over all policies of their namespace. */
export function egressRulesFor(
  pod: LabelSet,
  policies: readonly NetworkPolicySpec[],
): { readonly certain: readonly NetworkPolicyRule[]; readonly possible: readonly NetworkPolicyRule[]; readonly isComplete: boolean } {
  const certain: NetworkPolicyRule[] = [];
  const possible: NetworkPolicyRule[] = [];
  let isComplete = true;
  for (const policy of policies) {
    const applies = isolates(policy, 'Egress', pod);
    if (applies === false) continue;
    if (policy.egress === 'unknown') isComplete = false;
    else (applies === true ? certain : possible).push(...policy.egress);
  }
  return { certain, possible, isComplete };
}

/** Whether the union of all policies lets the Pods reach the resolver of the cluster on port 53. */
export function dnsReachability(pod: PolicyPod, policies: readonly NetworkPolicySpec[], clusterDns: ClusterDns): DnsReachability {
  const isolated = isIsolated('Egress', pod, policies);
  if (isolated === false) return { kind: 'reachable', because: 'No policy limits the egress of these Pods.', udp: true, tcp: true };
  if (isolated === undefined)
    return {
      kind: 'unknown',
      because: 'The files do not say whether a policy limits the egress of these Pods.',
      udp: undefined,
      tcp: undefined,
    };
  const rules = egressRulesFor(pod, policies);
  const reach = (protocol: 'TCP' | 'UDP') =>
    any([
      ...rules.certain.map(rule => ruleReach(rule, protocol, pod, clusterDns)),
      ...rules.possible.map(rule => (ruleReach(rule, protocol, pod, clusterDns) === false ? false : undefined)),
      rules.isComplete ? false : undefined,
    ]);
  const udp = reach('UDP');
  const tcp = reach('TCP');
  return { ...conclusionOf(udp, tcp), udp, tcp };
}

/** Whether one rule lets Pods reach the resolver of the cluster over a protocol. */
export function ruleReach(rule: NetworkPolicyRule, protocol: 'TCP' | 'UDP', pod: PolicyPod, clusterDns: ClusterDns): boolean | undefined {
  const { ports, peers } = rule;
  const portReach = ports === 'unknown' ? undefined : ports === undefined || any(ports.map(port => dnsPortReach(port, protocol)));
  const namesDns = Array.isArray(ports) && ports.some(port => port.port === 53);
  const peerReach =
    peers === 'unknown'
      ? undefined
      : peers === undefined || any(peers.map(peer => dnsPeerReach(peer, pod.namespace, namesDns, clusterDns)));
  return all([portReach, peerReach]);
}

function conclusionOf(udp: boolean | undefined, tcp: boolean | undefined): Pick<DnsReachability, 'kind' | 'because'> {
  if (udp === true && tcp === false) return { kind: 'udp-only', because: 'A rule allows UDP to the cluster DNS, none allows TCP.' };
  if (udp === true) return { kind: 'reachable', because: 'A rule allows the cluster DNS on port 53.' };
  if (udp === undefined) return { kind: 'unknown', because: 'A rule may allow the cluster DNS: the files do not say what it selects.' };
  if (tcp === true) return { kind: 'tcp-only', because: 'A rule allows TCP to the cluster DNS, none allows UDP.' };
  if (tcp === undefined)
    return { kind: 'unknown', because: 'A rule may allow TCP to the cluster DNS: the files do not say what it selects.' };
  return { kind: 'blocked', because: 'No rule of any policy that selects these Pods reaches the cluster DNS on port 53.' };
}
