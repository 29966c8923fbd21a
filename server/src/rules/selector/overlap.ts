import { labelSetOf, selectorMatches } from '../../kubernetes/selector.js';
import { ownSelectorOf, type Workload } from '../../kubernetes/workload.js';
import type { WorkloadFact } from '../../workspace/facts.js';
import { labelSetsOf, namespaceIn, workloadsCarrying } from '../../workspace/selected-workloads.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAtKey } from '../../yaml/point-at.js';
import { setIn } from '../../yaml/yaml-edit.js';
import { defineRule, type Fix, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

export const overlap = defineRule({
  id: 'selector/overlap',
  title: "Two workloads that select each other's Pods",
  severity: 'warning',
  release: 2,
  sop: ['S3.0/3'],
  why: `A selector says which Pods belong to a controller. Where two select the same Pods, autoscalers and disruption budgets count the wrong ones,
\`kubectl logs deployment/…\` shows somebody else's, and an orphaned Pod is adopted by whoever comes first.`,
  remedy: `Give each workload a label of its own, such as \`app.kubernetes.io/component\`, in its selector and its template.`,
  fixSafety: `The selector of an object that exists cannot be changed: the workload has to be deleted and made anew.`,
  on: 'workload',

  *check(workload, { workspace }) {
    const { resource, template } = workload;
    const own = ownSelectorOf(workload);
    if (own === undefined) return yield notApplicable(`A ${resource.kind} has no selector of its own.`);
    if (own === 'unknown') return yield unknown('The selector is not literal.');
    if (workspace.kustomize?.addsLabels === true) return yield unknown('A kustomization adds labels, which may tell them apart.');
    const namespace = namespaceIn(workspace, resource);
    const labels = labelSetOf(template.find('metadata', 'labels'));
    const others = workloadsCarrying(workspace, own.matchLabels, namespace).filter(
      other => !isSame(other, workload) && isBeside(other, namespace, workspace) && comesBefore(other, workload, workspace),
    );
    const rival = others.find(
      other =>
        other.selector !== undefined &&
        selectorMatches(other.selector, labels) === true &&
        labelSetsOf(other).every(set => selectorMatches(own, set) === true),
    );
    if (rival === undefined) return yield satisfied();
    const { object, uri, templatePath } = rival;
    const selector = resource.node.find('spec', 'selector');
    yield violated({
      span: selector === undefined ? pointAtKey(resource.node) : pointAtKey(selector),
      message: `${resource.kind} "${resource.name}" and ${object.kind} "${object.name}" select each other's Pods.`,
      related: [
        { message: `The labels of the Pods of "${object.name}" are here.`, uri, object, path: [...templatePath, 'metadata', 'labels'] },
      ],
      fixes: [componentFix(workload)],
    });
  },
});

function isSame({ object }: WorkloadFact, { resource }: Workload): boolean {
  return object.kind === resource.kind && object.name === resource.name;
}

/** Whether both are installed together as far as the files say: in one file, or in one namespace of one application. */
function isBeside({ uri, unit, object }: WorkloadFact, namespace: string | undefined, workspace: WorkspaceView): boolean {
  return uri === workspace.uri || (unit === workspace.unit && namespace !== undefined && object.namespace === namespace);
}

/** One of the two speaks. */
function comesBefore({ uri, object }: WorkloadFact, { resource }: Workload, workspace: WorkspaceView): boolean {
  const [theirs, own] = [`${uri} ${object.name} ${object.kind}`, `${workspace.uri} ${resource.name} ${resource.kind}`];
  return theirs < own;
}

function componentFix({ resource, template }: Workload): Fix | undefined {
  const key = 'app.kubernetes.io/component';
  const spec = resource.node.get('spec');
  const labels = template.find('metadata', 'labels');
  const value = labels?.get(key)?.text ?? resource.name;
  const matchLabels = spec?.find('selector', 'matchLabels');
  if (spec === undefined || matchLabels?.get(key) !== undefined || value === '') return undefined;
  const selecting = setIn(spec, ['selector', 'matchLabels', key], value);
  const title = `Tell them apart by "${key}=${value}"`;
  return labels?.get(key) === undefined
    ? fix(title, 'unsafe', selecting, setIn(template, ['metadata', 'labels', key], value))
    : fix(title, 'unsafe', selecting);
}
