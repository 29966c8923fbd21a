import { isKind, type Resource } from './resource.js';
import { literalInteger, literalText } from './unresolved-text.js';

/** What scales a workload: a HorizontalPodAutoscaler or KEDA's ScaledObject. */
export interface Autoscaler {
  readonly resource: Resource;
  readonly target: { readonly apiVersion: string | undefined; readonly kind: string; readonly name: string };
  /** The fewest Pods while it scales: by default 1 for a HorizontalPodAutoscaler and 0 for a ScaledObject. `undefined` if not literal. */
  readonly minReplicas: number | undefined;
}

/** `undefined` for other kinds and while the target has no literal name. */
export function autoscalerOf(resource: Resource): Autoscaler | undefined {
  const isHorizontal = isKind(resource, 'autoscaling', 'HorizontalPodAutoscaler');
  if (!isHorizontal && !isKind(resource, 'keda.sh', 'ScaledObject')) return undefined;
  const spec = resource.node.get('spec');
  const reference = spec?.get('scaleTargetRef');
  const name = literalText(reference?.get('name'));
  if (name === undefined) return undefined;
  const minimum = spec?.get(isHorizontal ? 'minReplicas' : 'minReplicaCount');
  return {
    resource,
    target: {
      apiVersion: reference?.get('apiVersion')?.text,
      kind: reference?.get('kind')?.text ?? 'Deployment',
      name,
    },
    minReplicas: minimum === undefined || minimum.style === 'empty' ? (isHorizontal ? 1 : 0) : literalInteger(minimum),
  };
}
