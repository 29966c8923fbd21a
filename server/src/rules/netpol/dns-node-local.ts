import { addressBlockOf, holdsAddresses } from '../../kubernetes/address-block.js';
import { NODE_LOCAL_ADDRESS } from '../../kubernetes/cluster-dns.js';
import { type NetworkPolicyRule, networkPolicySpecOf } from '../../kubernetes/network-policy.js';
import { dnsJudge, formatPods, isolatingPolicies, podsAskingDns, policiesFor, unseenPolicyReason } from '../../workspace/policed-pods.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import { pointAtKey } from '../../yaml/point-at.js';
import { setIn } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

/** Reports policies that open the way to the cluster DNS, but not to the cache on each node that answers in its place. */
export const dnsNodeLocal = defineRule({
  id: 'netpol/dns-node-local',
  title: 'DNS cache of the node not allowed',
  severity: 'warning',
  release: 3,
  sop: ['G7.2/5'],
  why: `With NodeLocal DNSCache Pods ask ${NODE_LOCAL_ADDRESS} on their own node. That is no Pod which a selector could cover: a policy that
allows the Pods of kube-dns only leaves every lookup unanswered.`,
  remedy: `Add an \`ipBlock\` for ${NODE_LOCAL_ADDRESS}/32 to the rule. Where the cache works with iptables, the address of the Service kube-dns
is needed as well.`,
  fixSafety: `It opens one more address to Pods that somebody has closed.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const spec = networkPolicySpecOf(resource);
    if (spec === undefined) return;
    if (workspace.settings.clusterDns !== 'nodelocal')
      return yield notApplicable('The configuration does not say that nodes have a DNS cache.');
    if (spec.types === 'unknown' || !spec.types.includes('Egress') || spec.egress.length === 0 || spec.egress === 'unknown')
      return yield notApplicable('The policy allows no egress.');
    const namespace = namespaceIn(workspace, resource);
    const pods = podsAskingDns(workspace, spec, namespace);
    if (pods.length === 0) return yield notApplicable('The Pods do not ask the resolver of the cluster.');
    const judge = dnsJudge(workspace);
    const cut = pods.filter(each => {
      const policies = policiesFor(workspace, each.pod, namespace);
      const rules = policies.flatMap(policy => (policy.spec.egress === 'unknown' ? [UNREAD] : policy.spec.egress));
      // Where nothing is open for DNS at all, another rule says so; and one of several policies is enough to say this.
      const first = isolatingPolicies(each, 'Egress', policies).find(policy => policy.spec.egress.length > 0);
      const isOwn = first?.uri === workspace.uri && first.object.name === resource.name;
      return isOwn && judge(each, policies).udp === true && !rules.some(allowsCache);
    });
    if (cut.length === 0) return yield satisfied();
    const unseen = unseenPolicyReason(workspace, namespace);
    if (unseen !== undefined) return yield unknown(unseen);
    const lines = [
      'to:',
      '  - ipBlock:',
      `      cidr: ${NODE_LOCAL_ADDRESS}/32`,
      'ports:',
      '  - protocol: UDP',
      '    port: 53',
      '  - protocol: TCP',
      '    port: 53',
    ];
    yield violated({
      span: pointAtKey(resource.node.find('spec', 'egress') ?? resource.node),
      message: `The policies of ${formatPods(cut)} allow the Pods of the cluster DNS, but not ${NODE_LOCAL_ADDRESS}, where nodes of this cluster answer for it.`,
      fixes: [fix(`Allow ${NODE_LOCAL_ADDRESS}`, 'unsafe', setIn(resource.node, ['spec', 'egress', '-'], lines))],
    });
  },
});

const UNREAD: NetworkPolicyRule = { peers: 'unknown', ports: 'unknown' };

/** Whether a rule may allow the cache; what cannot be read may. */
function allowsCache({ peers }: NetworkPolicyRule): boolean {
  if (peers === undefined || peers === 'unknown') return true;
  const cache = addressBlockOf(NODE_LOCAL_ADDRESS);
  return peers.some(({ ipBlock }) => {
    const block = ipBlock === undefined ? undefined : addressBlockOf(ipBlock.cidr);
    return ipBlock !== undefined && (block === undefined || cache === undefined || holdsAddresses(block, cache));
  });
}
