import type { FieldSpec } from './field-spec.js';
import type { KindSelector } from './resource-id.js';

/** Fields that hold names of objects of one kind. */
export interface NameReference extends KindSelector {
  readonly fields: readonly FieldSpec[];
}

/** Where kinds have their Pods' specifications. */
const POD_SPECS: readonly (readonly [kind: string, path: string, version?: string])[] = [
  ['Pod', 'spec', 'v1'],
  ['PodTemplate', 'template/spec'],
  ['Deployment', 'spec/template/spec'],
  ['ReplicaSet', 'spec/template/spec'],
  ['DaemonSet', 'spec/template/spec'],
  ['StatefulSet', 'spec/template/spec'],
  ['Job', 'spec/template/spec'],
  ['CronJob', 'spec/jobTemplate/spec/template/spec'],
  ['ReplicationController', 'spec/template/spec'],
];
const WITH_CONFIG = 'Pod PodTemplate Deployment ReplicaSet DaemonSet StatefulSet Job CronJob';
const WITH_ACCOUNT = 'Pod StatefulSet Deployment ReplicationController CronJob Job DaemonSet';
const RBAC = 'rbac.authorization.k8s.io';
const WEBHOOKS = 'admissionregistration.k8s.io';

/** The references that kustomize keeps right when it changes names. */
export const NAME_REFERENCES: readonly NameReference[] = [
  ...['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map(kind => ({
    kind,
    fields: [{ kind: 'HorizontalPodAutoscaler', path: 'spec/scaleTargetRef/name' }],
  })),
  {
    kind: 'ConfigMap',
    version: 'v1',
    fields: [
      ...inPods(
        WITH_CONFIG,
        'volumes/configMap/name',
        'containers/env/valueFrom/configMapKeyRef/name',
        'initContainers/env/valueFrom/configMapKeyRef/name',
        'containers/envFrom/configMapRef/name',
        'initContainers/envFrom/configMapRef/name',
        'volumes/projected/sources/configMap/name',
      ),
      { kind: 'Node', path: 'spec/configSource/configMap' },
      ...inKinds('Role ClusterRole', 'rules/resourceNames'),
      { kind: 'Ingress', path: 'metadata/annotations/nginx.ingress.kubernetes.io\\/fastcgi-params-configmap' },
    ],
  },
  {
    kind: 'Secret',
    version: 'v1',
    fields: [
      ...inPods(
        WITH_CONFIG,
        'volumes/secret/secretName',
        'containers/env/valueFrom/secretKeyRef/name',
        'initContainers/env/valueFrom/secretKeyRef/name',
        'containers/envFrom/secretRef/name',
        'initContainers/envFrom/secretRef/name',
        'imagePullSecrets/name',
        'volumes/projected/sources/secret/name',
      ),
      ...inKinds(
        'Ingress',
        'spec/tls/secretName',
        'metadata/annotations/ingress.kubernetes.io\\/auth-secret',
        'metadata/annotations/nginx.ingress.kubernetes.io\\/auth-secret',
        'metadata/annotations/nginx.ingress.kubernetes.io\\/auth-tls-secret',
      ),
      { kind: 'ServiceAccount', path: 'imagePullSecrets/name' },
      ...inKinds(
        'StorageClass',
        'parameters/secretName',
        'parameters/adminSecretName',
        'parameters/userSecretName',
        'parameters/secretRef',
      ),
      ...inKinds('Role ClusterRole', 'rules/resourceNames'),
      {
        kind: 'Service',
        group: 'serving.knative.dev',
        version: 'v1',
        path: 'spec/template/spec/containers/env/valueFrom/secretKeyRef/name',
      },
      { kind: 'PersistentVolume', path: 'spec/azureFile/secretName' },
    ],
  },
  {
    kind: 'Service',
    version: 'v1',
    fields: [
      { kind: 'StatefulSet', group: 'apps', path: 'spec/serviceName' },
      ...inKinds(
        'Ingress',
        'spec/rules/http/paths/backend/serviceName',
        'spec/backend/serviceName',
        'spec/rules/http/paths/backend/service/name',
        'spec/defaultBackend/service/name',
      ),
      { kind: 'APIService', group: 'apiregistration.k8s.io', path: 'spec/service/name' },
      { kind: 'ValidatingWebhookConfiguration', group: WEBHOOKS, path: 'webhooks/clientConfig/service' },
      { kind: 'MutatingWebhookConfiguration', group: WEBHOOKS, path: 'webhooks/clientConfig/service' },
    ],
  },
  { kind: 'Role', group: RBAC, fields: [{ kind: 'RoleBinding', group: RBAC, path: 'roleRef/name' }] },
  {
    kind: 'ClusterRole',
    group: RBAC,
    fields: ['RoleBinding', 'ClusterRoleBinding'].map(kind => ({ kind, group: RBAC, path: 'roleRef/name' })),
  },
  {
    kind: 'ServiceAccount',
    version: 'v1',
    fields: [
      ...['RoleBinding', 'ClusterRoleBinding'].map(kind => ({ kind, group: RBAC, path: 'subjects' })),
      ...inPods(WITH_ACCOUNT, 'serviceAccountName'),
    ],
  },
  { kind: 'PersistentVolumeClaim', version: 'v1', fields: inPods(WITH_ACCOUNT, 'volumes/persistentVolumeClaim/claimName') },
  {
    kind: 'PersistentVolume',
    version: 'v1',
    fields: [
      { kind: 'PersistentVolumeClaim', path: 'spec/volumeName' },
      { kind: 'ClusterRole', path: 'rules/resourceNames' },
    ],
  },
  {
    kind: 'StorageClass',
    version: 'v1',
    group: 'storage.k8s.io',
    fields: [
      ...inKinds('PersistentVolume PersistentVolumeClaim', 'spec/storageClassName'),
      { kind: 'StatefulSet', path: 'spec/volumeClaimTemplates/spec/storageClassName' },
    ],
  },
  { kind: 'PriorityClass', version: 'v1', group: 'scheduling.k8s.io', fields: inPods(WITH_ACCOUNT, 'priorityClassName') },
  {
    kind: 'ValidatingAdmissionPolicy',
    group: WEBHOOKS,
    fields: [{ kind: 'ValidatingAdmissionPolicyBinding', group: WEBHOOKS, path: 'spec/policyName' }],
  },
];

function inPods(kinds: string, ...paths: readonly string[]): FieldSpec[] {
  const wanted = new Set(kinds.split(' '));
  return POD_SPECS.filter(([kind]) => wanted.has(kind)).flatMap(([kind, prefix, version]) =>
    paths.map(path => ({ kind, path: `${prefix}/${path}`, ...(version === undefined ? {} : { version }) })),
  );
}

function inKinds(kinds: string, ...paths: readonly string[]): FieldSpec[] {
  return kinds.split(' ').flatMap(kind => paths.map(path => ({ kind, path })));
}
