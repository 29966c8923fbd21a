import { groupOf } from './resource.js';

/** Groups of Kubernetes itself, whose kinds are known one by one, and of operators whose objects only describe, route or watch. */
const HARMLESS_GROUPS =
  /^(?:|apps|extensions|batch|autoscaling|policy|(?:[\w-]+\.)*k8s\.io|cert-manager\.io|acme\.cert-manager\.io|external-secrets\.io|bitnami\.com|keda\.sh|kyverno\.io|cilium\.io|(?:crd\.)?projectcalico\.org|(?:networking|security|telemetry|extensions)\.istio\.io|linkerd\.io|policy\.linkerd\.io|traefik\.(?:io|containo\.us)|projectcontour\.io|(?:authorization|route|security|config|image|project|template)\.openshift\.io|kustomize\.config\.k8s\.io|(?:source|image|notification)\.toolkit\.fluxcd\.io|velero\.io|grafana\.integreatly\.org|secrets\.hashicorp\.com|isindir\.github\.com|getambassador\.io|gateway\.envoyproxy\.io|elbv2\.k8s\.aws|cloud\.google\.com|networking\.gke\.io|karpenter\.sh|karpenter\.k8s\.aws|argoproj\.io)$/;

/** Kinds of those groups that make Pods, or let something else make them. */
const MAKERS = new Set([
  'Application',
  'ApplicationSet',
  'Workflow',
  'WorkflowTemplate',
  'CronWorkflow',
  'EventBus',
  'EventSource',
  'Sensor',
  'Rollout',
]);

/** Kinds of the Prometheus operator that make Pods; its others are rules and monitors. */
const MONITORING_MAKERS = new Set(['Prometheus', 'PrometheusAgent', 'Alertmanager', 'ThanosRuler']);

/** Gateway API: implementations make the Pods of a Gateway. */
const GATEWAY = 'gateway.networking.k8s.io';

/**
 * Whether an object may make an operator create Pods with labels that no file shows. For kinds that nobody here knows that is so: a
 * custom resource that makes no Pods only keeps rules silent.
 */
export function mayMakePods({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): boolean {
  const group = groupOf(apiVersion);
  if (group === 'monitoring.coreos.com') return MONITORING_MAKERS.has(kind);
  if (group === GATEWAY) return kind === 'Gateway';
  return MAKERS.has(kind) || !HARMLESS_GROUPS.test(group);
}
