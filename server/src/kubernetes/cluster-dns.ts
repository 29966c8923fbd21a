import { addressBlockOf, mayHoldPods } from './address-block.js';
import type { LabelSelectorData, NetworkPolicyPeer, NetworkPolicyPort } from './network-policy.js';
import { all, requirementsOf, type SelectorRequirement } from './selector.js';

/** How a cluster resolves names: `openshift` listens on 5353 in the namespace `openshift-dns`, `nodelocal` on 169.254.20.10 of each node. */
export type ClusterDns = 'kube-dns' | 'openshift' | 'nodelocal';

/** Where NodeLocal DNSCache listens. */
export const NODE_LOCAL_ADDRESS = '169.254.20.10';

/** Ports on which the Pods behind the cluster DNS listen: policies see the Pod's port, which is 5353 on OpenShift. */
const DNS_PORTS = [53, 5353];
const DNS_NAMESPACES = ['kube-system', 'openshift-dns'];
const DNS_APPS = ['kube-dns', 'coredns', 'node-local-dns'];
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** Whether a port of an egress rule lets DNS pass over a protocol. A name may stand for any number. */
export function dnsPortReach({ protocol, port, endPort }: NetworkPolicyPort, wanted: string): boolean | undefined {
  if (protocol !== wanted) return false;
  if (port === undefined) return true;
  if (typeof port === 'string') return /dns|domain|^\d+$/i.test(port) ? undefined : false;
  return DNS_PORTS.some(number => port <= number && number <= (endPort ?? port));
}

/**
 * Whether a peer of an egress rule of a Pod's namespace covers the resolver of the cluster. `namesDns` says that the rule names port 53, so that
 * its author means a resolver. Addresses are never certain: plugins differ in whether they match the Service's or the Pod's.
 */
export function dnsPeerReach(
  { podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer,
  namespace: string | undefined,
  namesDns: boolean,
  clusterDns: ClusterDns,
): boolean | undefined {
  if (ipBlock !== undefined) return addressReach(ipBlock, namesDns, clusterDns);
  const podReach = podSelector === undefined || all(requirementsOf(podSelector).map(podRequirementReach));
  return all([
    namespaceSelector === undefined ? ownNamespaceReach(namespace, podSelector) : namespaceReach(namespaceSelector, namesDns),
    podReach,
  ]);
}

/** A peer without `namespaceSelector` stays in the namespace of the policy. */
function ownNamespaceReach(namespace: string | undefined, podSelector: LabelSelectorData | undefined): boolean | undefined {
  if (namespace !== undefined) return DNS_NAMESPACES.includes(namespace);
  const isAboutDns = podSelector !== undefined && requirementsOf(podSelector).some(({ values }) => values.some(mentionsDns));
  return isAboutDns ? undefined : false;
}

function namespaceReach(selector: LabelSelectorData, namesDns: boolean): boolean | undefined {
  return all(requirementsOf(selector).map(requirement => namespaceRequirementReach(requirement, namesDns)));
}

function namespaceRequirementReach({ key, operator, values }: SelectorRequirement, namesDns: boolean): boolean | undefined {
  const isDnsNamespace = values.some(value => DNS_NAMESPACES.includes(value));
  if (key === NAMESPACE_NAME && operator === 'In') return isDnsNamespace || (namesDns || values.some(mentionsDns) ? undefined : false);
  if (key === NAMESPACE_NAME && operator === 'NotIn') return !isDnsNamespace;
  if (key === NAMESPACE_NAME && operator === 'Exists') return true;
  if (operator === 'In' && !namesDns && key === 'name') return isDnsNamespace || values.some(mentionsDns) ? undefined : false;
  return undefined;
}

/** The labels of the resolver's Pods, as far as they are the same in all clusters. */
function podRequirementReach({ key, operator, values }: SelectorRequirement): boolean | undefined {
  if (operator === 'NotIn' || operator === 'DoesNotExist') return values.some(mentionsDns) || key === 'k8s-app' ? undefined : true;
  if (operator === 'Exists') return key === 'k8s-app' || undefined;
  if (values.some(value => DNS_APPS.includes(value))) return key === 'k8s-app' || undefined;
  return values.some(mentionsDns) || mentionsDns(key) ? undefined : false;
}

function mentionsDns(text: string): boolean {
  return /dns/i.test(text);
}

function addressReach({ cidr }: { readonly cidr: string }, namesDns: boolean, clusterDns: ClusterDns): boolean | undefined {
  if (clusterDns === 'nodelocal' && cidr === `${NODE_LOCAL_ADDRESS}/32`) return true;
  return namesDns || mayHoldResolver(cidr) ? undefined : false;
}

/** Whether a block overlaps addresses that a cluster may give its resolver. What cannot be read may. */
function mayHoldResolver(cidr: string): boolean {
  const block = addressBlockOf(cidr);
  return block === undefined || mayHoldPods(block);
}
