import { literalInteger } from '../../kubernetes/unresolved-text.js';
import { fileOfMade } from '../../workspace/made-unit.js';
import { autoscalersOf } from '../../workspace/scaling.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import { removeEntry } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';
import { replicasBesideAutoscalers } from '../replicas-beside-autoscaler.js';

export const replicasWithHpa = defineRule({
  id: 'rollout/replicas-with-hpa',
  title: 'Number of replicas that an autoscaler decides',
  severity: 'information',
  release: 2,
  sop: ['beyond: the standard does not speak of autoscalers'],
  why: `Each time the manifest is applied, \`replicas\` sets back what the autoscaler has chosen: under load, Pods are taken away.`,
  remedy: `Leave \`replicas\` out where an autoscaler scales the workload.`,
  fixSafety: `The first \`kubectl apply\` without the field scales to 1 for a moment, unless somebody else owns it by then.`,
  on: 'workload',

  *check({ resource }, { workspace }) {
    const node = resource.node.find('spec', 'replicas');
    if (node === undefined || node.value === null) return yield satisfied('It says no number.');
    const [autoscaler] = autoscalersOf(workspace, resource.kind, resource.name, namespaceIn(workspace, resource));
    if (autoscaler === undefined) return yield notApplicable('No autoscaler scales it.');
    const count = literalInteger(node);
    if (count === undefined) return yield unknown('The number of replicas is filled in later.');
    if (count === 0) return yield notApplicable('It is scaled to no Pods on purpose, which stops the autoscaler.');
    if (isSaidOfTemplate(workspace))
      return yield notApplicable('The template does not provide for it, and `helm/replicas-with-autoscaling` says so.');
    const { object, uri } = autoscaler;
    yield violated({
      span: pointAt(node),
      message: `replicas is ${count}, but ${object.kind} "${object.name}" decides how many Pods run: each apply sets its number back.`,
      related: [{ message: 'The autoscaler is here.', uri, object, path: ['spec', 'scaleTargetRef'] }],
      fixes: [fix('Remove replicas', 'unsafe', removeEntry(node))],
    });
  },
});

/** Whether the object was rendered from a template that sets a number also where an autoscaler is turned on. */
function isSaidOfTemplate(workspace: WorkspaceView): boolean {
  const uri = fileOfMade(workspace.uri);
  const chart = uri === workspace.uri ? undefined : workspace.chartOutline();
  const template = chart?.sources.templates.find(each => each.uri === uri);
  return (
    chart !== undefined && template !== undefined && replicasBesideAutoscalers(template.file, uri, chart).some(each => !('kind' in each))
  );
}
