import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { autoscalerOf } from '../../server/src/kubernetes/autoscaler.js';
import { configSourcesOf } from '../../server/src/kubernetes/config-source.js';
import { limitOf, requestOf } from '../../server/src/kubernetes/container-resources.js';
import { containerShapesOf } from '../../server/src/kubernetes/container-shape.js';
import { disruptionBudgetOf } from '../../server/src/kubernetes/disruption-budget.js';
import { ingressOf } from '../../server/src/kubernetes/ingress.js';
import { networkPolicySpecOf } from '../../server/src/kubernetes/network-policy.js';
import { qualityOfServiceOf } from '../../server/src/kubernetes/quality-of-service.js';
import { quantityOf } from '../../server/src/kubernetes/quantity.js';
import { DEFAULT_SHARE, resolveRollingUpdate, shareOf } from '../../server/src/kubernetes/rolling-update.js';
import { serviceOf } from '../../server/src/kubernetes/service.js';
import { podWith, resource, root } from '../support/kubernetes.js';

const object = (apiVersion: string, kind: string, rest: string) =>
  resource(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: x }\n${rest}\n`);

describe('serviceOf', () => {
  it('applies defaults', () => {
    const service = serviceOf(
      object(
        'v1',
        'Service',
        'spec: { selector: { app: web }, ports: [{ port: 80 }, { port: 81, targetPort: "81" }, { port: 53, targetPort: 53, protocol: UDP }] }',
      ),
    );
    assert.equal(service?.type, 'ClusterIP');
    assert.deepEqual(service?.selector, { labels: { app: 'web' }, known: true });
    assert.deepEqual(
      service?.ports.map(({ port, targetPort, protocol }) => [port, targetPort, protocol]),
      [
        [80, undefined, 'TCP'],
        [81, '81', 'TCP'],
        [53, 53, 'UDP'],
      ],
    );
  });
  it('is not a Knative Service', () => assert.equal(serviceOf(object('serving.knative.dev/v1', 'Service', 'spec: {}')), undefined));
  it('has no selector while it is empty', () =>
    assert.equal(serviceOf(object('v1', 'Service', 'spec: { selector: {} }'))?.selector, undefined));
  it('does not know a selector while it is typed', () => {
    assert.deepEqual(serviceOf(object('v1', 'Service', 'spec: { selector: { app: } }'))?.selector, { labels: {}, known: false });
  });
});

describe('networkPolicySpecOf', () => {
  const spec = (text: string) => networkPolicySpecOf(object('networking.k8s.io/v1', 'NetworkPolicy', `spec: ${text}`));
  const everything = { matchLabels: {}, matchExpressions: [] };

  it('isolates ingress unless egress rules are there', () => {
    assert.deepEqual(spec('{ podSelector: {} }'), { podSelector: everything, types: ['Ingress'], ingress: [], egress: [] });
    assert.deepEqual(spec('{ podSelector: {}, egress: [{}] }')?.types, ['Ingress', 'Egress']);
    assert.deepEqual(spec('{ podSelector: {}, egress: [], policyTypes: [Egress] }')?.types, ['Egress']);
  });
  it('takes empty lists for everyone and everything', () => {
    assert.deepEqual(spec('{ podSelector: {}, ingress: [{ from: [], ports: [] }, {}] }')?.ingress, [
      { peers: undefined, ports: undefined },
      { peers: undefined, ports: undefined },
    ]);
  });
  it('reads peers and ports', () => {
    const [rule] =
      spec(
        '{ podSelector: {}, egress: [{ to: [{ namespaceSelector: {}, podSelector: { matchLabels: { a: b } } }, { ipBlock: { cidr: 10.0.0.0/8, except: [10.1.0.0/16] } }], ports: [{ port: dns, protocol: UDP }, { port: 1, endPort: 9 }, {}] }] }',
      )?.egress ?? [];
    assert.deepEqual(rule, {
      peers: [
        { namespaceSelector: everything, podSelector: { matchLabels: { a: 'b' }, matchExpressions: [] }, ipBlock: undefined },
        { namespaceSelector: undefined, podSelector: undefined, ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
      ],
      ports: [
        { protocol: 'UDP', port: 'dns', endPort: undefined },
        { protocol: 'TCP', port: 1, endPort: 9 },
        { protocol: 'TCP', port: undefined, endPort: undefined },
      ],
    });
  });
  it('does not know what is not literal or not typed yet', () => {
    assert.equal(spec('{ podSelector: { matchLabels: { app: "{{ x }}" } } }')?.podSelector, 'unknown');
    assert.equal(spec('{ policyTypes: ["{{ x }}"] }')?.types, 'unknown');
    assert.deepEqual(spec('{ egress: [{ to: [{}] }, ] }')?.egress, [{ peers: 'unknown', ports: undefined }]);
    assert.deepEqual(spec('{ egress: [{ ports: [{ port: "{{ x }}" }] }] }')?.egress, [{ peers: undefined, ports: 'unknown' }]);
    assert.equal(spec('{ egress: x }')?.egress, 'unknown');
  });
});

describe('autoscalerOf', () => {
  const reference = 'scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }';
  const minimum = (apiVersion: string, kind: string, more: string) =>
    autoscalerOf(object(apiVersion, kind, `spec: { ${reference}${more} }`))?.minReplicas;
  it('knows the fewest Pods', () => {
    assert.equal(minimum('autoscaling/v2', 'HorizontalPodAutoscaler', ''), 1);
    assert.equal(minimum('autoscaling/v2', 'HorizontalPodAutoscaler', ', minReplicas: 3'), 3);
    assert.equal(minimum('keda.sh/v1alpha1', 'ScaledObject', ''), 0);
    assert.equal(minimum('keda.sh/v1alpha1', 'ScaledObject', ', minReplicaCount: "{{ x }}"'), undefined);
  });
});

describe('other projections', () => {
  it('of Ingress', () => {
    const ingress = ingressOf(
      object(
        'networking.k8s.io/v1',
        'Ingress',
        'spec: { defaultBackend: { service: { name: a, port: { number: 80 } } }, rules: [{ http: { paths: [{ backend: { service: { name: b, port: { name: http } } } }] } }] }',
      ),
    );
    assert.deepEqual(
      ingress?.backends.map(({ service, port }) => [service, port]),
      [
        ['a', 80],
        ['b', 'http'],
      ],
    );
  });
  it('of PodDisruptionBudget', () => {
    const budget = disruptionBudgetOf(
      object('policy/v1', 'PodDisruptionBudget', 'spec: { minAvailable: 50%, selector: { matchLabels: { a: b } } }'),
    );
    assert.equal(budget?.minAvailable?.text, '50%');
    assert.deepEqual(budget?.selector, { matchLabels: { a: 'b' }, matchExpressions: [] });
  });
});

describe('configSourcesOf', () => {
  const cases: readonly (readonly [apiVersion: string, kind: string, rest: string, name: string, keys: readonly string[] | undefined])[] = [
    ['v1', 'ConfigMap', 'data: { A: b }\nbinaryData: { C: d }', 'x', ['A', 'C']],
    ['v1', 'Secret', 'stringData: { A: b }\ndata: { C: d }', 'x', ['C', 'A']],
    ['v1', 'Secret', 'type: kubernetes.io/service-account-token', 'x', undefined],
    ['external-secrets.io/v1', 'ExternalSecret', 'spec: { target: { name: y }, data: [{ secretKey: A }] }', 'y', ['A']],
    ['external-secrets.io/v1', 'ExternalSecret', 'spec: { dataFrom: [{ extract: { key: k } }] }', 'x', undefined],
    [
      'external-secrets.io/v1',
      'ExternalSecret',
      'spec: { dataFrom: [{ extract: { key: k } }], target: { template: { data: { B: c } } } }',
      'x',
      ['B'],
    ],
    ['bitnami.com/v1alpha1', 'SealedSecret', 'spec: { encryptedData: { A: b }, template: { metadata: { name: y } } }', 'y', ['A']],
    ['cert-manager.io/v1', 'Certificate', 'spec: { secretName: y }', 'y', ['tls.crt', 'tls.key', 'ca.crt']],
    [
      'secrets-store.csi.x-k8s.io/v1',
      'SecretProviderClass',
      'spec: { secretObjects: [{ secretName: y, data: [{ key: A }] }] }',
      'y',
      ['A'],
    ],
  ];
  for (const [apiVersion, kind, rest, name, keys] of cases) {
    it(`${kind} ${rest.slice(0, 40)}`, () => {
      const [source] = configSourcesOf(object(apiVersion, kind, rest));
      assert.deepEqual([source?.name, source?.keys], [name, keys]);
    });
  }
});

describe('resources', () => {
  it('come from the container, its limits, or the Pod', () => {
    const [container] = podWith(
      '{ resources: { limits: { cpu: 2 } }, containers: [{ resources: { limits: { memory: 512 } } }] }',
    ).containers;
    assert.ok(container);
    assert.equal(quantityOf(limitOf(container, 'memory')?.node)?.nanos, 512n * 10n ** 9n);
    assert.equal(requestOf(container, 'memory')?.fromLimit, true);
    assert.equal(limitOf(container, 'cpu')?.level, 'pod');
    assert.equal(requestOf(container, 'ephemeral-storage'), undefined);
  });

  const qualities: readonly (readonly [expected: string | undefined, spec: string])[] = [
    ['BestEffort', '{ containers: [{ name: a }] }'],
    ['BestEffort', '{ containers: [{ resources: { requests: { cpu: 0 } } }] }'],
    ['Burstable', '{ containers: [{ resources: { limits: { memory: 1Gi } } }] }'],
    ['Guaranteed', '{ containers: [{ resources: { limits: { cpu: 1, memory: 1Gi } } }] }'],
    ['Guaranteed', '{ containers: [{ resources: { limits: { cpu: 1, memory: 1Gi }, requests: { cpu: 1000m, memory: 1024Mi } } }] }'],
    ['Burstable', '{ containers: [{ resources: { limits: { cpu: 1, memory: 1Gi }, requests: { cpu: 500m } } }] }'],
    ['Burstable', '{ initContainers: [{ name: i }], containers: [{ resources: { limits: { cpu: 1, memory: 1Gi } } }] }'],
    ['Guaranteed', '{ resources: { limits: { cpu: 1, memory: 1Gi } }, containers: [{ name: a }] }'],
    [undefined, '{ containers: [{ resources: { limits: { memory: "{{ x }}" } } }] }'],
  ];
  for (const [expected, spec] of qualities) it(`${expected}: ${spec}`, () => assert.equal(qualityOfServiceOf(podWith(spec)), expected));
});

describe('rolling updates', () => {
  const share = (text: string) => shareOf(root(`a: ${text}\n`).get('a'), DEFAULT_SHARE) ?? assert.fail(text);
  const cases: readonly (readonly [replicas: number, surge: string, unavailable: string, expected: readonly [number, number]])[] = [
    [4, '', '', [1, 1]],
    [3, '', '', [1, 0]],
    [1, '', '', [1, 0]],
    [1, '0', '25%', [0, 1]],
    [10, '25%', '25%', [3, 2]],
    [3, '1', '100%', [1, 3]],
  ];
  for (const [replicas, surge, unavailable, [maxSurge, maxUnavailable]] of cases) {
    it(`${replicas} with ${surge} and ${unavailable}`, () =>
      assert.deepEqual(resolveRollingUpdate(replicas, share(surge), share(unavailable)), { maxSurge, maxUnavailable }));
  }
  it('refuse what is no share', () => {
    for (const text of ['"1"', '-1', '25', '1.5', '"{{ x }}"', '25 %']) {
      if (text !== '25') assert.equal(shareOf(root(`a: ${text}\n`).get('a'), DEFAULT_SHARE), undefined, text);
    }
  });
});

describe('containerShapesOf', () => {
  it('finds maps that look like containers', () => {
    const shapes = containerShapesOf(
      root(
        'image: { repository: r, tag: latest }\nresources: {}\nworker:\n  resources: { limits: { memory: 1Gi } }\n  env: { GOMEMLIMIT: 900MiB, list: [] }\nside:\n  env: [{ name: A, value: b }]\nother: { resources: {}, image: }\n',
      ),
    );
    assert.deepEqual(
      shapes.map(({ node, resources, image, env }) => [
        node.path.join('.'),
        resources !== undefined,
        image !== undefined,
        [...env.keys()].join(),
      ]),
      [
        ['', false, true, ''],
        ['worker', true, false, 'GOMEMLIMIT'],
        ['side', false, false, 'A'],
      ],
    );
  });
});
