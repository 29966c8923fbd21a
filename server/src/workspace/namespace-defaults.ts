import type { Resource } from '../kubernetes/resource.js';
import type { ObjectFact } from './facts.js';
import { namespaceIn } from './selected-workloads.js';
import type { WorkspaceView } from './workspace-view.js';

/**
 * The LimitRange that gives containers of an object's namespace a request or a limit that they do not state, by name. A default limit is
 * a default request too. Where the namespace is not written, it may be any.
 */
export function limitRangeFor(
  resource: Resource,
  workspace: WorkspaceView,
  field: 'requests' | 'limits',
  amount: string,
): string | undefined {
  const defaults = field === 'limits' ? ['default'] : ['defaultRequest', 'default'];
  const ranges = workspace.objects('workspace', 'LimitRange', namespaceIn(workspace, resource));
  const sets = (range: ObjectFact) => containerLimits(range).some(limit => defaults.some(name => at(limit, name, amount) !== undefined));
  return ranges.find(sets)?.object.name;
}

/** The VerticalPodAutoscaler that sets the requests of a workload's containers, by name. */
export function verticalAutoscalerOf(resource: Resource, workspace: WorkspaceView): string | undefined {
  const autoscalers = workspace.objects('workspace', 'VerticalPodAutoscaler', namespaceIn(workspace, resource));
  return autoscalers.find(({ content }) => {
    const isActing = at(content, 'spec', 'updatePolicy', 'updateMode') !== 'Off';
    return (
      isActing && at(content, 'spec', 'targetRef', 'name') === resource.name && at(content, 'spec', 'targetRef', 'kind') === resource.kind
    );
  })?.object.name;
}

function containerLimits({ content }: ObjectFact): readonly unknown[] {
  const limits = at(content, 'spec', 'limits');
  return Array.isArray(limits) ? limits.filter(limit => at(limit, 'type') === 'Container') : [];
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((holder, key) => (isRecord(holder) && Object.hasOwn(holder, key) ? holder[key] : undefined), value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
