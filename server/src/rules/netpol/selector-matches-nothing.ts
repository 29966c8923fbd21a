import { type LabelSelectorData, networkPolicySpecOf } from '../../kubernetes/network-policy.js';
import { isHelmTest, type Resource } from '../../kubernetes/resource.js';
import { requirementsOf } from '../../kubernetes/selector.js';
import type { PodsFact } from '../../workspace/facts.js';
import { type NearPods, nearestPods } from '../../workspace/nearest-pods.js';
import { formatOwner, formatSelector, podsMatching, selects, whyOtherPods } from '../../workspace/policy-pods.js';
import { namespaceIn, sideBySide } from '../../workspace/selected-workloads.js';
import { pointAtKey } from '../../yaml/point-at.js';
import { defineRule, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';
import { nearLabelFix } from '../near-label-fix.js';

/** Reports a policy whose podSelector no workload carries. */
export const selectorMatchesNothing = defineRule({
  id: 'netpol/selector-matches-nothing',
  title: 'Policy that selects no workload',
  severity: 'warning',
  release: 2,
  sop: ['G7.2/3'],
  why: `A policy whose \`podSelector\` matches no Pods does nothing, and says nothing: what it was written to protect is open, or what it was
written to allow is closed by another policy.`,
  remedy: `Make \`podSelector\` a subset of the labels of the Pods. It is information only where nothing in the files looks like what is meant, as the
Pods may come from elsewhere.`,
  fixSafety: `Where the label has quite another value, the policy may be meant for Pods that are not in the workspace.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const spec = networkPolicySpecOf(resource);
    if (spec === undefined) return;
    const { podSelector } = spec;
    if (podSelector === 'unknown') return yield unknown('Parts of the policy are not literal.');
    if (requirementsOf(podSelector).length === 0) return yield notApplicable('An empty selector selects all Pods of the namespace.');
    if (isHelmTest(resource)) return yield notApplicable('It belongs to a Helm test.');
    const namespace = namespaceIn(workspace, resource);
    if (podsMatching(podSelector, namespace, workspace).length > 0) return yield satisfied();
    const all = sideBySide(workspace.pods('workspace', namespace), workspace);
    if (all.some(pods => selects(podSelector, pods) === undefined))
      return yield unknown('A workload may have these labels: not all labels of its Pods are literal.');
    const isPlain = podSelector.matchExpressions.length === 0;
    const near = isPlain
      ? (nearestPods(workspace.pods('unit', namespace), podSelector.matchLabels) ?? nearestPods(all, podSelector.matchLabels))
      : undefined;
    const why = whyOtherPods(podSelector, namespace, near?.isSlip === true, workspace);
    if (why !== undefined) return yield unknown(why);
    const [elsewhere] = namespace === undefined || near !== undefined ? [] : podsMatching(podSelector, undefined, workspace);
    yield findingFor(resource, podSelector, namespace, near, elsewhere);
  },
});

function findingFor(
  { node }: Resource,
  selector: LabelSelectorData,
  namespace: string | undefined,
  near: NearPods<PodsFact> | undefined,
  elsewhere: PodsFact | undefined,
): Outcome {
  const written = node.find('spec', 'podSelector') ?? node;
  const where = namespace === undefined ? 'No workload' : `No workload in namespace "${namespace}"`;
  const message = `${where} has the labels "${formatSelector(selector)}" that this policy selects`;
  if (elsewhere !== undefined) {
    const { uri, object, templatePath } = elsewhere;
    return violated({
      span: pointAtKey(written),
      message: `${message}; ${formatOwner(elsewhere)} has, in namespace "${object.namespace}".`,
      related: [{ message: 'The labels of its Pods are here.', uri, object, path: [...templatePath, 'metadata', 'labels'] }],
    });
  }
  if (near === undefined) return violated({ span: pointAtKey(written), severity: 'information', message: `${message}.` });
  const { fix, span, related } = nearLabelFix(written, near);
  const { actual } = near.label;
  return violated({
    span,
    message: `${message}; ${formatOwner(near.workload)} has "${actual.key}=${actual.value}".`,
    related: [related],
    fixes: [fix],
  });
}
