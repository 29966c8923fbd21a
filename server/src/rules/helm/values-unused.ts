import type { ValuePath } from '../../gotemplate/origin.js';
import type { ChartNames } from '../../helm/chart-names.js';
import { isCondition, isForeign, isNamedInTexts, isUsed, unreadReason } from '../../helm/value-knowledge.js';
import { removeDocumentedEntry } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

/** Reports a key of `values.yaml` that no template of the chart reads. */
export const valuesUnused = defineRule({
  id: 'helm/values-unused',
  title: 'Value that no template reads',
  severity: 'information',
  release: 2,
  sop: ['S8.0/2'],
  why: 'Who installs the chart sets the value, and nothing changes. Often the key was renamed in the templates, or its use was removed.',
  remedy: 'Remove the key, or read it where it was meant to be read.',
  fixSafety: 'Something outside of the chart may read the values: a script, a chart that includes this one.',
  on: 'values',

  *check({ source, document }, { workspace }) {
    const chart = workspace.chartOutline();
    if (chart === undefined || chart.sources.chart.values?.uri !== source.uri)
      return yield notApplicable('It is not the values.yaml of a chart.');
    if (chart.sources.chart.isLibrary) return yield notApplicable('A library chart is read by the charts that use it.');
    if (document.root?.kind !== 'map' || document.errors.length > 0) return yield notApplicable('It holds no values.');
    const reason = unreadReason(chart);
    if (reason !== undefined) return yield unknown(reason);
    yield* judge(document.root, [], chart);
  },
});

/** The outermost keys that nothing reads. */
function* judge(map: YamlNode, above: ValuePath, chart: ChartNames): Iterable<Outcome> {
  for (const [key, node] of map.entries()) {
    const path = [...above, key];
    if (above.length === 0 && key === 'enabled') {
      yield notApplicable('A chart that includes this one may ask it as a condition.');
      continue;
    }
    if (isForeign(chart.sources, path) || isCondition(chart.sources, path)) continue;
    if (isNamedInTexts(chart.sources, path)) {
      yield satisfied('A text of the values names it.');
    } else if (!isUsed(chart, path)) {
      yield violated({
        span: node.keySpan ?? node.span,
        message: `No template of the chart reads "${path.join('.')}".`,
        fixes: [fix(`Remove "${key}"`, 'unsafe', removeDocumentedEntry(node))],
      });
    } else if (node.kind === 'map') yield* judge(node, path, chart);
    else yield satisfied();
  }
}
