import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ClusterDns } from '../../server/src/kubernetes/cluster-dns.js';
import type {
  NetworkPolicyPeer,
  NetworkPolicyPort,
  NetworkPolicyRule,
  NetworkPolicySpec,
} from '../../server/src/kubernetes/network-policy.js';
import { dnsGrantOf, dnsReachability } from '../../server/src/kubernetes/network-reachability.js';

const EVERYTHING = { matchLabels: {}, matchExpressions: [] };
const select = (matchLabels: Record<string, string>) => ({ matchLabels, matchExpressions: [] });
const pods = (matchLabels: Record<string, string>) => peer({ podSelector: select(matchLabels) });
const kubeSystem = select({ 'kubernetes.io/metadata.name': 'kube-system' });
const kubeDns = peer({ namespaceSelector: kubeSystem, podSelector: select({ 'k8s-app': 'kube-dns' }) });
const backend = rule([pods({ app: 'backend' })], [port('TCP', 8080)]);

function peer(given: Partial<NetworkPolicyPeer>): NetworkPolicyPeer {
  return { podSelector: undefined, namespaceSelector: undefined, ipBlock: undefined, ...given };
}

function block(cidr: string): NetworkPolicyPeer {
  return peer({ ipBlock: { cidr, except: [] } });
}

function port(protocol: string, number?: number | string, endPort?: number): NetworkPolicyPort {
  return { protocol, port: number, endPort };
}

function rule(peers: NetworkPolicyRule['peers'], ports?: NetworkPolicyRule['ports']): NetworkPolicyRule {
  return { peers, ports };
}

function egress(rules: NetworkPolicySpec['egress'], podSelector: NetworkPolicySpec['podSelector'] = EVERYTHING): NetworkPolicySpec {
  return { podSelector, types: ['Egress'], ingress: [], egress: rules };
}

describe('dnsReachability', () => {
  const dns = (policies: NetworkPolicySpec[], clusterDns: ClusterDns = 'kube-dns', namespace?: string) =>
    dnsReachability(
      { labels: { app: 'web' }, known: true },
      policies.map(policy => dnsGrantOf(policy, namespace, clusterDns)),
    ).kind;
  const both = [port('UDP', 53), port('TCP', 53)];

  const cases: readonly (readonly [title: string, actual: string, expected: string])[] = [
    ['no policy', dns([]), 'reachable'],
    ['only ingress is isolated', dns([{ podSelector: EVERYTHING, types: ['Ingress'], ingress: [], egress: [] }]), 'reachable'],
    ['other pods are isolated', dns([egress([backend], select({ app: 'db' }))]), 'reachable'],
    ['one rule to the backend', dns([egress([backend])]), 'blocked'],
    ['no rule at all', dns([egress([])]), 'blocked'],
    ['kube-dns over both', dns([egress([backend, rule([kubeDns], both)])]), 'reachable'],
    ['kube-dns over UDP', dns([egress([rule([kubeDns], [port('UDP', 53)])])]), 'udp-only'],
    ['kube-dns over TCP', dns([egress([rule([kubeDns], [port('TCP', 53)])])]), 'tcp-only'],
    ['kube-dns on all ports', dns([egress([rule([kubeDns])])]), 'reachable'],
    ['a rule without peers', dns([egress([rule(undefined, both)])]), 'reachable'],
    ['an empty rule', dns([egress([rule(undefined)])]), 'reachable'],
    ['a protocol without port', dns([egress([rule(undefined, [port('UDP'), port('TCP')])])]), 'reachable'],
    ['a range', dns([egress([rule(undefined, [port('UDP', 1, 1024), port('TCP', 50, 60)])])]), 'reachable'],
    ['a range below', dns([egress([rule(undefined, [port('UDP', 1, 52)])])]), 'blocked'],
    ['a name that may be DNS', dns([egress([rule([kubeDns], [port('UDP', 'dns')])])]), 'unknown'],
    ['another name', dns([egress([rule(undefined, [port('TCP', 'https')])])]), 'blocked'],
    ['all namespaces', dns([egress([rule([peer({ namespaceSelector: EVERYTHING })], both)])]), 'reachable'],
    [
      'backends of all namespaces',
      dns([egress([rule([peer({ namespaceSelector: EVERYTHING, podSelector: select({ app: 'backend' }) })])])]),
      'blocked',
    ],
    [
      'CoreDNS by another label',
      dns([egress([rule([peer({ namespaceSelector: kubeSystem, podSelector: select({ app: 'coredns' }) })], both)])]),
      'unknown',
    ],
    [
      'another namespace',
      dns([egress([rule([peer({ namespaceSelector: select({ 'kubernetes.io/metadata.name': 'shop' }) })])])]),
      'blocked',
    ],
    ['a namespace by its own label', dns([egress([rule([peer({ namespaceSelector: select({ team: 'shop' }) })])])]), 'unknown'],
    [
      'a namespace called by an old label',
      dns([egress([rule([peer({ namespaceSelector: select({ name: 'kube-system' }) })], both)])]),
      'unknown',
    ],
    ['the own namespace', dns([egress([rule([peer({ podSelector: EVERYTHING })])])]), 'blocked'],
    [
      'the own namespace is kube-system',
      dns([egress([rule([peer({ podSelector: EVERYTHING })])])], 'kube-dns', 'kube-system'),
      'reachable',
    ],
    [
      'kube-dns without namespace, elsewhere',
      dns([egress([rule([pods({ 'k8s-app': 'kube-dns' })], both)])], 'kube-dns', 'shop'),
      'blocked',
    ],
    ['kube-dns without namespace, somewhere', dns([egress([rule([pods({ 'k8s-app': 'kube-dns' })], both)])]), 'unknown'],
    ['all addresses', dns([egress([rule([block('0.0.0.0/0')])])]), 'unknown'],
    ['all addresses on another port', dns([egress([rule([block('0.0.0.0/0')], [port('TCP', 443)])])]), 'blocked'],
    ['a private address', dns([egress([rule([block('10.96.0.10/32')], both)])]), 'unknown'],
    ['a public address', dns([egress([rule([block('203.0.113.0/24')])])]), 'blocked'],
    ['a public resolver', dns([egress([rule([block('203.0.113.8/32')], both)])]), 'unknown'],
    ['an IPv6 block', dns([egress([rule([block('fd00::/8')])])]), 'unknown'],
    ['NodeLocal, not configured', dns([egress([rule([block('169.254.20.10/32')], both)])]), 'unknown'],
    ['NodeLocal', dns([egress([rule([block('169.254.20.10/32')], both)])], 'nodelocal'), 'reachable'],
    [
      'OpenShift',
      dns([
        egress([
          rule(
            [peer({ namespaceSelector: select({ 'kubernetes.io/metadata.name': 'openshift-dns' }) })],
            [port('UDP', 5353), port('TCP', 5353)],
          ),
        ]),
      ]),
      'reachable',
    ],
    ['another policy grants it', dns([egress([backend], select({ app: 'web' })), egress([rule([kubeDns], both)])]), 'reachable'],
    [
      'another policy for other pods grants it',
      dns([egress([backend]), egress([rule([kubeDns], both)], select({ app: 'db' }))]),
      'blocked',
    ],
    ['another policy may grant it', dns([egress([backend]), egress([rule([kubeDns], both)], 'unknown')]), 'unknown'],
    ['rules that are not literal', dns([egress('unknown')]), 'unknown'],
    ['ports that are not literal', dns([egress([rule([kubeDns], 'unknown')])]), 'unknown'],
  ];
  for (const [title, actual, expected] of cases) it(title, () => assert.equal(actual, expected));
});
