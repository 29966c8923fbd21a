import { addressBlockOf, holdsAddresses } from '../../kubernetes/address-block.js';
import type { NetworkPolicyPort } from '../../kubernetes/network-policy.js';
import { type WrittenPolicyRule, writtenPolicyOf } from '../../kubernetes/written-policy.js';
import { pointAt } from '../../yaml/point-at.js';
import { setIn } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, violated } from '../define-rule.js';

/** Where clouds tell a machine who it is and give it credentials. */
const METADATA = '169.254.169.254/32';

/** Reports egress to all addresses, that of the cloud's metadata service among them. */
export const metadataEndpoint = defineRule({
  id: 'netpol/metadata-endpoint',
  title: 'Egress to the metadata service of the cloud',
  severity: 'hint',
  release: 3,
  sop: ['beyond: the standard does not speak of addresses'],
  why: `At 169.254.169.254 most clouds answer with the credentials of the node. A program that can be made to fetch an address can be made to
fetch these.`,
  remedy: `Except \`${METADATA}\` from the block, unless the Pods use the credentials of the node.`,
  fixSafety: `Programs that take credentials or regions from the metadata service lose them.`,
  on: 'resource',

  *check(resource) {
    const policy = writtenPolicyOf(resource);
    if (policy === undefined) return;
    const rules = policy.rules.filter(
      ({ direction, peers }) => direction === 'Egress' && peers.some(({ peer }) => peer.ipBlock?.cidr === '0.0.0.0/0'),
    );
    if (rules.length === 0) yield notApplicable('It allows no egress to all addresses.');
    for (const rule of rules) yield* judge(rule);
  },
});

function* judge({ peers, ports }: WrittenPolicyRule): Iterable<Outcome> {
  for (const { node, peer } of peers) {
    if (peer.ipBlock?.cidr !== '0.0.0.0/0') continue;
    const cidr = node.find('ipBlock', 'cidr') ?? node;
    if (ports.length > 0 && !ports.some(({ port }) => allowsHttp(port)))
      yield satisfied('The service listens on port 80, which is not allowed.');
    else if (peer.ipBlock.except.some(coversMetadata)) yield satisfied();
    else
      yield violated({
        span: pointAt(cidr),
        message: 'All addresses are allowed, also 169.254.169.254, where the cloud gives out the credentials of the node.',
        fixes: [fix(`Except ${METADATA}`, 'unsafe', setIn(node, ['ipBlock', 'except', '-'], [METADATA]))],
      });
  }
}

function coversMetadata(except: string): boolean {
  const [block, metadata] = [addressBlockOf(except), addressBlockOf(METADATA)];
  return block === undefined || metadata === undefined || holdsAddresses(block, metadata);
}

function allowsHttp({ protocol, port, endPort }: NetworkPolicyPort): boolean {
  if (protocol !== 'TCP') return false;
  return typeof port !== 'number' || (port <= 80 && 80 <= (endPort ?? port));
}
