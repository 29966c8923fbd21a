import type { NetworkPolicySpec } from '../kubernetes/network-policy.js';
import {
  type Direction,
  type DnsGrant,
  type DnsReachability,
  dnsGrantOf,
  dnsReachability,
  isolates,
  type PolicyPod,
} from '../kubernetes/network-reachability.js';
import { type LabelSet, selectorMatches } from '../kubernetes/selector.js';
import type { NetworkPolicyFact, PodsFact } from './facts.js';
import { labelSetsOf, sideBySide, withoutOtherVersions } from './selected-workloads.js';
import { unreadReason } from './unread-documents.js';
import type { WorkspaceView } from './workspace-view.js';

/**
 * All policies that may stand in a namespace and may select Pods with these labels: together they decide what the Pods may do. Those that
 * surely do not select them are left out where that is cheap to tell.
 */
export function policiesFor(workspace: WorkspaceView, pod: LabelSet, namespace: string | undefined): readonly NetworkPolicyFact[] {
  const policies = workspace.networkPoliciesSelecting(pod, namespace);
  return policies.length === 0 ? policies : withoutOtherVersions(policies, workspace.networkPolicies('unit', namespace), workspace.unit);
}

/** The policies that may select every Pod of a namespace. */
export function policiesForAllPods(workspace: WorkspaceView, namespace: string | undefined): readonly NetworkPolicyFact[] {
  return policiesFor(workspace, { labels: {}, known: true }, namespace);
}

/** Kinds of other policies, which may allow or deny what a NetworkPolicy does not say. */
const OTHER_POLICIES = [
  'CiliumNetworkPolicy',
  'CiliumClusterwideNetworkPolicy',
  'GlobalNetworkPolicy',
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'ClusterNetworkPolicy',
  // Calico's own, which is no NetworkPolicy of networking.k8s.io.
  'NetworkPolicy',
];

/**
 * Why the policies that were read may not be all that hold in a namespace: one of another kind (Cilium, Calico, AdminNetworkPolicy), or a
 * document that cannot be read. A full sentence.
 */
export function unseenPolicyReason(workspace: WorkspaceView, namespace: string | undefined): string | undefined {
  const other = OTHER_POLICIES.flatMap(kind => workspace.objects('workspace', kind, namespace)).at(0);
  if (other !== undefined) return `${other.object.kind} "${other.object.name}" may decide otherwise.`;
  return unreadReason(workspace, 'workspace', OTHER_POLICIES);
}

/** Pods of a workload with one set of their labels, as a policy selects them. */
export interface PolicedPods {
  /** `undefined`: the Pods that the policy's own selector describes, where no workload is known. */
  readonly workload: PodsFact | undefined;
  readonly pod: PolicyPod;
}

/**
 * The workloads that a policy surely selects and that ask the resolver of the cluster; where no workload is known, the Pods that the
 * selector describes. Nothing if all that it selects use another resolver, or the network of the node.
 */
export function podsAskingDns(workspace: WorkspaceView, spec: NetworkPolicySpec, namespace: string | undefined): readonly PolicedPods[] {
  const selected = podsSelectedBy(workspace, spec, namespace);
  if (selected.length > 0) return selected.filter(({ workload }) => workload?.hostNetwork !== true && workload?.usesClusterDns === true);
  if (spec.podSelector === 'unknown') return [];
  return [{ workload: undefined, pod: { labels: spec.podSelector.matchLabels, known: false, namespace } }];
}

/** With the labels of today, or with those that the workload's own selector asks for. */
function podsSelectedBy(workspace: WorkspaceView, spec: NetworkPolicySpec, namespace: string | undefined): readonly PolicedPods[] {
  const { podSelector } = spec;
  if (podSelector === 'unknown') return [];
  return sideBySide(workspace.podsCarrying(podSelector.matchLabels, namespace), workspace).flatMap(workload => {
    const labels = labelSetsOf(workload).find(set => selectorMatches(podSelector, set) === true);
    return labels === undefined ? [] : [{ workload, pod: { ...labels, namespace: namespace ?? workload.object.namespace } }];
  });
}

/** Answers whether Pods can look up names under policies, which are all that may select them. What a policy opens is worked out once. */
export function dnsJudge(workspace: WorkspaceView): (pods: PolicedPods, policies: readonly NetworkPolicyFact[]) => DnsReachability {
  const grants = new Map<NetworkPolicyFact, { readonly namespace: string | undefined; readonly grant: DnsGrant }>();
  return ({ pod }, policies) => {
    const limiting = policies.filter(({ spec: { types } }) => types === 'unknown' || types.includes('Egress'));
    const known = limiting.map(policy => {
      const before = grants.get(policy);
      if (before !== undefined && before.namespace === pod.namespace) return before.grant;
      const grant = dnsGrantOf(policy.spec, pod.namespace, workspace.settings.clusterDns);
      grants.set(policy, { namespace: pod.namespace, grant });
      return grant;
    });
    return dnsReachability(pod, known);
  };
}

/** The policies that surely govern a direction of the Pods' traffic. */
export function isolatingPolicies(
  { pod }: PolicedPods,
  direction: Direction,
  policies: readonly NetworkPolicyFact[],
): readonly NetworkPolicyFact[] {
  return policies.filter(({ spec }) => isolates(spec, direction, pod) === true);
}

/** `Deployment "web"`, `Deployment "web" and 2 more workloads`. */
export function formatPods(pods: readonly PolicedPods[]): string {
  const [first, ...others] = pods.flatMap(({ workload }) => workload ?? []);
  if (first === undefined) return 'the Pods that this policy selects';
  const more = others.length === 0 ? '' : ` and ${others.length} more workload${others.length === 1 ? '' : 's'}`;
  return `${first.object.kind} "${first.object.name}"${more}`;
}
