/**
 * How strategic merge patches treat a value: lists with merge keys are merged item by item, lists without them are replaced. Where
 * nothing is said, maps are merged and lists replaced. The facts are those of the Kubernetes 1.21 API, which kustomize has built in.
 */
export interface MergeShape {
  /** Of a list whose items are merged: by which keys; without keys, a list of scalars that is united. */
  readonly keys?: readonly string[];
  /** Of the items of a list. */
  readonly item?: MergeShape;
  readonly fields?: Readonly<Record<string, MergeShape>>;
}

/** The shape of an object of a kind that kustomize knows; `undefined` for others, whose lists are all replaced. */
export function mergeShapeOf(apiVersion: string | undefined, kind: string | undefined): MergeShape | undefined {
  return SHAPES.get(`${apiVersion} ${kind}`);
}

const METADATA: MergeShape = { fields: { finalizers: { keys: [] }, ownerReferences: { keys: ['uid'] } } };

const CONTAINERS: MergeShape = {
  keys: ['name'],
  item: {
    fields: {
      env: { keys: ['name'] },
      ports: { keys: ['containerPort', 'protocol'] },
      volumeMounts: { keys: ['mountPath'] },
      volumeDevices: { keys: ['devicePath'] },
    },
  },
};

const POD_SPEC: MergeShape = {
  fields: {
    containers: CONTAINERS,
    initContainers: CONTAINERS,
    ephemeralContainers: CONTAINERS,
    volumes: { keys: ['name'] },
    hostAliases: { keys: ['ip'] },
    imagePullSecrets: { keys: ['name'] },
    topologySpreadConstraints: { keys: ['topologyKey', 'whenUnsatisfiable'] },
  },
};

const CONDITIONS: MergeShape = { fields: { conditions: { keys: ['type'] } } };
const POD_TEMPLATE: MergeShape = { fields: { metadata: METADATA, spec: POD_SPEC } };
const CLAIMS: MergeShape = { fields: { metadata: METADATA } };
const WORKLOAD = object({ spec: { fields: { template: POD_TEMPLATE, volumeClaimTemplates: { item: CLAIMS } } }, status: CONDITIONS });
const CRON_JOB = object({
  spec: { fields: { jobTemplate: { fields: { metadata: METADATA, spec: { fields: { template: POD_TEMPLATE } } } } } },
});
const WEBHOOKS = object({ webhooks: { keys: ['name'] } });
const PLAIN = object({});

const SHAPES: ReadonlyMap<string, MergeShape> = new Map([
  ...kinds(WORKLOAD, 'apps/v1', 'Deployment StatefulSet DaemonSet ReplicaSet'),
  ...kinds(WORKLOAD, 'batch/v1', 'Job'),
  ...kinds(WORKLOAD, 'v1', 'ReplicationController'),
  ...kinds(CRON_JOB, 'batch/v1', 'CronJob'),
  ...kinds(CRON_JOB, 'batch/v1beta1', 'CronJob'),
  ...kinds(object({ spec: POD_SPEC, status: CONDITIONS }), 'v1', 'Pod'),
  ...kinds(object({ template: POD_TEMPLATE }), 'v1', 'PodTemplate'),
  ...kinds(object({ spec: { fields: { ports: { keys: ['port', 'protocol'] } } }, status: CONDITIONS }), 'v1', 'Service'),
  ...kinds(object({ secrets: { keys: ['name'] } }), 'v1', 'ServiceAccount'),
  ...kinds(object({ spec: { fields: { podCIDRs: { keys: [] } } }, status: CONDITIONS }), 'v1', 'Node'),
  ...kinds(WEBHOOKS, 'admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration ValidatingWebhookConfiguration'),
  ...kinds(WEBHOOKS, 'admissionregistration.k8s.io/v1beta1', 'MutatingWebhookConfiguration ValidatingWebhookConfiguration'),
  ...kinds(PLAIN, 'v1', 'ConfigMap Secret Namespace PersistentVolumeClaim PersistentVolume Endpoints LimitRange ResourceQuota'),
  ...kinds(PLAIN, 'apps/v1', 'ControllerRevision'),
  ...kinds(PLAIN, 'networking.k8s.io/v1', 'Ingress IngressClass NetworkPolicy'),
  ...kinds(PLAIN, 'policy/v1', 'PodDisruptionBudget'),
  ...kinds(PLAIN, 'policy/v1beta1', 'PodDisruptionBudget PodSecurityPolicy'),
  ...kinds(PLAIN, 'rbac.authorization.k8s.io/v1', 'Role RoleBinding ClusterRole ClusterRoleBinding'),
  ...kinds(PLAIN, 'autoscaling/v1', 'HorizontalPodAutoscaler'),
  ...kinds(PLAIN, 'autoscaling/v2beta1', 'HorizontalPodAutoscaler'),
  ...kinds(PLAIN, 'autoscaling/v2beta2', 'HorizontalPodAutoscaler'),
  ...kinds(PLAIN, 'storage.k8s.io/v1', 'StorageClass CSIDriver VolumeAttachment'),
  ...kinds(PLAIN, 'scheduling.k8s.io/v1', 'PriorityClass'),
  ...kinds(PLAIN, 'apiregistration.k8s.io/v1', 'APIService'),
  ...kinds(PLAIN, 'apiextensions.k8s.io/v1', 'CustomResourceDefinition'),
  ...kinds(PLAIN, 'coordination.k8s.io/v1', 'Lease'),
]);

function object(fields: Readonly<Record<string, MergeShape>>): MergeShape {
  return { fields: { metadata: METADATA, ...fields } };
}

function kinds(shape: MergeShape, apiVersion: string, names: string): (readonly [string, MergeShape])[] {
  return names.split(' ').map(name => [`${apiVersion} ${name}`, shape] as const);
}
