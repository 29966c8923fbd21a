import { type AddressBlock, addressBlockOf, holdsAddresses, mayHoldPods, shareAddresses } from './address-block.js';
import type { LabelSelectorData, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicyRule, NetworkPolicySpec } from './network-policy.js';
import type { Direction } from './network-reachability.js';
import { all, any, isAutomaticLabel, type LabelSet, meets, requirementsOf } from './selector.js';
import { isUnresolved } from './unresolved-text.js';

/** The namespace of an object, as far as the files say. */
export interface NamespaceIdentity {
  /** `undefined`: not written. Objects of one `unit` that do not say it are applied together, to one namespace. */
  readonly name: string | undefined;
  readonly unit: string;
  readonly labels: LabelSet;
}

/** One end of a connection: Pods with the same labels, or addresses outside of the cluster. */
export type TrafficEnd = PodEnd | AddressEnd;

export interface PodEnd {
  readonly kind: 'pods';
  readonly namespace: NamespaceIdentity;
  readonly labels: LabelSet;
  readonly hostNetwork: boolean;
  /** What the containers declare: names of ports are looked up here. */
  readonly ports: readonly { readonly name: string | undefined; readonly number: number | undefined; readonly protocol: string }[];
}

export interface AddressEnd {
  readonly kind: 'addresses';
  readonly block: AddressBlock;
}

/** The port of the Pod (not of a Service) that is connected to. Without a number: any port. */
export interface TrafficPort {
  readonly protocol: string;
  readonly number: number | undefined;
}

/** A policy with the namespace that it stands in. */
export interface StandingPolicy {
  readonly namespace: NamespaceIdentity;
  readonly spec: NetworkPolicySpec;
}

/** Whether policies let a connection pass; `undefined` if the files do not say. */
export interface TrafficAnswer<Policy> {
  readonly allowed: boolean | undefined;
  /** What the policies of the Pods that connect say. */
  readonly egress: DirectionAnswer<Policy>;
  /** What the policies of the Pods that are connected to say. */
  readonly ingress: DirectionAnswer<Policy>;
}

export interface DirectionAnswer<Policy> {
  readonly allowed: boolean | undefined;
  /** Whether any policy governs this direction: if none does, everything passes. */
  readonly isolated: boolean | undefined;
  /** Each policy that governs the Pods in this direction, or may, with whether it allows the connection. */
  readonly verdicts: readonly PolicyVerdict<Policy>[];
}

export interface PolicyVerdict<Policy> {
  readonly policy: Policy;
  /** `undefined`: it may govern these Pods. */
  readonly governs: true | undefined;
  readonly allows: boolean | undefined;
}

/**
 * Whether `from` may connect to a port of `to`: the policies of both ends have to let it pass. Each end is isolated by the policies that
 * select it, and may then do what one of them allows; an end that no policy selects may do everything. Addresses have no policies.
 * @param policies all that may stand in the namespace of each end
 */
export function judgeTraffic<Policy extends StandingPolicy>(
  from: TrafficEnd,
  to: TrafficEnd,
  port: TrafficPort,
  policies: { readonly egress: readonly Policy[]; readonly ingress: readonly Policy[] },
): TrafficAnswer<Policy> {
  const egress = judgeDirection('Egress', from, policies.egress, (rule, policy) => ruleAllows(rule, policy, to, port, to));
  const ingress = judgeDirection('Ingress', to, policies.ingress, (rule, policy) => ruleAllows(rule, policy, from, port, to));
  return { allowed: all([egress.allowed, ingress.allowed]), egress, ingress };
}

/** Whether a policy governs one direction of the traffic of Pods. */
export function governs(policy: StandingPolicy, direction: Direction, pods: PodEnd): boolean | undefined {
  const { types, podSelector } = policy.spec;
  const answer = all([
    types === 'unknown' ? undefined : types.includes(direction),
    isSameNamespace(policy.namespace, pods.namespace),
    podsMatch(podSelector, pods.labels),
  ]);
  // Most network plugins leave Pods on the network of the node alone, some do not.
  return pods.hostNetwork && answer === true ? undefined : answer;
}

/** Whether a rule lets a connection pass between a peer and Pods of the policy. `to` is the end whose port it is. */
function ruleAllows(
  { peers, ports }: NetworkPolicyRule,
  { namespace }: StandingPolicy,
  peer: TrafficEnd,
  port: TrafficPort,
  to: TrafficEnd,
): boolean | undefined {
  return all([
    ports === 'unknown' ? undefined : ports === undefined || any(ports.map(each => portAllows(each, port, to))),
    peers === 'unknown' ? undefined : peers === undefined || any(peers.map(each => peerMatches(each, namespace, peer))),
  ]);
}

/** Whether a peer of a policy that stands in a namespace covers one end of a connection. */
export function peerMatches(peer: NetworkPolicyPeer, namespace: NamespaceIdentity, end: TrafficEnd): boolean | undefined {
  if (peer.ipBlock !== undefined) return blockMatches(peer.ipBlock, end);
  // An address of a cluster may belong to Pods that a selector covers.
  if (end.kind === 'addresses') return mayHoldPods(end.block) ? undefined : false;
  const answer = all([
    peer.namespaceSelector === undefined
      ? isSameNamespace(namespace, end.namespace)
      : selectorCovers(peer.namespaceSelector, end.namespace.labels),
    peer.podSelector === undefined || podsMatch(peer.podSelector, end.labels),
  ]);
  // Traffic of Pods on the network of the node carries the address of the node.
  return end.hostNetwork && answer === true ? undefined : answer;
}

/** Whether a port of a policy covers the port that is connected to. A name means the port that the Pods there call so. */
export function portAllows(policy: NetworkPolicyPort, wanted: TrafficPort, to: TrafficEnd): boolean | undefined {
  if (policy.protocol !== wanted.protocol) return false;
  if (policy.port === undefined) return true;
  if (wanted.number === undefined) return undefined;
  if (typeof policy.port === 'number') return policy.port <= wanted.number && wanted.number <= (policy.endPort ?? policy.port);
  if (to.kind === 'addresses') return undefined;
  const named = to.ports.filter(({ name, protocol }) => name === policy.port && protocol === policy.protocol);
  if (named.some(({ number }) => number === wanted.number)) return true;
  const mayBeIt = to.ports.some(
    ({ name, number }) => (name === policy.port && number === undefined) || (name !== undefined && isUnresolved(name)),
  );
  return mayBeIt ? undefined : false;
}

function judgeDirection<Policy extends StandingPolicy>(
  direction: Direction,
  end: TrafficEnd,
  policies: readonly Policy[],
  allows: (rule: NetworkPolicyRule, policy: Policy) => boolean | undefined,
): DirectionAnswer<Policy> {
  if (end.kind === 'addresses') return { allowed: true, isolated: false, verdicts: [] };
  const verdicts = policies.flatMap((policy): PolicyVerdict<Policy>[] => {
    const answer = governs(policy, direction, end);
    if (answer === false) return [];
    const rules = direction === 'Egress' ? policy.spec.egress : policy.spec.ingress;
    const allowed = rules === 'unknown' ? undefined : any(rules.map(rule => allows(rule, policy)));
    return [{ policy, governs: answer, allows: allowed }];
  });
  return { ...conclusionOf(verdicts), verdicts };
}

function conclusionOf(verdicts: readonly PolicyVerdict<unknown>[]): { allowed: boolean | undefined; isolated: boolean | undefined } {
  const isolated = any(verdicts.map(verdict => verdict.governs));
  if (isolated === false) return { allowed: true, isolated };
  const isSurelyAllowed = verdicts.some(verdict => verdict.governs === true && verdict.allows === true);
  // Where no policy surely governs, each that may would have to allow it.
  if (isSurelyAllowed || (isolated === undefined && verdicts.every(verdict => verdict.allows === true))) return { allowed: true, isolated };
  return { allowed: isolated === true && verdicts.every(verdict => verdict.allows === false) ? false : undefined, isolated };
}

/** Whether two objects stand in one namespace. */
function isSameNamespace(a: NamespaceIdentity, b: NamespaceIdentity): boolean | undefined {
  if (a.name !== undefined && b.name !== undefined) return a.name === b.name;
  return a.name === b.name && a.unit === b.unit ? true : undefined;
}

function podsMatch(selector: LabelSelectorData | 'unknown', labels: LabelSet): boolean | undefined {
  return selector === 'unknown' ? undefined : selectorCovers(selector, labels);
}

/** Labels that controllers add stand in no template, so that nobody can know them. */
function selectorCovers(selector: LabelSelectorData, labels: LabelSet): boolean | undefined {
  return all(
    requirementsOf(selector).map(requirement =>
      isAutomaticLabel(requirement.key) && !Object.hasOwn(labels.labels, requirement.key) ? undefined : meets(labels, requirement),
    ),
  );
}

/** Addresses of Pods are not in the files, and plugins differ in whether blocks apply to Pods at all. */
function blockMatches(
  { cidr, except }: { readonly cidr: string; readonly except: readonly string[] },
  end: TrafficEnd,
): boolean | undefined {
  const block = addressBlockOf(cidr);
  if (block === undefined) return undefined;
  if (end.kind === 'pods') return mayHoldPods(block) ? undefined : false;
  if (!shareAddresses(block, end.block)) return false;
  const exceptions = except.map(addressBlockOf);
  if (exceptions.some(exception => exception !== undefined && holdsAddresses(exception, end.block))) return false;
  const isWhole = holdsAddresses(block, end.block) && exceptions.every(each => each !== undefined && !shareAddresses(each, end.block));
  return isWhole ? true : undefined;
}
