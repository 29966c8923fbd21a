import type { Container } from '../kubernetes/container.js';
import type { ObjectFact } from './facts.js';
import { plainItems, plainValue } from './plain-value.js';
import { autoscalersOf } from './scaling.js';
import { namespaceIn } from './selected-workloads.js';
import type { WorkspaceView } from './workspace-view.js';

/** A resource by whose utilisation an autoscaler scales the Pods of a container. */
export interface UtilisationMetric {
  readonly resource: 'cpu' | 'memory';
  readonly scaler: ObjectFact;
}

/** `Resource` metrics look at every container of the Pod, `ContainerResource` at one. Without metrics it is 80 % of the CPU. */
export function utilisationMetricsOf({ workload, name }: Container, workspace: WorkspaceView): UtilisationMetric[] {
  const { resource } = workload;
  return autoscalersOf(workspace, resource.kind, resource.name, namespaceIn(workspace, resource))
    .filter(({ object }) => object.kind === 'HorizontalPodAutoscaler')
    .flatMap(scaler => resourcesIn(scaler, name).map(measured => ({ resource: measured, scaler })));
}

function resourcesIn({ content }: ObjectFact, container: string): readonly ('cpu' | 'memory')[] {
  const metrics = plainItems(plainValue(content, 'spec', 'metrics'));
  if (metrics.length === 0) return ['cpu'];
  return metrics.flatMap(metric => {
    const isOfOne = plainValue(metric, 'type') === 'ContainerResource';
    const measured = plainValue(metric, isOfOne ? 'containerResource' : 'resource');
    if (isOfOne && plainValue(measured, 'container') !== container) return [];
    const isUtilisation =
      plainValue(measured, 'target', 'type') === 'Utilization' || plainValue(measured, 'targetAverageUtilization') !== undefined;
    const name = plainValue(measured, 'name');
    return isUtilisation && (name === 'cpu' || name === 'memory') ? [name] : [];
  });
}
