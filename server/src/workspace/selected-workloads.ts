import { ownValue, type Resource } from '../kubernetes/resource.js';
import { all, isAutomaticLabel, type LabelSet, labelSetOf } from '../kubernetes/selector.js';
import { missingLabelsOf, type Workload } from '../kubernetes/workload.js';
import type { ObjectReference, ServiceFact, WorkloadFact } from './facts.js';
import type { WorkspaceView } from './workspace-view.js';

/** Whether Pods carry labels, those among them that their own selector asks for; `undefined` if the files do not say. */
export function carriesLabels(workload: WorkloadFact, labels: Readonly<Record<string, string>>): boolean | undefined {
  return all(Object.entries(labels).map(([key, value]) => carriesLabel(workload, key, value)));
}

/** Whether Pods carry labels today, without what their own selector asks for in vain. */
export function carriesLabelsToday(workload: WorkloadFact, labels: Readonly<Record<string, string>>): boolean | undefined {
  return carriesLabels({ ...workload, missingLabels: {} }, labels);
}

/** The labels of the Pods today, and with what their own selector asks for: one set, or two that are judged alike. */
export function labelSetsOf({
  podLabels,
  podLabelsKnown,
  missingLabels,
}: Pick<WorkloadFact, 'podLabels' | 'podLabelsKnown' | 'missingLabels'>): readonly LabelSet[] {
  const today = { labels: podLabels, known: podLabelsKnown };
  return Object.keys(missingLabels).length === 0 ? [today] : [today, { labels: { ...podLabels, ...missingLabels }, known: podLabelsKnown }];
}

/** The workloads that carry labels, or would if they agreed with their own selector, or may: other versions of the unit's own left out. */
export function workloadsCarrying(
  workspace: WorkspaceView,
  labels: Readonly<Record<string, string>>,
  namespace: string | undefined,
): readonly WorkloadFact[] {
  return sideBySide(workspace.workloadsSelectedBy(labels, namespace), workspace);
}

/** The Services that select the Pods of a workload, or would if they agreed with their own selector. */
export function servicesInFrontOf(workspace: WorkspaceView, workload: Workload): readonly ServiceFact[] {
  const { labels } = labelSetOf(workload.template.find('metadata', 'labels'));
  const namespace = namespaceIn(workspace, workload.resource);
  const missing = missingLabelsOf(workload);
  const today = workspace.servicesSelecting(labels, namespace);
  const meant = Object.keys(missing).length === 0 ? [] : workspace.servicesSelecting({ ...labels, ...missing }, namespace);
  return [...new Set([...today, ...meant])];
}

/** The namespace of an object as far as the files say: a kustomization sets it for all of its objects. */
export function namespaceIn(workspace: WorkspaceView, resource: Resource): string | undefined {
  return workspace.kustomize?.namespace ?? resource.namespace;
}

/** The workloads that can exist beside those of the unit: of two versions of one workload only the unit's own counts. */
export function sideBySide<Item extends { readonly unit: string; readonly object: ObjectReference }>(
  workloads: readonly Item[],
  workspace: WorkspaceView,
): readonly Item[] {
  return workloads.filter(({ unit, object }) => unit === workspace.unit || !workspace.unitHasWorkload(object));
}

/**
 * Facts about objects that can exist side by side. Two files that define the same object are two versions of it (another environment,
 * an example and its repaired copy): of these only the one of the asking unit counts. `ofUnit` are all such facts of that unit.
 */
export function withoutOtherVersions<Item extends { readonly unit: string; readonly object: ObjectReference }>(
  facts: readonly Item[],
  ofUnit: readonly Item[],
  unit: string,
): readonly Item[] {
  if (facts.every(fact => fact.unit === unit)) return facts;
  const own = new Set(ofUnit.map(identityOf));
  return facts.filter(fact => fact.unit === unit || !own.has(identityOf(fact)));
}

function identityOf({ object: { kind, namespace, name } }: { readonly object: ObjectReference }): string {
  return `${kind}/${namespace ?? ''}/${name}`;
}

function carriesLabel({ podLabels, podLabelsKnown, missingLabels }: WorkloadFact, key: string, value: string): boolean | undefined {
  const actual = ownValue(podLabels, key);
  if (actual === value || ownValue(missingLabels, key) === value) return true;
  return actual === undefined && (!podLabelsKnown || isAutomaticLabel(key)) ? undefined : false;
}
