import { networkPolicySpecOf } from '../../kubernetes/network-policy.js';
import { requirementsOf } from '../../kubernetes/selector.js';
import { formatOwner, podsMatching } from '../../workspace/policy-pods.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import { pointAtKey } from '../../yaml/point-at.js';
import { defineRule, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

/** Reports a policy for Pods on the network of the node, where most network plugins apply none. */
export const hostNetwork = defineRule({
  id: 'netpol/host-network',
  title: 'Policy for Pods on the network of the node',
  severity: 'information',
  release: 3,
  sop: ['S8.0/5'],
  why: `What Pods with \`hostNetwork: true\` send and receive carries the address of the node. Most network plugins take it for traffic of the
node, and apply no policies to it.`,
  remedy: `Do not rely on the policy: do without \`hostNetwork\`, or protect the port on the nodes.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const spec = networkPolicySpecOf(resource);
    if (spec === undefined) return;
    if (spec.podSelector === 'unknown') return yield unknown('Parts of the policy are not literal.');
    if (requirementsOf(spec.podSelector).length === 0) return yield notApplicable('It selects all Pods of the namespace.');
    const pods = podsMatching(spec.podSelector, namespaceIn(workspace, resource), workspace);
    if (pods.length === 0) return yield unknown('No workload is known that it selects.');
    const onNode = pods.filter(each => each.hostNetwork);
    const [first] = onNode;
    if (first === undefined || onNode.length < pods.length) return yield satisfied();
    const { uri, object, templatePath } = first;
    yield violated({
      span: pointAtKey(resource.node.find('spec', 'podSelector') ?? resource.node),
      message: `${formatOwner(first)} uses the network of the node, where most network plugins do not apply this policy.`,
      related: [{ message: 'It is said here.', uri, object, path: [...templatePath, 'spec', 'hostNetwork'] }],
    });
  },
});
