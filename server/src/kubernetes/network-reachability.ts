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

/** Whether a policy selects every Pod of its namespace and governs that direction. */
export function isolatesNamespace(policy: NetworkPolicySpec, direction: Direction): boolean | undefined {
  return isolates(policy, direction, { labels: {}, known: true }) === false
    ? false
    : isolates(policy, direction, { labels: {}, known: false });
}

/** What the egress rules of one policy open for DNS: the same for all Pods of a namespace. */
export interface DnsGrant {
  readonly policy: NetworkPolicySpec;
  readonly udp: boolean | undefined;
  readonly tcp: boolean | undefined;
}

/** @param namespace the one that the policy stands in, as far as the files say */
export function dnsGrantOf(policy: NetworkPolicySpec, namespace: string | undefined, clusterDns: ClusterDns): DnsGrant {
  const { egress } = policy;
  const reach = (protocol: 'TCP' | 'UDP') =>
    egress === 'unknown' ? undefined : any(egress.map(rule => ruleReach(rule, protocol, namespace, clusterDns)));
  return { policy, udp: reach('UDP'), tcp: reach('TCP') };
}

/** Whether the union of all policies lets Pods reach the resolver of the cluster on port 53. */
export function dnsReachability(pod: LabelSet, grants: readonly DnsGrant[]): DnsReachability {
  const governing = grants.flatMap(grant => {
    const isGoverned = isolates(grant.policy, 'Egress', pod);
    return isGoverned === false ? [] : [{ grant, isGoverned }];
  });
  if (governing.length === 0) return { kind: 'reachable', because: 'No policy limits the egress of these Pods.', udp: true, tcp: true };
  if (!governing.some(({ isGoverned }) => isGoverned === true))
    return {
      kind: 'unknown',
      because: 'The files do not say whether a policy limits the egress of these Pods.',
      udp: undefined,
      tcp: undefined,
    };
  const reach = (protocol: 'udp' | 'tcp') =>
    any(governing.map(({ grant, isGoverned }) => (grant[protocol] === false || isGoverned === true ? grant[protocol] : undefined)));
  const udp = reach('udp');
  const tcp = reach('tcp');
  return { ...conclusionOf(udp, tcp), udp, tcp };
}

/** Whether one rule of a namespace's policy lets Pods reach the resolver of the cluster over a protocol. */
export function ruleReach(
  rule: NetworkPolicyRule,
  protocol: 'TCP' | 'UDP',
  namespace: string | undefined,
  clusterDns: ClusterDns,
): boolean | undefined {
  const { ports, peers } = rule;
  const portReach = ports === 'unknown' ? undefined : ports === undefined || any(ports.map(port => dnsPortReach(port, protocol)));
  const namesDns = Array.isArray(ports) && ports.some(port => port.port === 53);
  const peerReach =
    peers === 'unknown' ? undefined : peers === undefined || any(peers.map(peer => dnsPeerReach(peer, namespace, namesDns, clusterDns)));
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
