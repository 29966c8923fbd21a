import { networkPolicySpecOf } from '../../kubernetes/network-policy.js';
import { ruleReach } from '../../kubernetes/network-reachability.js';
import { dnsOf, formatPods, podsAskingDns, policiesFor, unseenPolicyReason } from '../../workspace/policed-pods.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import { appendItem } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Finding, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

/** Reports port 53 that is open for TCP while no policy opens it for UDP. */
export const dnsUdpMissing = defineRule({
  id: 'netpol/dns-udp-missing',
  title: 'DNS allowed over TCP only',
  severity: 'warning',
  release: 1,
  sop: ['G7.2/5'],
  why: `Resolvers ask over UDP and turn to TCP only for long answers. A port without \`protocol\` means TCP, so \`port: 53\` alone
leaves nearly every lookup unanswered.`,
  remedy: `Allow port 53 for UDP, beside TCP.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const spec = networkPolicySpecOf(resource);
    if (spec === undefined) return;
    if (spec.types === 'unknown' || spec.egress === 'unknown' || spec.podSelector === 'unknown')
      return yield unknown('Parts of the policy are not literal.');
    if (!spec.types.includes('Egress')) return yield notApplicable('The policy does not limit egress.');
    const egress = resource.node.find('spec', 'egress');
    const open = spec.egress.flatMap((rule, index) => dnsPortsOf(egress?.at(index)).map(port => ({ rule, port })));
    if (open.length === 0) return yield notApplicable('No rule of the policy names the port of DNS for TCP.');
    const namespace = namespaceIn(workspace, resource);
    const pods = podsAskingDns(workspace, spec, namespace);
    if (pods.length === 0) return yield notApplicable('The Pods do not ask the resolver of the cluster.');
    const cut = pods.filter(each => dnsOf(each, policiesFor(workspace, each.pod, namespace), workspace).udp === false);
    if (cut.length === 0) return yield satisfied();
    const unseen = unseenPolicyReason(workspace, namespace);
    if (unseen !== undefined) return yield unknown(unseen);
    for (const { rule, port } of open) {
      if (cut.every(({ pod }) => ruleReach(rule, 'TCP', pod.namespace, workspace.settings.clusterDns) === false))
        yield notApplicable('The rule does not lead to the resolver of the cluster.');
      else yield violated(findingFor(port, formatPods(cut)));
    }
  },
});

/** The items of a rule's `ports` that name a port of DNS, and for TCP only. */
function dnsPortsOf(rule: YamlNode | undefined): YamlNode[] {
  const ports = rule?.get('ports')?.items() ?? [];
  return ports.filter(port => isDnsNumber(port) && (port.get('protocol')?.text ?? 'TCP') === 'TCP');
}

function isDnsNumber(port: YamlNode): boolean {
  const number = port.get('port')?.value;
  return number === 53 || number === 5353;
}

function findingFor(item: YamlNode, pods: string): Finding {
  const port = item.get('port');
  const protocol = item.get('protocol');
  const said =
    protocol?.text === undefined ? `Port ${port?.text} without a protocol is TCP only` : `Port ${port?.text} is allowed for TCP only`;
  const number = port?.value === 5353 ? 5353 : 53;
  return {
    span: (protocol?.text === undefined ? port?.span : protocol.span) ?? item.span,
    message: `${said}, and no policy for ${pods} allows UDP, over which DNS is asked first.`,
    fixes: [fix(`Allow UDP port ${number}, too`, 'safe', item.parent && appendItem(item.parent, ['protocol: UDP', `port: ${number}`]))],
  };
}
