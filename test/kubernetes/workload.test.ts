import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { variableText } from '../../server/src/kubernetes/environment.js';
import { probeOf } from '../../server/src/kubernetes/probe.js';
import { securityContextOf } from '../../server/src/kubernetes/security-context.js';
import { claimTemplateNamesOf, mountsOf, volumesOf } from '../../server/src/kubernetes/volume.js';
import { missingLabelsOf, usesClusterDns, workloadOf } from '../../server/src/kubernetes/workload.js';
import { podWith, resource, workload } from '../support/kubernetes.js';

describe('workloadOf', () => {
  const template = '{ metadata: { labels: { app: web } }, spec: { containers: [{ name: app }] } }';
  const cases: readonly (readonly [apiVersion: string, kind: string, spec: string, templatePath: string | undefined])[] = [
    ['apps/v1', 'Deployment', `{ template: ${template} }`, 'spec.template'],
    ['extensions/v1beta1', 'Deployment', `{ template: ${template} }`, 'spec.template'],
    ['apps/v1', 'StatefulSet', `{ template: ${template} }`, 'spec.template'],
    ['apps/v1', 'DaemonSet', `{ template: ${template} }`, 'spec.template'],
    ['apps/v1', 'ReplicaSet', `{ template: ${template} }`, 'spec.template'],
    ['v1', 'ReplicationController', `{ template: ${template} }`, 'spec.template'],
    ['batch/v1', 'Job', `{ template: ${template} }`, 'spec.template'],
    ['batch/v1', 'CronJob', `{ jobTemplate: { spec: { template: ${template} } } }`, 'spec.jobTemplate.spec.template'],
    ['argoproj.io/v1alpha1', 'Rollout', `{ template: ${template} }`, 'spec.template'],
    ['argoproj.io/v1alpha1', 'Rollout', '{ workloadRef: { kind: Deployment, name: web } }', undefined],
    ['v1', 'PodTemplate', `{ template: ${template} }`, undefined],
    ['apps.example.com/v1', 'Deployment', `{ template: ${template} }`, undefined],
    ['serving.knative.dev/v1', 'Service', `{ template: ${template} }`, undefined],
    ['apps/v1', 'Deployment', '{ replicas: 3 }', undefined],
    ['apps/v1', 'Deployment', '{ template: }', undefined],
  ];
  for (const [apiVersion, kind, spec, templatePath] of cases) {
    it(`${apiVersion} ${kind} ${spec.slice(0, 20)}`, () => {
      const found = workloadOf(resource(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: web }\nspec: ${spec}\n`));
      assert.equal(found?.templatePath.join('.'), templatePath);
      if (found !== undefined) assert.deepEqual([found.podLabels.get('app')?.text, found.containers.length], ['web', 1]);
    });
  }

  it('takes a Pod for its own template', () => {
    const pod = workload('apiVersion: v1\nkind: Pod\nmetadata: { name: web, labels: { app: web } }\nspec: { containers: [] }\n');
    assert.deepEqual([pod.templatePath, pod.podLabels.get('app')?.text], [[], 'web']);
  });
});

describe('what Pods lack', () => {
  const missing = (kind: string, selector: string, labels: string) =>
    missingLabelsOf(
      workload(
        `apiVersion: apps/v1\nkind: ${kind}\nmetadata: { name: web }\nspec: { selector: ${selector}, template: { metadata: { labels: ${labels} } } }\n`,
      ),
    );
  it('is what the own selector asks for', () => {
    assert.deepEqual(missing('Deployment', '{ matchLabels: { app: web, tier: front } }', '{ app: wbe, tier: front }'), { app: 'web' });
    assert.deepEqual(missing('Deployment', '{ matchLabels: { app: web } }', '{ app: web, more: x }'), {});
    assert.deepEqual(missing('Deployment', '{ matchLabels: { app: web } }', '{ app: "{{ x }}" }'), {});
    assert.deepEqual(missing('Deployment', '{ app: web }', '{ app: wbe }'), {});
  });

  it('may be the resolver of the cluster', () => {
    const cases: readonly (readonly [spec: string, expected: boolean | undefined])[] = [
      ['{}', true],
      ['{ dnsPolicy: ClusterFirst }', true],
      ['{ dnsPolicy: None }', false],
      ['{ dnsPolicy: Default }', false],
      ['{ hostNetwork: true }', false],
      ['{ hostNetwork: true, dnsPolicy: ClusterFirstWithHostNet }', true],
      ['{ dnsPolicy: "{{ x }}" }', undefined],
    ];
    for (const [spec, expected] of cases) assert.equal(usesClusterDns(podWith(spec)), expected, spec);
  });
});

describe('containers', () => {
  it('have roles', () => {
    const { containers } = podWith(
      '{ initContainers: [{ name: a }, { name: b, restartPolicy: Always }], containers: [{ name: c }, ], ephemeralContainers: [{ name: d }] }',
    );
    assert.deepEqual(
      containers.map(({ name, role }) => [name, role]),
      [
        ['a', 'init'],
        ['b', 'sidecar'],
        ['c', 'container'],
      ],
    );
  });

  it('keep the last of duplicate variables and default the protocol', () => {
    const [container] = podWith(
      '{ containers: [{ env: [{ name: A, value: "1" }, { name: A, value: "2" }, { value: x }], ports: [{ containerPort: 80 }, { containerPort: "81", protocol: UDP, name: dns }] }] }',
    ).containers;
    assert.equal(container?.env.get('A')?.value?.text, '2');
    assert.equal(container?.env.size, 1);
    assert.deepEqual(
      container?.ports.map(({ name, number, protocol }) => [name, number, protocol]),
      [
        [undefined, 80, 'TCP'],
        ['dns', undefined, 'UDP'],
      ],
    );
  });

  it('have probes with defaults', () => {
    const [container] = podWith(
      '{ containers: [{ readinessProbe: { httpGet: { port: http }, periodSeconds: 5, timeoutSeconds: "{{ x }}" } }] }',
    ).containers;
    const probe = container && probeOf(container, 'readiness');
    assert.deepEqual(
      [probe?.handler, probe?.port, probe?.path, probe?.periodSeconds, probe?.timeoutSeconds, probe?.failureThreshold],
      ['httpGet', 'http', '/', 5, undefined, 3],
    );
    assert.equal(container && probeOf(container, 'liveness'), undefined);
  });

  it('have their own security settings or the Pod’s', () => {
    const pod = podWith(
      '{ securityContext: { runAsUser: 0, runAsNonRoot: true }, containers: [{ securityContext: { runAsUser: 65532, runAsNonRoot: } }] }',
    );
    const [container] = pod.containers;
    const context = container && securityContextOf(container);
    assert.deepEqual([context?.runAsUser?.value, context?.runAsNonRoot?.value, context?.runAsGroup], [65532, true, undefined]);
  });

  it('mount volumes', () => {
    const pod = podWith(
      '{ volumes: [{ name: data }], containers: [{ volumeMounts: [{ name: data, mountPath: /data }], volumeDevices: [{ name: disk, devicePath: /dev/x }] }] }',
    );
    assert.deepEqual(
      pod.containers.flatMap(mountsOf).map(({ volume, mountPath }) => [volume, mountPath]),
      [
        ['data', '/data'],
        ['disk', '/dev/x'],
      ],
    );
    assert.deepEqual(
      volumesOf(pod).map(({ name }) => name),
      ['data'],
    );
    const set = workload(
      'apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: db }\nspec: { volumeClaimTemplates: [{ metadata: { name: data } }], template: { spec: {} } }\n',
    );
    assert.deepEqual(claimTemplateNamesOf(set), ['data']);
  });
});

describe('variableText', () => {
  const text = (env: string, name = 'B', more = '') => {
    const [container] = podWith(`{ containers: [{ env: [${env}]${more} }] }`).containers;
    return container && variableText(container, name);
  };
  const cases: readonly (readonly [title: string, actual: string | undefined, expected: string | undefined])[] = [
    ['a literal', text('{ name: B, value: x }'), 'x'],
    ['no value', text('{ name: B }'), ''],
    ['an earlier variable', text('{ name: A, value: "460" }, { name: B, value: $(A)MiB }'), '460MiB'],
    ['a chain', text('{ name: Z, value: "4" }, { name: A, value: $(Z)60 }, { name: B, value: $(A)MiB }'), '460MiB'],
    ['a later variable stays as written', text('{ name: B, value: $(A)MiB }, { name: A, value: "460" }'), '$(A)MiB'],
    ['itself', text('{ name: B, value: $(B) }'), '$(B)'],
    ['a variable from elsewhere', text('{ name: A, valueFrom: { fieldRef: { fieldPath: x } } }, { name: B, value: $(A) }'), undefined],
    ['a variable that envFrom may hold', text('{ name: B, value: $(A) }', 'B', ', envFrom: [{ configMapRef: { name: c } }]'), undefined],
    ['an escape', text('{ name: B, value: $$(A) }'), '$(A)'],
    ['a placeholder', text('{ name: B, value: "{{ x }}" }'), undefined],
    ['absent', text('{ name: A, value: x }'), undefined],
  ];
  for (const [title, actual, expected] of cases) it(title, () => assert.equal(actual, expected));
});
