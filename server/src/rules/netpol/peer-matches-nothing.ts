import type { LabelSelectorData } from '../../kubernetes/network-policy.js';
import { requirementsOf } from '../../kubernetes/selector.js';
import { writtenPolicyOf } from '../../kubernetes/written-policy.js';
import { nearestPods } from '../../workspace/nearest-pods.js';
import { formatOwner, formatSelector, podsMatching, selects, whyOtherPods } from '../../workspace/policy-pods.js';
import { namespaceIn, sideBySide } from '../../workspace/selected-workloads.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';
import { nearLabelFix } from '../near-label-fix.js';

/** Reports a peer of a policy that selects no Pods, where the files have some that differ in one label. */
export const peerMatchesNothing = defineRule({
  id: 'netpol/peer-matches-nothing',
  title: 'Peer of a policy that selects no workload',
  severity: 'information',
  release: 2,
  sop: ['G7.2/3'],
  why: `A peer whose \`podSelector\` matches no Pods allows nothing. Pods that were meant are kept out, and nothing says so.`,
  remedy: `Make the selector of the peer a subset of the labels of the Pods that are meant.`,
  fixSafety: `Where the label has quite another value, the peer may be meant for Pods that are not in the workspace.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const policy = writtenPolicyOf(resource);
    if (policy === undefined) return;
    const namespace = namespaceIn(workspace, resource);
    const selectors = policy.rules.flatMap(({ peers }) =>
      peers.flatMap(({ node, peer }) => {
        const selector = peer.namespaceSelector === undefined ? peer.podSelector : undefined;
        const written = node.get('podSelector');
        return selector === undefined || written === undefined || requirementsOf(selector).length === 0 ? [] : [{ selector, written }];
      }),
    );
    if (selectors.length === 0) return yield notApplicable('No peer selects Pods of its own namespace by their labels.');
    for (const { selector, written } of selectors) yield judge(selector, written, namespace, workspace);
  },
});

function judge(selector: LabelSelectorData, written: YamlNode, namespace: string | undefined, workspace: WorkspaceView): Outcome {
  if (podsMatching(selector, namespace, workspace).length > 0) return satisfied();
  const all = sideBySide(workspace.pods('workspace', namespace), workspace);
  if (all.some(pods => selects(selector, pods) === undefined))
    return unknown('A workload may have these labels: not all labels of its Pods are literal.');
  const near = selector.matchExpressions.length === 0 ? nearestPods(all, selector.matchLabels) : undefined;
  if (near === undefined) return unknown('Nothing in the files looks like the Pods that are meant: they may come from elsewhere.');
  const why = whyOtherPods(selector, namespace, near.isSlip, workspace);
  if (why !== undefined) return unknown(why);
  const { fix, span, related } = nearLabelFix(written, near);
  const { actual } = near.label;
  return violated({
    span,
    message: `No workload has the labels "${formatSelector(selector)}" that this peer selects; ${formatOwner(near.workload)} has "${actual.key}=${actual.value}".`,
    related: [related],
    fixes: [fix],
  });
}
