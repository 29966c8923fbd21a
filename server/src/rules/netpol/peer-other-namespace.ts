import type { LabelSelectorData } from '../../kubernetes/network-policy.js';
import { requirementsOf } from '../../kubernetes/selector.js';
import { writtenPolicyOf } from '../../kubernetes/written-policy.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { formatOwner, formatSelector, podsMatching, selects } from '../../workspace/policy-pods.js';
import { namespaceIn, sideBySide } from '../../workspace/selected-workloads.js';
import { unreadWorkloadReason } from '../../workspace/unread-documents.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAtKey } from '../../yaml/point-at.js';
import { appendEntry } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

/** Reports a peer without namespaceSelector whose Pods stand in another namespace. */
export const peerOtherNamespace = defineRule({
  id: 'netpol/peer-other-namespace',
  title: 'Peer in another namespace selected without it',
  severity: 'warning',
  release: 2,
  sop: ['G7.2/4'],
  why: `A peer with a \`podSelector\` alone selects Pods of the policy's own namespace. Pods with these labels in another namespace are not allowed.`,
  remedy: `Add a \`namespaceSelector\` to the same item of the list.`,
  fixSafety: `It allows connections that are denied today.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const policy = writtenPolicyOf(resource);
    if (policy === undefined) return;
    const namespace = namespaceIn(workspace, resource);
    const peers = policy.rules.flatMap(rule =>
      rule.peers.flatMap(({ node, peer: { podSelector, namespaceSelector } }) =>
        podSelector !== undefined && namespaceSelector === undefined && requirementsOf(podSelector).length > 0
          ? [{ node, podSelector }]
          : [],
      ),
    );
    if (peers.length === 0) return yield notApplicable('No peer selects Pods of its own namespace by their labels.');
    if (namespace === undefined) return yield unknown('The policy does not say its namespace.');
    for (const { node, podSelector } of peers) yield judge(node, podSelector, namespace, workspace);
  },
});

function judge(node: YamlNode, selector: LabelSelectorData, namespace: string, workspace: WorkspaceView): Outcome {
  const here = sideBySide(workspace.podsCarrying(selector.matchLabels, namespace), workspace);
  if (here.some(pods => selects(selector, pods) !== false)) return satisfied();
  const elsewhere = podsMatching(selector, undefined, workspace).filter(({ unit }) => unit === workspace.unit);
  const [first] = elsewhere;
  if (first === undefined) return unknown('No workload of the application has these labels.');
  const namespaces = new Set(elsewhere.map(({ object }) => object.namespace));
  const [other] = namespaces;
  if (other === undefined || namespaces.size > 1) return unknown('The files do not say in which namespace the Pods stand.');
  const later = laterAdditions(workspace) ?? unreadWorkloadReason(workspace, 'unit');
  if (later !== undefined) return unknown(later);
  const { uri, object } = first;
  return violated({
    span: pointAtKey(node.get('podSelector') ?? node),
    message: `This peer selects Pods of namespace "${namespace}" only; ${formatOwner(first)} with the labels "${formatSelector(selector)}" stands in namespace "${other}".`,
    related: [{ message: 'The workload is here.', uri, object, path: ['metadata', 'namespace'] }],
    fixes: [
      fix(
        `Select namespace "${other}" in the same item`,
        'unsafe',
        appendEntry(node, ['namespaceSelector:', '  matchLabels:', `    kubernetes.io/metadata.name: ${other}`]),
      ),
    ],
  });
}
