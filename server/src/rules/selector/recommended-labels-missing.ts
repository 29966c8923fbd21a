import { pointAt, pointAtKey } from '../../yaml/point-at.js';
import { setIn } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, violated } from '../define-rule.js';

const PREFIX = 'app.kubernetes.io/';
const NAME = `${PREFIX}name`;

/** The labels that Kubernetes recommends beside the name, by which somebody who uses them is known. */
const RECOMMENDED = new Set(['instance', 'version', 'component', 'part-of', 'managed-by'].map(label => `${PREFIX}${label}`));

export const recommendedLabelsMissing = defineRule({
  id: 'selector/recommended-labels-missing',
  title: "Workload with recommended labels, but without the application's name",
  severity: 'hint',
  release: 3,
  sop: ['beyond: the standard does not ask for recommended labels'],
  why: `Tools group objects by \`${NAME}\`. Where other labels of that family are set and this one is not, the object is missing in their views. Whoever
uses labels of their own is left alone.`,
  remedy: `Add \`${NAME}\` with the name of the application.`,
  fixSafety: `The name of the workload may not be that of the application.`,
  on: 'workload',

  *check({ resource }) {
    const labels = resource.node.find('metadata', 'labels');
    const name = resource.node.find('metadata', 'name');
    const keys = (labels?.entries() ?? []).map(([key]) => key);
    if (keys.includes(NAME)) return yield satisfied();
    if (labels === undefined || !keys.some(key => RECOMMENDED.has(key))) return yield notApplicable('It uses no recommended labels.');
    yield violated({
      // The labels may come from what gives them to all objects.
      span: name === undefined ? pointAtKey(labels) : pointAt(name),
      message: `${resource.kind} "${resource.name}" has labels of "${PREFIX}", but not "${NAME}", by which tools find the application.`,
      fixes: [
        resource.name === '' ? undefined : fix(`Add the label "${NAME}=${resource.name}"`, 'unsafe', setIn(labels, [NAME], resource.name)),
      ],
    });
  },
});
