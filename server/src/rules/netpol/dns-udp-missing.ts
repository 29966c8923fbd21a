import { appendItem } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Finding, fix } from '../define-rule.js';
import { dnsNumberOf, judgeDnsPorts } from '../dns-ports.js';

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

  check: (resource, { workspace }) => judgeDnsPorts(resource, { open: 'TCP', isCut: ({ udp }) => udp === false, findingFor }, workspace),
});

function findingFor(item: YamlNode, pods: string): Finding {
  const port = item.get('port');
  const protocol = item.get('protocol');
  const said =
    protocol?.text === undefined ? `Port ${port?.text} without a protocol is TCP only` : `Port ${port?.text} is allowed for TCP only`;
  const number = dnsNumberOf(item);
  return {
    span: (protocol?.text === undefined ? port?.span : protocol.span) ?? item.span,
    message: `${said}, and no policy for ${pods} allows UDP, over which DNS is asked first.`,
    fixes: [fix(`Allow UDP port ${number}, too`, 'safe', item.parent && appendItem(item.parent, ['protocol: UDP', `port: ${number}`]))],
  };
}
