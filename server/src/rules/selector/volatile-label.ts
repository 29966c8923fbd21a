import { literalText } from '../../kubernetes/unresolved-text.js';
import { pointAtKey } from '../../yaml/point-at.js';
import { removeEntry } from '../../yaml/yaml-edit.js';
import { chartVersionIn } from '../chart-version-in.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

const KINDS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);
const KEY = /(?:^|\/|[-_.])(?:version|chart|commit|revision|sha|build|build-?(?:id|number|date)|date|image-?tag)$/i;

export const volatileLabel = defineRule({
  id: 'selector/volatile-label',
  title: 'Selector with a label that changes with each release',
  severity: 'warning',
  release: 1,
  sop: ['G9.2/5'],
  why: `The selector of a workload cannot be changed once the object exists. If it names a version, a chart or a commit, the next release wants
another selector, the API server refuses it, and the upgrade fails until somebody deletes the workload.`,
  remedy: `Keep the label on the Pod template and take it out of \`spec.selector\`.`,
  fixSafety: `On an object that exists the selector cannot be changed: it has to be deleted and made anew.`,
  on: 'workload',

  *check({ resource }, { workspace }) {
    if (!KINDS.has(resource.kind)) return yield notApplicable(`The selector of a ${resource.kind} can be changed.`);
    const labels = resource.node.find('spec', 'selector', 'matchLabels')?.entries() ?? [];
    const suspects = labels.filter(([key]) => KEY.test(key));
    if (suspects.length === 0) return yield satisfied();
    for (const [key, node] of suspects) {
      const value = literalText(node);
      if (value === undefined) yield unknown(`The value of "${key}" is filled in later.`);
      else if (chartVersionIn(workspace, value) !== undefined)
        yield notApplicable(`It is a version of the chart, and \`helm/selector-includes-version\` says so.`);
      else if (resource.name.endsWith(`-${value}`))
        yield notApplicable(`"${key}=${value}" tells two workloads apart: it is a part of the name.`);
      else if (!isOfRelease(key, value)) yield satisfied(`"${value}" does not look like what a release changes.`);
      else
        yield violated({
          span: pointAtKey(node),
          message: `The selector asks for "${key}=${value}", which the next release changes: a selector cannot be changed, so the API server will refuse that upgrade.`,
          fixes: [labels.length === 1 ? undefined : fix(`Take "${key}" out of the selector`, 'unsafe', removeEntry(node))],
        });
    }
  },
});

/** `1.4.2`, a commit, a date, `web-1.4.2`: `v1` and `stable` are names of variants. */
function isOfRelease(key: string, value: string): boolean {
  if (/\d+[.-]\d+/.test(value)) return true;
  return /^[0-9a-f]{7,40}$/.test(value) || (/(?:build|date|revision)/i.test(key) && /^\d{2,}$/.test(value));
}
