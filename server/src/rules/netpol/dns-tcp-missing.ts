import { pointAt } from '../../yaml/point-at.js';
import { appendItem } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Finding, fix } from '../define-rule.js';
import { dnsNumberOf, judgeDnsPorts } from '../dns-ports.js';

/** Reports port 53 that is open for UDP while no policy opens it for TCP. */
export const dnsTcpMissing = defineRule({
  id: 'netpol/dns-tcp-missing',
  title: 'DNS allowed over UDP only',
  severity: 'hint',
  release: 2,
  sop: ['G7.2/5'],
  why: `An answer that does not fit into a UDP packet comes back cut short, and the resolver asks again over TCP. With TCP closed, names with
many addresses and long records fail, while all others work.`,
  remedy: `Allow port 53 for TCP, beside UDP. Where no answer is long, switch the rule off in the configuration.`,
  on: 'resource',

  check: (resource, { workspace }) =>
    judgeDnsPorts(resource, { open: 'UDP', isCut: ({ kind }) => kind === 'udp-only', findingFor }, workspace),
});

function findingFor(item: YamlNode, pods: string): Finding {
  const number = dnsNumberOf(item);
  return {
    span: pointAt(item.get('protocol') ?? item),
    message: `Port ${number} is allowed for UDP only, and no policy for ${pods} allows TCP, over which long answers of DNS are asked again.`,
    fixes: [fix(`Allow TCP port ${number}, too`, 'safe', item.parent && appendItem(item.parent, ['protocol: TCP', `port: ${number}`]))],
  };
}
