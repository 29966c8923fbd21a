import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mayMakePods } from '../../server/src/kubernetes/pod-maker.js';

describe('mayMakePods', () => {
  const cases: readonly (readonly [apiVersion: string, kind: string, expected: boolean])[] = [
    ['v1', 'ConfigMap', false],
    ['networking.k8s.io/v1', 'Ingress', false],
    ['rbac.authorization.k8s.io/v1', 'Role', false],
    ['monitoring.coreos.com/v1', 'ServiceMonitor', false],
    ['monitoring.coreos.com/v1', 'Prometheus', true],
    ['gateway.networking.k8s.io/v1', 'HTTPRoute', false],
    ['gateway.networking.k8s.io/v1', 'Gateway', true],
    ['argoproj.io/v1alpha1', 'AppProject', false],
    ['argoproj.io/v1alpha1', 'Application', true],
    ['kafka.strimzi.io/v1beta2', 'Kafka', true],
    ['apps.openshift.io/v1', 'DeploymentConfig', true],
    ['serving.knative.dev/v1', 'Service', true],
    ['example.com/v1', 'Widget', true],
  ];
  for (const [apiVersion, kind, expected] of cases)
    it(`${apiVersion} ${kind}`, () => assert.equal(mayMakePods({ apiVersion, kind }), expected));
});
