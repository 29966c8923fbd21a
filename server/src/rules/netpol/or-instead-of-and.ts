import { requirementsOf } from '../../kubernetes/selector.js';
import { selectorLines, type WrittenPolicyRule, writtenPolicyOf } from '../../kubernetes/written-policy.js';
import { podsMatching } from '../../workspace/policy-pods.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import { pointAtKey } from '../../yaml/point-at.js';
import { appendEntry, removeEntry } from '../../yaml/yaml-edit.js';
import type { YamlComment, YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

type Peer = WrittenPolicyRule['peers'][number];

/** Reports a namespaceSelector and a podSelector in two items of a list, which allow one or the other where both are likely meant. */
export const orInsteadOfAnd = defineRule({
  id: 'netpol/or-instead-of-and',
  title: 'Namespace and Pods selected in two items',
  severity: 'information',
  release: 1,
  sop: ['G7.2/4'],
  why: `Each item of \`from\` or \`to\` allows on its own. A \`namespaceSelector\` and a \`podSelector\` in two items allow all Pods of those
namespaces, and these Pods of the policy's own namespace; in one item they allow these Pods of those namespaces. One dash makes the difference.`,
  remedy: `Put both into one item. If two are meant, say so in a comment beside them.`,
  fixSafety: `If both items are meant, merging them closes connections that the policy allows today.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const policy = writtenPolicyOf(resource);
    if (policy === undefined) return;
    if (policy.spec.ingress === 'unknown' || policy.spec.egress === 'unknown') return yield unknown('Parts of the policy are not literal.');
    const pairs = policy.rules.flatMap(rule => rule.peers.flatMap((peer, index) => pairOf(peer, rule.peers[index + 1])));
    if (pairs.length === 0) return yield satisfied();
    for (const [namespacePeer, podPeer] of pairs) {
      const selector = podPeer.peer.podSelector;
      const [own] = selector === undefined ? [] : podsMatching(selector, namespaceIn(workspace, resource), workspace);
      if (own !== undefined && own.unit === workspace.unit)
        yield notApplicable(`The podSelector selects ${own.object.kind} "${own.object.name}" of the policy's own namespace.`);
      else if (isExplained(resource.document.comments, namespacePeer.node, podPeer.node))
        yield notApplicable('A comment explains the two items.');
      else yield findingFor(namespacePeer, podPeer);
    }
  },
});

/** One item that selects namespaces only, and behind it one that selects Pods only. Empty selectors select everything on purpose. */
function pairOf(first: Peer, second: Peer | undefined): (readonly [Peer, Peer])[] {
  if (second === undefined) return [];
  const [namespaces, pods] = [first.peer.namespaceSelector, second.peer.podSelector];
  const isPair = first.peer.podSelector === undefined && second.peer.namespaceSelector === undefined;
  if (!isPair || namespaces === undefined || pods === undefined) return [];
  return requirementsOf(namespaces).length > 0 && requirementsOf(pods).length > 0 ? [[first, second]] : [];
}

function isExplained(comments: readonly YamlComment[], first: YamlNode, second: YamlNode): boolean {
  const { source } = first;
  const from = source.lineStart(Math.max(source.lineAt(first.entrySpan.start) - 1, 0));
  const to = source.lineSpan(source.lineAt(second.entrySpan.end)).end;
  return comments.some(({ text, span }) => !text.includes('plimsoll-ignore') && from <= span.start && span.start <= to);
}

function findingFor(namespacePeer: Peer, podPeer: Peer): Outcome {
  const pods = podPeer.node.get('podSelector') ?? podPeer.node;
  const data = podPeer.peer.podSelector;
  const lines = data === undefined ? [] : ['podSelector:', ...selectorLines(data).map(line => `  ${line}`)];
  return violated({
    span: pointAtKey(pods),
    message:
      "This item allows Pods of the policy's own namespace, and the item above all Pods of other namespaces. To allow these Pods of those namespaces, both belong into one item.",
    related: [
      { span: pointAtKey(namespacePeer.node.get('namespaceSelector') ?? namespacePeer.node), message: 'The namespaces are selected here.' },
    ],
    fixes: [fix('Select Pods and namespaces in one item', 'unsafe', appendEntry(namespacePeer.node, lines), removeEntry(podPeer.node))],
  });
}
