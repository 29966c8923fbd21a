import type { LabelSelectorData, NetworkPolicyPeer } from '../kubernetes/network-policy.js';
import { type PodEnd, peerMatches, type StandingPolicy } from '../kubernetes/network-traffic.js';
import { formatRequirement, isAutomaticLabel, mayBeSetAtRunTime, requirementsOf, selectorMatches } from '../kubernetes/selector.js';
import type { PodsFact } from './facts.js';
import { laterAdditions } from './later-changes.js';
import { podEndOf } from './pod-traffic.js';
import { labelSetsOf, sideBySide } from './selected-workloads.js';
import { unreadWorkloadReason } from './unread-documents.js';
import type { WorkspaceView } from './workspace-view.js';

/** Whether a selector matches Pods with their labels of today, or with those that their own selector asks for. */
export function selects(selector: LabelSelectorData | 'unknown', pods: PodsFact): boolean | undefined {
  const answers = labelSetsOf(pods).map(labels => selectorMatches(selector, labels));
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

/**
 * The workloads that may stand in a namespace and that a selector surely matches: those of the application, else those of the workspace.
 * An empty selector means the Pods around it, so that nothing farther away counts.
 */
export function podsMatching(
  selector: LabelSelectorData | 'unknown',
  namespace: string | undefined,
  workspace: WorkspaceView,
): readonly PodsFact[] {
  if (selector === 'unknown') return [];
  const own = workspace.pods('unit', namespace).filter(pods => selects(selector, pods) === true);
  if (own.length > 0 || requirementsOf(selector).length === 0) return own;
  return sideBySide(workspace.podsCarrying(selector.matchLabels, namespace), workspace).filter(pods => selects(selector, pods) === true);
}

/** The workloads that a peer of a policy surely covers: those of the application, else those of the workspace that it names. */
export function podsOfPeer(peer: NetworkPolicyPeer, policy: StandingPolicy, workspace: WorkspaceView): readonly PodsFact[] {
  const { podSelector, namespaceSelector, ipBlock } = peer;
  if (ipBlock !== undefined) return [];
  const namespace = namespaceSelector === undefined ? policy.namespace.name : undefined;
  const covers = (pods: PodsFact) =>
    endsOf(pods, workspace).some(end => peerMatches(peer, policy.namespace, { ...end, hostNetwork: false }) === true);
  const own = workspace.pods('unit', namespace).filter(covers);
  if (own.length > 0 || podSelector === undefined || requirementsOf(podSelector).length === 0) return own;
  return sideBySide(workspace.podsCarrying(podSelector.matchLabels, namespace), workspace).filter(covers);
}

/** The Pods as ends of connections: one for each set of labels that they may be judged by. */
export function endsOf(pods: PodsFact, workspace: WorkspaceView): readonly PodEnd[] {
  return labelSetsOf(pods).map(labels => podEndOf(pods, workspace, labels));
}

/**
 * Why a selector of a policy that matches no workload of the files may match Pods after all: a full sentence. `isSlip` says that
 * something near it was found, so that only what stands in the application itself raises doubts.
 */
export function whyOtherPods(
  selector: LabelSelectorData,
  namespace: string | undefined,
  isSlip: boolean,
  workspace: WorkspaceView,
): string | undefined {
  const later = laterAdditions(workspace);
  if (later !== undefined) return later;
  const automatic = requirementsOf(selector).find(({ key }) => isAutomaticLabel(key));
  if (automatic !== undefined) return `A controller puts the label "${automatic.key}" on its Pods.`;
  const unread = unreadWorkloadReason(workspace, isSlip ? 'unit' : 'workspace');
  if (unread !== undefined) return unread;
  if (isSlip) return undefined;
  if (workspace.pods('unit', namespace).length === 0) return 'The application has no workloads here that it could select.';
  const [maker] = workspace.podMakers('workspace', namespace);
  if (maker !== undefined) return `An operator may make the Pods: ${maker.object.kind} "${maker.object.name}" is in the workspace.`;
  const added = requirementsOf(selector).find(({ key }) => mayBeSetAtRunTime(key));
  return added && `A program may put the label "${added.key}" on its Pods while they run.`;
}

/** `app=web,tier in (a, b)`: a selector as kubectl writes it. */
export function formatSelector(selector: LabelSelectorData): string {
  return requirementsOf(selector).map(formatRequirement).join(',');
}

/** `Deployment "web"`. */
export function formatOwner({ object }: PodsFact): string {
  return `${object.kind} "${object.name}"`;
}
