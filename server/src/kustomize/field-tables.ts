import type { FieldSpec } from './field-spec.js';

/** The fields that kustomize's transformations are about, before a kustomization's `configurations` add others. */
export interface FieldTables {
  readonly commonLabels: readonly FieldSpec[];
  readonly labels: readonly FieldSpec[];
  readonly templateLabels: readonly FieldSpec[];
  readonly commonAnnotations: readonly FieldSpec[];
  readonly namePrefix: readonly FieldSpec[];
  readonly nameSuffix: readonly FieldSpec[];
  readonly namespace: readonly FieldSpec[];
  readonly images: readonly FieldSpec[];
  readonly replicas: readonly FieldSpec[];
  readonly varReference: readonly FieldSpec[];
}

const TEMPLATE_KINDS = ['Deployment', 'ReplicaSet', 'DaemonSet'];
const TERMS = [
  'affinity/podAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels',
  'affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels',
  'affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels',
  'affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels',
  'topologySpreadConstraints/labelSelector/matchLabels',
];

/** With those of claims, which newer versions of kustomize label only if they are told to. */
const TEMPLATE_LABELS: readonly FieldSpec[] = [
  ...inTemplates('labels'),
  { path: 'spec/volumeClaimTemplates[]/metadata/labels', create: true, group: 'apps', kind: 'StatefulSet' },
];

export const DEFAULT_FIELDS: FieldTables = {
  commonLabels: [
    { path: 'spec/selector', create: true, version: 'v1', kind: 'Service' },
    { path: 'spec/selector', create: true, version: 'v1', kind: 'ReplicationController' },
    ...TEMPLATE_KINDS.map(kind => ({ path: 'spec/selector/matchLabels', create: true, kind })),
    { path: 'spec/selector/matchLabels', create: true, group: 'apps', kind: 'StatefulSet' },
    ...['Deployment', 'StatefulSet'].flatMap(kind => TERMS.map(term => ({ path: `spec/template/spec/${term}`, group: 'apps', kind }))),
    { path: 'spec/selector/matchLabels', group: 'batch', kind: 'Job' },
    { path: 'spec/jobTemplate/spec/selector/matchLabels', group: 'batch', kind: 'CronJob' },
    { path: 'spec/selector/matchLabels', group: 'policy', kind: 'PodDisruptionBudget' },
    { path: 'spec/podSelector/matchLabels', group: 'networking.k8s.io', kind: 'NetworkPolicy' },
    { path: 'spec/ingress/from/podSelector/matchLabels', group: 'networking.k8s.io', kind: 'NetworkPolicy' },
    { path: 'spec/egress/to/podSelector/matchLabels', group: 'networking.k8s.io', kind: 'NetworkPolicy' },
    ...TEMPLATE_LABELS,
  ],
  labels: [],
  templateLabels: TEMPLATE_LABELS,
  commonAnnotations: inTemplates('annotations').map(spec => (spec.kind === 'StatefulSet' ? { ...spec, group: '' } : spec)),
  namePrefix: [{ path: 'metadata/name' }],
  nameSuffix: [{ path: 'metadata/name' }],
  namespace: [
    { path: 'metadata/name', kind: 'Namespace', create: true },
    { path: 'spec/service/namespace', group: 'apiregistration.k8s.io', kind: 'APIService', create: true },
    {
      path: 'spec/conversion/webhook/clientConfig/service/namespace',
      group: 'apiextensions.k8s.io',
      kind: 'CustomResourceDefinition',
    },
  ],
  images: ['spec', 'spec/template/spec'].flatMap(spec =>
    ['containers[]/image', 'initContainers[]/image', 'volumes[]/image/reference'].map(path => ({ path: `${spec}/${path}` })),
  ),
  replicas: ['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map(kind => ({
    path: 'spec/replicas',
    create: true,
    kind,
  })),
  varReference: [
    ...inPods('CronJob', 'spec/jobTemplate/spec/template/spec'),
    ...['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'StatefulSet'].flatMap(kind => inPods(kind, 'spec/template/spec')),
    ...inPods('Pod', 'spec'),
    ...['DaemonSet', 'Deployment', 'Job', 'ReplicaSet'].map(kind => ({ path: 'spec/template/spec/volumes/nfs/server', kind })),
    { path: 'spec/volumes/nfs/server', kind: 'Pod' },
    { path: 'spec/template/metadata/annotations', kind: 'Deployment' },
    ...['spec/rules/host', 'spec/tls/hosts', 'spec/tls/secretName'].map(path => ({ path, kind: 'Ingress' })),
    ...['spec/ports/port', 'spec/ports/targetPort'].map(path => ({ path, kind: 'Service' })),
    { path: 'spec/volumeClaimTemplates/spec/nfs/server', kind: 'StatefulSet' },
    { path: 'spec/nfs/server', kind: 'PersistentVolume' },
    { path: 'metadata/labels' },
    { path: 'metadata/annotations' },
  ],
};

/** Labels or annotations of objects and of all templates in them. */
function inTemplates(field: 'labels' | 'annotations'): FieldSpec[] {
  return [
    { path: `metadata/${field}`, create: true },
    { path: `spec/template/metadata/${field}`, create: true, version: 'v1', kind: 'ReplicationController' },
    ...TEMPLATE_KINDS.map(kind => ({ path: `spec/template/metadata/${field}`, create: true, kind })),
    { path: `spec/template/metadata/${field}`, create: true, group: 'apps', kind: 'StatefulSet' },
    { path: `spec/template/metadata/${field}`, create: true, group: 'batch', kind: 'Job' },
    { path: `spec/jobTemplate/metadata/${field}`, create: true, group: 'batch', kind: 'CronJob' },
    { path: `spec/jobTemplate/spec/template/metadata/${field}`, create: true, group: 'batch', kind: 'CronJob' },
  ];
}

function inPods(kind: string, spec: string): FieldSpec[] {
  return ['containers', 'initContainers'].flatMap(containers =>
    ['args', 'command', 'env/value', 'volumeMounts/mountPath'].map(path => ({ path: `${spec}/${containers}/${path}`, kind })),
  );
}
