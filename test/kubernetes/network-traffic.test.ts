import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addressBlockOf } from '../../server/src/kubernetes/address-block.js';
import { networkPolicySpecOf } from '../../server/src/kubernetes/network-policy.js';
import {
  judgeTraffic,
  type NamespaceIdentity,
  type PodEnd,
  type StandingPolicy,
  type TrafficEnd,
} from '../../server/src/kubernetes/network-traffic.js';
import { resource } from '../support/kubernetes.js';

const NAME = 'kubernetes.io/metadata.name';
const shop: NamespaceIdentity = { name: 'shop', unit: 'a', labels: { labels: { [NAME]: 'shop', team: 'shop' }, known: true } };
const bank: NamespaceIdentity = { name: 'bank', unit: 'a', labels: { labels: { [NAME]: 'bank' }, known: false } };
const unsaid: NamespaceIdentity = { name: undefined, unit: 'a', labels: { labels: {}, known: false } };
const elsewhere: NamespaceIdentity = { ...unsaid, unit: 'b' };

const PORTS = [
  { name: 'http', number: 8080, protocol: 'TCP' },
  { name: 'dns', number: 53, protocol: 'UDP' },
];

function pods(labels: Readonly<Record<string, string>>, namespace = shop, more: Partial<PodEnd> = {}): PodEnd {
  return { kind: 'pods', namespace, labels: { labels, known: true }, hostNetwork: false, ports: PORTS, ...more };
}

function address(text: string): TrafficEnd {
  return { kind: 'addresses', block: addressBlockOf(text) ?? assert.fail(text) };
}

function policy(spec: string, namespace = shop): StandingPolicy {
  const manifest = `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: p }\nspec: ${spec}\n`;
  return { namespace, spec: networkPolicySpecOf(resource(manifest)) ?? assert.fail(spec) };
}

const web = pods({ app: 'web' });
const api = pods({ app: 'api' });
const http = { protocol: 'TCP', number: 8080 };
const webSelector = 'podSelector: { matchLabels: { app: web } }';
const denyIngress = policy('{ podSelector: {}, policyTypes: [Ingress] }');
const denyEgress = policy('{ podSelector: {}, policyTypes: [Egress] }');

/** Whether `web` may connect to `api`. */
function answer(
  policies: readonly StandingPolicy[],
  {
    from = web,
    to = api,
    port = http,
  }: { from?: TrafficEnd; to?: TrafficEnd; port?: typeof http | { protocol: string; number: undefined } } = {},
) {
  return judgeTraffic(from, to, port, { egress: policies, ingress: policies }).allowed;
}

/** A policy for all Pods with one ingress rule. */
const ingress = (rule: string) => policy(`{ podSelector: {}, ingress: [${rule}] }`);
const egress = (rule: string) => policy(`{ podSelector: {}, policyTypes: [Egress], egress: [${rule}] }`);
const from = (peer: string) => ingress(`{ from: [${peer}] }`);
const on = (port: string) => ingress(`{ ports: [${port}] }`);
const to = (peer: string) => egress(`{ to: [${peer}] }`);

function table(title: string, cases: readonly (readonly [title: string, actual: boolean | undefined, expected: boolean | undefined])[]) {
  describe(title, () => {
    for (const [name, actual, expected] of cases) it(name, () => assert.equal(actual, expected));
  });
}

table('isolation', [
  ['no policy', answer([]), true],
  ['ingress denied', answer([denyIngress]), false],
  ['egress denied', answer([denyEgress]), false],
  ['the other end only', answer([policy(`{ ${webSelector}, policyTypes: [Ingress] }`)]), true],
  ['in another namespace', answer([{ ...denyIngress, namespace: bank }]), true],
  ['in a namespace that is not written', answer([{ ...denyIngress, namespace: unsaid }]), undefined],
  ['neither says its namespace, in one application', answer([{ ...denyIngress, namespace: unsaid }], { to: pods({}, unsaid) }), false],
  ['neither says its namespace, in two', answer([{ ...denyIngress, namespace: elsewhere }], { to: pods({}, unsaid) }), undefined],
  [
    'labels are not known',
    answer([policy('{ podSelector: { matchLabels: { tier: a } } }')], { to: pods({}, shop, { labels: { labels: {}, known: false } }) }),
    undefined,
  ],
  ['a label that a controller adds', answer([policy('{ podSelector: { matchLabels: { pod-template-hash: abc } } }')]), undefined],
  ['Pods on the network of the node', answer([denyIngress], { to: pods({}, shop, { hostNetwork: true }) }), undefined],
  ['a selector that is not literal', answer([policy('{ podSelector: { matchLabels: { app: "${APP}" } } }')]), undefined],
  ['addresses have no policies', answer([denyEgress], { from: address('203.0.113.7') }), true],
]);

table('policyTypes', [
  ['omitted with egress rules: both', answer([policy('{ podSelector: {}, egress: [{}] }')]), false],
  ['omitted without: egress is free', answer([policy(`{ ${webSelector} }`)]), true],
  [
    'egress rules without the type have no effect',
    answer([policy(`{ ${webSelector}, policyTypes: [Ingress], egress: [{ to: [{ podSelector: { matchLabels: { app: db } } }] }] }`)]),
    true,
  ],
  ['not literal', answer([policy('{ podSelector: {}, policyTypes: ["${TYPE}"] }')]), undefined],
]);

table('union', [
  ['one of two allows', answer([denyIngress, from('{ podSelector: { matchLabels: { app: web } } }')]), true],
  ['none of two allows', answer([denyIngress, from('{ podSelector: { matchLabels: { app: db } } }')]), false],
  ['both directions have to', answer([denyEgress, ingress('{}')]), false],
  ['both do', answer([egress('{}'), ingress('{}')]), true],
  ['one may allow', answer([denyIngress, { ...ingress('{}'), namespace: unsaid }]), undefined],
  ['all that may govern allow', answer([{ ...ingress('{}'), namespace: unsaid }]), true],
  ['one may govern and does not allow', answer([ingress('{}'), { ...denyIngress, namespace: unsaid }]), true],
  ['rules that are not literal', answer([policy('{ podSelector: {}, ingress: "${RULES}" }')]), undefined],
]);

table('peers', [
  ['a rule without peers', answer([ingress('{}')]), true],
  ['all Pods of the namespace', answer([from('{ podSelector: {} }')]), true],
  ['… do not include those of another', answer([from('{ podSelector: {} }')], { from: pods({}, bank) }), false],
  ['… perhaps those that do not say theirs', answer([from('{ podSelector: {} }')], { from: pods({}, unsaid) }), undefined],
  ['all namespaces', answer([from('{ namespaceSelector: {} }')], { from: pods({}, bank) }), true],
  ['a namespace by its name', answer([from(`{ namespaceSelector: { matchLabels: { ${NAME}: bank } } }`)], { from: pods({}, bank) }), true],
  ['another by its name', answer([from(`{ namespaceSelector: { matchLabels: { ${NAME}: other } } }`)], { from: pods({}, bank) }), false],
  ['a namespace by a label that is known', answer([from('{ namespaceSelector: { matchLabels: { team: shop } } }')]), true],
  ['a label that is known not to be there', answer([from('{ namespaceSelector: { matchLabels: { team: bank } } }')]), false],
  [
    'a label of a namespace without manifest',
    answer([from('{ namespaceSelector: { matchLabels: { team: bank } } }')], { from: pods({}, bank) }),
    undefined,
  ],
  ['namespace and Pod in one item', answer([from('{ namespaceSelector: {}, podSelector: { matchLabels: { app: db } } }')]), false],
  ['namespace or Pod in two', answer([from('{ namespaceSelector: {} }, { podSelector: { matchLabels: { app: db } } }')]), true],
  ['expressions', answer([from('{ podSelector: { matchExpressions: [{ key: app, operator: NotIn, values: [db] }] } }')]), true],
  ['Pods on the network of a node', answer([from('{ podSelector: {} }')], { from: pods({}, shop, { hostNetwork: true }) }), undefined],
  ['egress to Pods', answer([to('{ podSelector: { matchLabels: { app: api } } }')]), true],
  ['egress to others', answer([to('{ podSelector: { matchLabels: { app: db } } }')]), false],
]);

table('addresses', [
  ['in the block', answer([to('{ ipBlock: { cidr: 203.0.113.0/24 } }')], { to: address('203.0.113.7') }), true],
  [
    'in an exception',
    answer([to('{ ipBlock: { cidr: 203.0.113.0/24, except: [203.0.113.0/28] } }')], { to: address('203.0.113.7') }),
    false,
  ],
  [
    'beside the exception',
    answer([to('{ ipBlock: { cidr: 203.0.113.0/24, except: [203.0.113.0/28] } }')], { to: address('203.0.113.70') }),
    true,
  ],
  ['in another block', answer([to('{ ipBlock: { cidr: 203.0.113.0/24 } }')], { to: address('198.51.100.1') }), false],
  ['a part of the block asked about', answer([to('{ ipBlock: { cidr: 203.0.113.0/25 } }')], { to: address('203.0.113.0/24') }), undefined],
  ['of the other version', answer([to('{ ipBlock: { cidr: 0.0.0.0/0 } }')], { to: address('2001:db8::1') }), false],
  ['of version 6', answer([to('{ ipBlock: { cidr: "2001:db8::/32" } }')], { to: address('2001:db8::1') }), true],
  ['a block that is not literal', answer([to('{ ipBlock: { cidr: "${CIDR}" } }')], { to: address('203.0.113.7') }), undefined],
  ['Pods have private addresses, if any', answer([to('{ ipBlock: { cidr: 203.0.113.0/24 } }')]), false],
  ['a private block may hold Pods', answer([to('{ ipBlock: { cidr: 10.0.0.0/8 } }')]), undefined],
  ['a public address is no Pod', answer([from('{ podSelector: {} }')], { from: address('203.0.113.7') }), false],
  ['a private one may be', answer([from('{ podSelector: {} }')], { from: address('10.1.2.3') }), undefined],
  ['everyone includes addresses', answer([ingress('{}')], { from: address('10.1.2.3') }), true],
]);

table('ports', [
  ['the number', answer([on('{ port: 8080 }')]), true],
  ['another number', answer([on('{ port: 80 }')]), false],
  ['a range', answer([on('{ port: 8000, endPort: 9000 }')]), true],
  ['a range beside it', answer([on('{ port: 9000, endPort: 9100 }')]), false],
  ['TCP is the default', answer([on('{ port: 53 }')], { port: { protocol: 'UDP', number: 53 } }), false],
  ['the protocol', answer([on('{ port: 53, protocol: UDP }')], { port: { protocol: 'UDP', number: 53 } }), true],
  ['a protocol without port', answer([on('{ protocol: TCP }')]), true],
  ['a name that the Pods have', answer([on('{ port: http }')]), true],
  ['a name for another number', answer([on('{ port: http }')], { port: { protocol: 'TCP', number: 9090 } }), false],
  ['a name for another protocol', answer([on('{ port: dns }')], { port: { protocol: 'TCP', number: 53 } }), false],
  [
    'a name that is not literal in the Pods',
    answer([on('{ port: http }')], { to: pods({}, shop, { ports: [{ name: '${PORT}', number: 8080, protocol: 'TCP' }] }) }),
    undefined,
  ],
  [
    'a number that is not literal in the Pods',
    answer([on('{ port: http }')], { to: pods({}, shop, { ports: [{ name: 'http', number: undefined, protocol: 'TCP' }] }) }),
    undefined,
  ],
  ['egress: the name is looked up at the other end', answer([egress('{ ports: [{ port: http }] }')]), true],
  ['egress: a name at an address', answer([egress('{ ports: [{ port: http }] }')], { to: address('203.0.113.7') }), undefined],
  ['no port asked for, all allowed', answer([ingress('{}')], { port: { protocol: 'TCP', number: undefined } }), true],
  ['no port asked for, one allowed', answer([on('{ port: 80 }')], { port: { protocol: 'TCP', number: undefined } }), undefined],
  ['a port that is not literal', answer([on('{ port: "${PORT}" }')]), undefined],
]);

describe('judgeTraffic', () => {
  it('names the policies that decide, and what each says', () => {
    const allowing = from('{ podSelector: { matchLabels: { app: web } } }');
    const { ingress: side, egress: other } = judgeTraffic(web, api, http, {
      egress: [denyIngress, allowing],
      ingress: [denyIngress, allowing],
    });
    assert.deepEqual(
      side.verdicts.map(({ policy: each, governs, allows }) => [each === allowing, governs, allows]),
      [
        [false, true, false],
        [true, true, true],
      ],
    );
    assert.deepEqual([side.isolated, other.isolated, other.verdicts], [true, false, []]);
  });
});
