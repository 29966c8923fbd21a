import { formatLabels, mayBeSetAtRunTime } from '../../kubernetes/selector.js';
import { type Service, serviceOf } from '../../kubernetes/service.js';
import type { WorkloadFact } from '../../workspace/facts.js';
import { type NearPods, nearestPods } from '../../workspace/nearest-pods.js';
import { carriesLabels, carriesLabelsToday, namespaceIn, workloadsCarrying } from '../../workspace/selected-workloads.js';
import { whyWithoutPods } from '../../workspace/service-without-pods.js';
import { unreadWorkloadReason } from '../../workspace/unread-documents.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { renameKey, replaceScalar, setIn } from '../../yaml/yaml-edit.js';
import { defineRule, type Finding, type Fix, fix, notApplicable, type RelatedPlace, satisfied, unknown, violated } from '../define-rule.js';
import { selectorDefect } from '../selector-defect.js';

type Labels = Readonly<Record<string, string>>;

/** Reports a Service whose selector no Pod of the workspace carries. */
export const serviceNoMatch = defineRule({
  id: 'selector/service-no-match',
  title: 'Service whose selector matches no workload',
  severity: 'warning',
  release: 1,
  sop: ['S3.0/4', 'G3.1/3'],
  why: `A Service finds its Pods by their labels. If no Pod carries all of them, the Service has no endpoints: it exists,
its name resolves, and every connection fails.`,
  remedy: `Make \`spec.selector\` a subset of \`spec.template.metadata.labels\` of the workload. If the Pods come from elsewhere
(an operator, another repository), say so in \`externalObjects\` as \`Service/name\`.`,
  fixSafety: `Where the labels differ by a slip, the Service is at odds with a workload that agrees with itself: changing the
Service is safe. Where a label has quite another value, it may be meant for Pods that are not in the workspace.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const service = serviceOf(resource);
    if (service === undefined) return;
    const excuse = whyWithoutPods(service, workspace);
    if (excuse !== undefined) return yield excuse.kind === 'unknown' ? unknown(excuse.because) : notApplicable(excuse.because);
    if (service.selector === undefined) return;
    const { labels } = service.selector;
    const namespace = namespaceIn(workspace, resource);
    const matches = workloadsCarrying(workspace, labels, namespace);
    if (matches.some(workload => carriesLabelsToday(workload, labels) === true)) return yield satisfied();
    if (matches.some(workload => carriesLabelsToday(workload, labels) === undefined))
      return yield unknown('A workload may have these labels: not all labels of its Pods are literal.');
    const [meant] = matches;
    if (meant !== undefined && workspace.openBecause === undefined) return yield violated(meantFinding(service, labels, meant));
    const here = workspace.workloads('unit', namespace);
    const near = nearestPods(here, labels) ?? nearestPods(workspace.workloads('workspace', namespace), labels);
    const unread = unreadWorkloadReason(workspace, near === undefined ? 'workspace' : 'unit');
    if (unread !== undefined) return yield unknown(unread);
    if (near === undefined || !near.isSlip) {
      const reason = reasonForDoubt(labels, here, workspace, namespace);
      if (reason !== undefined) return yield unknown(reason);
    }
    const others = namespace === undefined || near?.isSlip === true ? [] : workloadsCarrying(workspace, labels, undefined);
    const elsewhere = others.filter(workload => carriesLabels(workload, labels) === true);
    yield violated({ ...absentFinding(service, { labels, namespace, near, elsewhere }), defect: selectorDefect(resource.name) });
  },
});

function reasonForDoubt(
  labels: Labels,
  here: readonly WorkloadFact[],
  workspace: WorkspaceView,
  namespace: string | undefined,
): string | undefined {
  if (here.length === 0) return 'The application has no workloads here that the Service could select.';
  if (workspace.isBase) return 'It stands in a kustomize base: an overlay may bring the workload.';
  const [maker] = workspace.podMakers('workspace', namespace);
  if (maker !== undefined) return `An operator may make the Pods: ${maker.object.kind} "${maker.object.name}" is in the workspace.`;
  const workloads = workspace.workloads('workspace', namespace);
  const added = Object.keys(labels).find(key => mayBeSetAtRunTime(key) && !workloads.some(({ podLabels }) => podLabels[key] !== undefined));
  return added && `No template has a label "${added}": a program may put it on its Pods while they run.`;
}

type Near = NearPods<WorkloadFact>;

/** The workload's own selector asks for the labels too: its template is what is wrong. */
function meantFinding({ resource, selectorNode }: Service, labels: Labels, workload: WorkloadFact): Finding {
  const { kind, name } = workload.object;
  const lacking = Object.entries(workload.missingLabels).filter(([key, value]) => labels[key] === value);
  const [key = '', value = ''] = lacking[0] ?? [];
  const actual = workload.podLabels[key];
  const entry = selectorNode?.get(key);
  return {
    span: entry?.span ?? selectorNode?.keySpan ?? resource.node.span,
    message: `The Service selects no Pods today: ${kind} "${name}" asks for "${key}=${value}" in its own selector, but its Pods ${
      actual === undefined ? `lack the label "${key}"` : `carry "${key}=${actual}"`
    }.`,
    related: [labelsOf(workload, key)],
    fixes: [templateFix(workload, lacking)],
  };
}

function templateFix({ uri, object, templatePath, podLabels }: WorkloadFact, lacking: readonly (readonly [string, string])[]): Fix {
  const list = formatLabels(Object.fromEntries(lacking));
  return {
    title: `Give the Pods of ${object.kind} "${object.name}" the label${lacking.length === 1 ? '' : 's'} "${list}"`,
    safety: 'safe',
    edits: [],
    elsewhere: lacking.map(([key, value]) =>
      podLabels[key] === undefined
        ? { place: { uri, object, path: templatePath }, edit: node => setIn(node, ['metadata', 'labels', key], value) }
        : { place: { uri, object, path: [...templatePath, 'metadata', 'labels', key] }, edit: node => replaceScalar(node, value) },
    ),
  };
}

interface Absence {
  readonly labels: Labels;
  readonly namespace: string | undefined;
  readonly near: Near | undefined;
  /** Workloads of other namespaces that have the labels. */
  readonly elsewhere: readonly WorkloadFact[];
}

function absentFinding({ resource, selectorNode }: Service, { labels, namespace, near, elsewhere }: Absence): Finding {
  const where = namespace === undefined ? 'No workload' : `No workload in namespace "${namespace}"`;
  const label = Object.keys(labels).length === 1 ? 'label' : 'labels';
  const message = `${where} has the ${label} "${formatLabels(labels)}" that this Service selects`;
  const whole = selectorNode?.keySpan ?? resource.node.span;
  const [other] = elsewhere;
  if (other !== undefined) {
    const { kind, name, namespace: otherNamespace } = other.object;
    const related = [labelsOf(other, Object.keys(labels)[0] ?? '')];
    return { span: whole, message: `${message}; ${kind} "${name}" has, in namespace "${otherNamespace}".`, related };
  }
  if (near === undefined) return { span: whole, message: `${message}.` };
  const { workload, label: nearLabel, isSlip } = near;
  const { wanted, actual, differs } = nearLabel;
  const entry = selectorNode?.get(wanted.key);
  const edit = entry && (differs === 'value' ? replaceScalar(entry, actual.value) : renameKey(entry, actual.key));
  return {
    span: (differs === 'value' ? entry?.span : entry?.keySpan) ?? whole,
    message: `${message}; ${workload.object.kind} "${workload.object.name}" has "${actual.key}=${actual.value}".`,
    related: [labelsOf(workload, actual.key)],
    fixes: [fix(`Select "${actual.key}=${actual.value}"`, isSlip ? 'safe' : 'unsafe', edit)],
  };
}

function labelsOf({ uri, object, templatePath }: WorkloadFact, key: string): RelatedPlace {
  return { message: 'The labels of its Pods are here.', uri, object, path: [...templatePath, 'metadata', 'labels', key] };
}
