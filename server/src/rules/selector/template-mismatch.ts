import { formatRequirement, labelSetOf, meets } from '../../kubernetes/selector.js';
import type { Workload } from '../../kubernetes/workload.js';
import { type WrittenRequirement, writtenRequirementsOf } from '../../kubernetes/written-selector.js';
import { removeEntry, replaceScalar, setIn } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Finding, type Fix, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

/** Who refuses an object whose template fails its selector. */
const REFUSERS: ReadonlyMap<string, string> = new Map([
  ['Deployment', 'the API server rejects it'],
  ['StatefulSet', 'the API server rejects it'],
  ['DaemonSet', 'the API server rejects it'],
  ['ReplicaSet', 'the API server rejects it'],
  ['Job', 'the API server rejects it'],
  ['Rollout', 'the controller refuses it'],
]);

/** Reports a workload whose own selector does not select the Pods of its template. */
export const templateMismatch = defineRule({
  id: 'selector/template-mismatch',
  title: "Selector that does not select the workload's own Pods",
  severity: 'error',
  rejected: 'api-server',
  release: 1,
  sop: ['S3.0/2', 'G3.1/2'],
  why: `A controller only looks after Pods that its selector selects. Kubernetes refuses an object whose template would make other
Pods, so nothing of this object runs, and an update of a running one fails.`,
  remedy: `Give the labels in \`spec.template.metadata.labels\` every value that \`spec.selector\` asks for. More labels are
fine: the selector has to be a subset.`,
  fixSafety: `Changing a label of the template is safe: the object is refused as it is. Changing the selector is not: it cannot be
changed on an object that exists, and a label that must be *absent* may be needed elsewhere.`,
  on: 'workload',

  *check(workload, { workspace }) {
    const { resource, template } = workload;
    const refuser = REFUSERS.get(resource.kind);
    const selector = resource.node.find('spec', 'selector');
    if (refuser === undefined) return yield notApplicable(`A ${resource.kind} has no selector that its template must match.`);
    if (resource.kind === 'Job' && resource.node.find('spec', 'manualSelector')?.value !== true)
      return yield notApplicable('Kubernetes makes the selector of a Job itself.');
    const requirements = writtenRequirementsOf(selector);
    if (requirements.length === 0) return yield notApplicable('The object has no selector.');
    if (workspace.kustomize?.addsLabels === true)
      return yield unknown('A kustomization adds labels, to the selector and to the Pods: only the build shows whether they agree.');
    const labels = template.find('metadata', 'labels');
    const answers = requirements.map(written => ({ written, answer: isMet(written, labels) }));
    for (const { written, answer } of answers) if (answer === false) yield violated(findingFor(workload, written, labels, refuser));
    if (answers.some(({ answer }) => answer === undefined)) yield unknown('A label, or what the selector asks for, is not literal.');
    else if (answers.every(({ answer }) => answer === true)) yield satisfied();
  },
});

/** Also true for the same placeholder on both sides. */
function isMet({ requirement, value, key }: WrittenRequirement, labels: YamlNode | undefined): boolean | undefined {
  const label = key === undefined ? undefined : labels?.get(key);
  if (value !== undefined && label?.text !== undefined && label.text === value.text) return true;
  return requirement && meets(labelSetOf(labels), requirement);
}

function findingFor(workload: Workload, written: WrittenRequirement, labels: YamlNode | undefined, refuser: string): Finding {
  const { kind } = workload.resource;
  const label = written.key === undefined ? undefined : labels?.get(written.key);
  const wanted = written.requirement === undefined ? '' : formatRequirement(written.requirement);
  const actual = label === undefined ? 'lacks that label' : `has "${written.key}=${label.text}"`;
  return {
    span: label?.span ?? placeOfAbsence(workload, labels),
    message: `The selector asks for "${wanted}", but the Pod template ${actual}: this ${kind} selects no Pods of its own, and ${refuser}.`,
    related: [
      {
        message: `The selector asks for "${wanted}" here.`,
        span: written.node.kind === 'map' ? written.node.span : written.node.entrySpan,
      },
    ],
    fixes: [templateFix(workload, written, label), selectorFix(written, label)],
  };
}

/** The key under which the label should stand, as far as it is written. */
function placeOfAbsence({ template, resource }: Workload, labels: YamlNode | undefined) {
  return labels?.keySpan ?? template.get('metadata')?.keySpan ?? template.keySpan ?? resource.node.get('kind')?.span ?? template.span;
}

function templateFix({ template }: Workload, { requirement }: WrittenRequirement, label: YamlNode | undefined): Fix | undefined {
  if (requirement === undefined) return undefined;
  const { key, operator, values } = requirement;
  if (operator === 'NotIn' || operator === 'DoesNotExist')
    return label && fix(`Remove the label "${key}" from the Pod template`, 'unsafe', removeEntry(label));
  const [value] = values;
  if (value === undefined || operator !== 'In') return undefined;
  const edit = label === undefined ? setIn(template, ['metadata', 'labels', key], value) : replaceScalar(label, value);
  const title =
    label === undefined ? `Add the label "${key}=${value}" to the Pod template` : `Set the Pod template's label "${key}" to "${value}"`;
  return fix(title, values.length === 1 ? 'safe' : 'unsafe', edit);
}

function selectorFix({ key, value }: WrittenRequirement, label: YamlNode | undefined): Fix | undefined {
  if (value === undefined || label?.text === undefined) return undefined;
  return fix(
    `Make the selector ask for "${key}=${label.text}" (not possible on an object that exists)`,
    'unsafe',
    replaceScalar(value, label.text),
  );
}
