import { literalText } from '../../kubernetes/unresolved-text.js';
import { pointAtKey } from '../../yaml/point-at.js';
import { chartVersionIn } from '../chart-version-in.js';
import { defineRule, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

const KINDS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);

/** Reports a selector that holds the version of the chart, or of its application. */
export const selectorIncludesVersion = defineRule({
  id: 'helm/selector-includes-version',
  title: 'Selector with the version of the chart',
  severity: 'warning',
  release: 1,
  sop: ['G9.2/5'],
  why: `The selector of a workload cannot be changed once the object exists. If it holds the version of the chart, the next release wants
another selector, and \`helm upgrade\` fails until somebody deletes the workload.`,
  remedy: `Have two named templates: one with the labels of selectors, which never change, and one with all labels, which includes it.`,
  on: 'workload',

  *check({ resource }, { workspace }) {
    if (!KINDS.has(resource.kind)) return yield notApplicable(`The selector of a ${resource.kind} can be changed.`);
    if (workspace.chartOutline() === undefined) return yield notApplicable('It is not rendered from a chart.');
    const labels = resource.node.find('spec', 'selector', 'matchLabels')?.entries() ?? [];
    if (labels.length === 0) return yield notApplicable('It has no labels in a selector.');
    for (const [key, node] of labels) {
      const value = literalText(node);
      const found = value === undefined ? undefined : chartVersionIn(workspace, value);
      if (value === undefined) yield unknown(`The value of "${key}" is filled in later.`);
      else if (found === undefined) yield satisfied();
      else
        yield violated({
          span: pointAtKey(node),
          message: `The selector asks for "${key}=${value}", which holds the chart's ${found.key}: the next one wants another selector, which cannot be changed, so that the upgrade fails.`,
        });
    }
  },
});
