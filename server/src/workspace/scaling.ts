import { literalInteger } from '../kubernetes/unresolved-text.js';
import type { Workload } from '../kubernetes/workload.js';
import type { ObjectFact } from './facts.js';
import { plainValue } from './plain-value.js';
import { namespaceIn } from './selected-workloads.js';
import type { WorkspaceView } from './workspace-view.js';

/** The fewest Pods that a workload has while it serves, and where that is said; `undefined` if the files do not say. */
export interface LeastReplicas {
  readonly count: number;
  readonly saidBy: 'replicas' | 'default' | 'autoscaler';
}

/** The autoscaler's minimum if there is one, else `replicas`, else 1. */
export function leastReplicasOf({ resource }: Workload, workspace: WorkspaceView): LeastReplicas | undefined {
  if (workspace.kustomize?.replicas.includes(resource.name) === true) return undefined;
  const minimums = autoscalersOf(workspace, resource.kind, resource.name, namespaceIn(workspace, resource)).map(minimumOf);
  if (minimums.includes(undefined)) return undefined;
  if (minimums.length > 0) return { count: Math.max(...minimums.filter(minimum => minimum !== undefined)), saidBy: 'autoscaler' };
  const replicas = resource.node.find('spec', 'replicas');
  if (replicas === undefined || replicas.value === null) return { count: 1, saidBy: 'default' };
  const count = literalInteger(replicas);
  return count === undefined ? undefined : { count, saidBy: 'replicas' };
}

/**
 * The HorizontalPodAutoscalers and ScaledObjects of the workspace that scale a workload. One of another application scales the workload of
 * that name there, if there is one.
 */
export function autoscalersOf(workspace: WorkspaceView, kind: string, name: string, namespace: string | undefined): readonly ObjectFact[] {
  return workspace
    .autoscalersOf(name, namespace)
    .filter(
      ({ unit, object, content }) =>
        object.kind !== 'VerticalPodAutoscaler' &&
        (unit === workspace.unit || !workspace.unitHasWorkload({ ...object, kind, name }, unit)) &&
        plainValue(content, 'spec', 'scaleTargetRef', 'name') === name &&
        (plainValue(content, 'spec', 'scaleTargetRef', 'kind') ?? 'Deployment') === kind,
    );
}

/** By default 1 for a HorizontalPodAutoscaler and 0 for a ScaledObject. */
function minimumOf({ object, content }: ObjectFact): number | undefined {
  const isHorizontal = object.kind === 'HorizontalPodAutoscaler';
  const minimum = plainValue(content, 'spec', isHorizontal ? 'minReplicas' : 'minReplicaCount');
  if (minimum === undefined || minimum === null) return isHorizontal ? 1 : 0;
  return typeof minimum === 'number' ? minimum : undefined;
}
