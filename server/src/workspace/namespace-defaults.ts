import type { Resource } from '../kubernetes/resource.js';
import type { ObjectFact } from './facts.js';
import { plainItems, plainValue } from './plain-value.js';
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
  const sets = (range: ObjectFact) =>
    containerLimits(range).some(limit => defaults.some(name => plainValue(limit, name, amount) !== undefined));
  return ranges.find(sets)?.object.name;
}

/** The VerticalPodAutoscaler that sets the requests of a workload's containers, by name. */
export function verticalAutoscalerOf(resource: Resource, workspace: WorkspaceView): string | undefined {
  const autoscalers = workspace.objects('workspace', 'VerticalPodAutoscaler', namespaceIn(workspace, resource));
  return autoscalers.find(({ content }) => {
    const isActing = plainValue(content, 'spec', 'updatePolicy', 'updateMode') !== 'Off';
    return (
      isActing &&
      plainValue(content, 'spec', 'targetRef', 'name') === resource.name &&
      plainValue(content, 'spec', 'targetRef', 'kind') === resource.kind
    );
  })?.object.name;
}

function containerLimits({ content }: ObjectFact): readonly unknown[] {
  return plainItems(plainValue(content, 'spec', 'limits')).filter(limit => plainValue(limit, 'type') === 'Container');
}
