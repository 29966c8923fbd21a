import type { Container } from '../kubernetes/container.js';
import type { ObjectFact } from './facts.js';
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

function resourcesIn({ object, content }: ObjectFact, container: string): readonly ('cpu' | 'memory')[] {
  const spec = fieldsOf(content['spec']);
  const metrics = spec['metrics'];
  if (!Array.isArray(metrics) || metrics.length === 0) return object.apiVersion.endsWith('/v1') || metrics === undefined ? ['cpu'] : [];
  return metrics.flatMap(metric => {
    const { type, resource, containerResource } = fieldsOf(metric);
    const measured = fieldsOf(type === 'ContainerResource' ? containerResource : resource);
    if (type === 'ContainerResource' && measured['container'] !== container) return [];
    const target = fieldsOf(measured['target']);
    const isUtilisation = target['type'] === 'Utilization' || measured['targetAverageUtilization'] !== undefined;
    const name = measured['name'];
    return isUtilisation && (name === 'cpu' || name === 'memory') ? [name] : [];
  });
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
