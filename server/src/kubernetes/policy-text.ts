import { type ClusterDns, NODE_LOCAL_ADDRESS } from './cluster-dns.js';

/** Lines of the egress rule that lets Pods reach the resolver of a cluster over UDP and TCP. */
export function dnsRule(clusterDns: ClusterDns): readonly string[] {
  const isOpenShift = clusterDns === 'openshift';
  const pods = isOpenShift
    ? podsIn('openshift-dns', 'dns.operator.openshift.io/daemonset-dns', 'default')
    : podsIn('kube-system', 'k8s-app', 'kube-dns');
  const port = isOpenShift ? 5353 : 53;
  const node = clusterDns === 'nodelocal' ? ['  - ipBlock:', `      cidr: ${NODE_LOCAL_ADDRESS}/32`] : [];
  return ['to:', ...pods, ...node, 'ports:', '  - protocol: UDP', `    port: ${port}`, '  - protocol: TCP', `    port: ${port}`];
}

/** A policy that lets all Pods of its namespace look up names. */
export function allowDnsPolicy(namespace: string | undefined, clusterDns: ClusterDns): string {
  const rules = dnsRule(clusterDns).map((line, index) => `    ${index === 0 ? '- ' : '  '}${line}`);
  return `${[...policyHead('allow-dns', namespace), '  podSelector: {}', '  policyTypes:', '    - Egress', '  egress:', ...rules].join('\n')}\n`;
}

/** A policy that denies all ingress of its namespace. */
export function defaultDenyPolicy(namespace: string | undefined): string {
  return `${[...policyHead('default-deny-ingress', namespace), '  podSelector: {}', '  policyTypes:', '    - Ingress'].join('\n')}\n`;
}

function policyHead(name: string, namespace: string | undefined): string[] {
  return [
    'apiVersion: networking.k8s.io/v1',
    'kind: NetworkPolicy',
    'metadata:',
    `  name: ${name}`,
    ...(namespace === undefined ? [] : [`  namespace: ${namespace}`]),
    'spec:',
  ];
}

function podsIn(namespace: string, key: string, value: string): readonly string[] {
  return [
    '  - namespaceSelector:',
    '      matchLabels:',
    `        kubernetes.io/metadata.name: ${namespace}`,
    '    podSelector:',
    '      matchLabels:',
    `        ${key}: ${value}`,
  ];
}
