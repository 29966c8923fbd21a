import { autoscalerOf } from '../../kubernetes/autoscaler.js';
import { disruptionBudgetOf } from '../../kubernetes/disruption-budget.js';
import type { Resource } from '../../kubernetes/resource.js';
import { formatLabels, nearestLabel, selectorMatches } from '../../kubernetes/selector.js';
import { WORKLOAD_KIND_NAMES } from '../../kubernetes/workload.js';
import { nearestText } from '../../text/edit-distance.js';
import { matchesAny } from '../../text/wildcard.js';
import type { WorkloadFact } from '../../workspace/facts.js';
import { labelSetsOf, namespaceIn } from '../../workspace/selected-workloads.js';
import { unreadWorkloadReason } from '../../workspace/unread-documents.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt, pointAtKey } from '../../yaml/point-at.js';
import { renameKey, replaceScalar } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const targetMatchesNothing = defineRule({
  id: 'selector/target-matches-nothing',
  title: 'Autoscaler or disruption budget for a workload that is not there',
  severity: 'warning',
  release: 2,
  sop: ['beyond: the standard names neither autoscalers nor disruption budgets'],
  why: `An autoscaler whose target does not exist scales nothing, and a disruption budget that selects no Pods protects none. Both are accepted, and
nobody notices until the day they were made for.`,
  remedy: `Name the workload, or select the labels of its Pods. If it is elsewhere, say so in \`externalObjects\` as \`Kind/name\`.`,
  fixSafety: `The workload may be in another repository.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const outcome = judgeAutoscaler(resource, workspace) ?? judgeBudget(resource, workspace);
    if (outcome !== undefined) yield outcome;
  },
});

function judgeAutoscaler(resource: Resource, workspace: WorkspaceView): Outcome | undefined {
  const target = autoscalerOf(resource)?.target;
  if (target === undefined) return undefined;
  const { kind, name } = target;
  if (!WORKLOAD_KIND_NAMES.includes(kind)) return unknown(`What a ${kind} is, only its operator knows.`);
  if (isExternal(workspace, `${kind}/${name}`)) return notApplicable('The configuration says that its target is elsewhere.');
  const namespace = namespaceIn(workspace, resource);
  const isTarget = ({ object }: WorkloadFact) => object.kind === kind && object.name === name;
  if (workspace.unitHasWorkload({ apiVersion: '', kind, namespace, name })) return satisfied();
  const here = workspace.workloads('unit', namespace);
  if (here.some(isTarget) || workspace.workloads('workspace', namespace).some(isTarget)) return satisfied();
  if (workspace.objects('workspace', kind, namespace).some(({ object }) => object.name === name)) return satisfied();
  const silence = silenceOf(here, workspace, namespace);
  if (silence !== undefined) return unknown(silence);
  const names = here.filter(({ object }) => object.kind === kind).map(({ object }) => object.name);
  const node = resource.node.find('spec', 'scaleTargetRef', 'name');
  if (node === undefined) return undefined;
  const [only] = names;
  const near = nearestText(name, names) ?? (new Set(names).size === 1 ? only : undefined);
  if (near === undefined) return unknown(`No ${kind} of the application is called "${name}", and none has a similar name.`);
  return violated({
    span: pointAt(node),
    message: `There is no ${kind} "${name}" to scale: the application has ${kind} "${near}".`,
    fixes: [fix(`Scale "${near}"`, 'unsafe', replaceScalar(node, near))],
  });
}

function judgeBudget(resource: Resource, workspace: WorkspaceView): Outcome | undefined {
  const budget = disruptionBudgetOf(resource);
  if (budget === undefined) return undefined;
  const { selector } = budget;
  if (selector === 'unknown') return unknown('Not all labels of the selector are literal.');
  if (isExternal(workspace, `PodDisruptionBudget/${resource.name}`))
    return notApplicable('The configuration says that its Pods are elsewhere.');
  const namespace = namespaceIn(workspace, resource);
  const answers = workspace
    .workloadsSelectedBy(selector.matchLabels, namespace)
    .flatMap(labelSetsOf)
    .map(labels => selectorMatches(selector, labels));
  if (answers.includes(true)) return satisfied();
  if (answers.includes(undefined)) return unknown('A workload may have the labels: not all of them are literal.');
  const here = workspace.workloads('unit', namespace);
  const silence = silenceOf(here, workspace, namespace);
  if (silence !== undefined) return unknown(silence);
  const near = here.flatMap(workload => nearestLabel(selector.matchLabels, { ...workload.podLabels, ...workload.missingLabels }) ?? [])[0];
  const node = resource.node.find('spec', 'selector');
  if (near === undefined || node === undefined) return unknown('No workload of the application has the labels, and none has similar ones.');
  const { wanted, actual, differs } = near;
  const entry = node.find('matchLabels', wanted.key);
  return violated({
    span: entry === undefined ? pointAtKey(node) : differs === 'value' ? pointAt(entry) : pointAtKey(entry),
    message: `No Pods have the labels "${formatLabels(selector.matchLabels)}" that this budget selects: it protects none. The application has "${actual.key}=${actual.value}".`,
    fixes: [
      entry &&
        fix(
          `Select "${actual.key}=${actual.value}"`,
          'unsafe',
          differs === 'value' ? replaceScalar(entry, actual.value) : renameKey(entry, actual.key),
        ),
    ],
  });
}

function isExternal(workspace: WorkspaceView, name: string): boolean {
  return matchesAny(workspace.settings.externalObjects, name);
}

/** Why the workload may be there after all. */
function silenceOf(here: readonly WorkloadFact[], workspace: WorkspaceView, namespace: string | undefined): string | undefined {
  if (here.length === 0) return 'The application has no workloads here.';
  if (workspace.isBase) return 'It stands in a kustomize base: an overlay may bring the workload.';
  const [maker] = workspace.podMakers('workspace', namespace);
  if (maker !== undefined) return `An operator may make it: ${maker.object.kind} "${maker.object.name}" is in the workspace.`;
  return unreadWorkloadReason(workspace, 'workspace');
}
