import { ownValue } from '../../kubernetes/resource.js';
import { formatLabels } from '../../kubernetes/selector.js';
import { serviceOf } from '../../kubernetes/service.js';
import type { WorkloadFact } from '../../workspace/facts.js';
import { namespaceIn, workloadsCarrying } from '../../workspace/selected-workloads.js';
import { whyWithoutPods } from '../../workspace/service-without-pods.js';
import { replaceScalar, setIn } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Fix, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';
import { selectorDefect } from '../selector-defect.js';

type Labels = Readonly<Record<string, string>>;

/** Reports a Service that asks for the labels of a Deployment itself, which its Pods do not carry. */
export const serviceMatchesObjectLabels = defineRule({
  id: 'selector/service-matches-object-labels',
  title: 'Service that selects the labels of a workload, not those of its Pods',
  severity: 'warning',
  release: 1,
  sop: ['S3.0/4'],
  why: `\`metadata.labels\` of a Deployment are labels of the Deployment. Its Pods carry those of \`spec.template.metadata.labels\`, and a
Service looks at Pods only: with the labels of the Deployment it selects nothing, and every connection fails.`,
  remedy: `Give the Pod template the labels too, or let the Service select what the template has.`,
  fixSafety: `The Service could be meant for other labels of the Pods, which differ from those of the workload on purpose.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const service = serviceOf(resource);
    if (service === undefined) return;
    const excuse = whyWithoutPods(service, workspace);
    if (excuse !== undefined) return yield excuse.kind === 'unknown' ? unknown(excuse.because) : notApplicable(excuse.because);
    if (service.selector === undefined) return;
    const { labels } = service.selector;
    const namespace = namespaceIn(workspace, resource);
    if (workloadsCarrying(workspace, labels, namespace).length > 0)
      return yield satisfied('A workload has the labels on its Pods, or may have.');
    const confused = workspace.workloads('unit', namespace).filter(({ objectLabels }) => carries(objectLabels, labels));
    const [workload] = confused;
    if (workload === undefined) return yield satisfied('No workload has these labels on itself.');
    const { object, uri, templatePath, podLabels } = workload;
    yield violated({
      span: service.selectorNode?.keySpan ?? resource.node.span,
      message: `"${formatLabels(labels)}" are labels of ${object.kind} "${object.name}" itself: its Pods carry "${formatLabels(podLabels)}", so the Service selects none of them.`,
      defect: selectorDefect(resource.name),
      related: [{ message: 'The labels of its Pods are here.', uri, object, path: [...templatePath, 'metadata', 'labels'] }],
      fixes: confused.length > 1 ? [] : [templateFix(workload, labels), serviceFix(workload, labels, service.selectorNode)],
    });
  },
});

function carries(actual: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => ownValue(actual, key) === value);
}

/** Only adds labels: one that has another value may be in the workload's own selector. */
function templateFix({ uri, object, templatePath, podLabels }: WorkloadFact, labels: Labels): Fix | undefined {
  const lacking = Object.entries(labels).filter(([key, value]) => ownValue(podLabels, key) !== value);
  if (lacking.some(([key]) => ownValue(podLabels, key) !== undefined)) return undefined;
  return {
    title: `Give the Pods of ${object.kind} "${object.name}" the label${lacking.length === 1 ? '' : 's'} "${formatLabels(Object.fromEntries(lacking))}"`,
    safety: 'unsafe',
    edits: [],
    elsewhere: lacking.map(([key, value]) => ({
      place: { uri, object, path: templatePath },
      edit: node => setIn(node, ['metadata', 'labels', key], value),
    })),
  };
}

/** Where the Pods have the same keys: selects their values. */
function serviceFix({ podLabels }: WorkloadFact, labels: Labels, selector: YamlNode | undefined): Fix | undefined {
  const differing = Object.entries(labels).filter(([key, value]) => ownValue(podLabels, key) !== value);
  if (selector === undefined || differing.some(([key]) => ownValue(podLabels, key) === undefined)) return undefined;
  const wanted = { ...labels, ...Object.fromEntries(differing.map(([key]) => [key, podLabels[key] ?? ''])) };
  const edits = differing.map(([key]) => {
    const entry = selector.get(key);
    return entry && replaceScalar(entry, podLabels[key] ?? '');
  });
  return fix(`Select "${formatLabels(wanted)}"`, 'unsafe', ...edits);
}
