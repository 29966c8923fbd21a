import type { Container } from '../kubernetes/container.js';
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
  return actingAutoscalersOf(resource, workspace)[0]?.object.name;
}

/** The VerticalPodAutoscaler that moves the memory limit of a container. */
export function memoryLimitSetterOf({ workload, name }: Container, workspace: WorkspaceView): ObjectFact | undefined {
  return actingAutoscalersOf(workload.resource, workspace).find(({ content }) => {
    const list = plainItems(plainValue(content, 'spec', 'resourcePolicy', 'containerPolicies'));
    const policy = [name, '*'].flatMap(wanted => list.find(each => plainValue(each, 'containerName') === wanted) ?? [])[0];
    const resources = plainItems(plainValue(policy, 'controlledResources'));
    const hasMemory = resources.length === 0 || resources.includes('memory');
    return hasMemory && plainValue(policy, 'controlledValues') !== 'RequestsOnly' && plainValue(policy, 'mode') !== 'Off';
  });
}

function actingAutoscalersOf(resource: Resource, workspace: WorkspaceView): readonly ObjectFact[] {
  const autoscalers = workspace.autoscalersOf(resource.name, namespaceIn(workspace, resource));
  return autoscalers.filter(
    ({ object, content }) =>
      object.kind === 'VerticalPodAutoscaler' &&
      plainValue(content, 'spec', 'updatePolicy', 'updateMode') !== 'Off' &&
      plainValue(content, 'spec', 'targetRef', 'name') === resource.name &&
      plainValue(content, 'spec', 'targetRef', 'kind') === resource.kind,
  );
}

function containerLimits({ content }: ObjectFact): readonly unknown[] {
  return plainItems(plainValue(content, 'spec', 'limits')).filter(limit => plainValue(limit, 'type') === 'Container');
}
