import { literalInteger } from '../../kubernetes/unresolved-text.js';
import { autoscalersOf } from '../../workspace/scaling.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import { pointAt } from '../../yaml/point-at.js';
import { removeEntry } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

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
    const { object, uri } = autoscaler;
    yield violated({
      span: pointAt(node),
      message: `replicas is ${count}, but ${object.kind} "${object.name}" decides how many Pods run: each apply sets its number back.`,
      related: [{ message: 'The autoscaler is here.', uri, object, path: ['spec', 'scaleTargetRef'] }],
      fixes: [fix('Remove replicas', 'unsafe', removeEntry(node))],
    });
  },
});
