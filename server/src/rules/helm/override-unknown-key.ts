import type { ValuePath } from '../../gotemplate/origin.js';
import type { ChartNames } from '../../helm/chart-names.js';
import {
  isForeign,
  isInSchema,
  isNamedInTexts,
  isShownInComment,
  isUsed,
  missingDependency,
  undefinedTemplate,
} from '../../helm/value-knowledge.js';
import { keysBelow } from '../../helm/value-settings.js';
import { nearestText } from '../../text/edit-distance.js';
import { renameKey } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

/** Reports a key in the values of an environment that the chart does not know. */
export const overrideUnknownKey = defineRule({
  id: 'helm/override-unknown-key',
  title: 'Environment sets a value that the chart does not know',
  severity: 'warning',
  release: 1,
  sop: ['G9.1/1'],
  why: 'Helm takes any key and says nothing. A misspelt one changes nothing in the environment that it was written for.',
  remedy: 'Write the key as the chart does in its `values.yaml`, or remove it.',
  fixSafety: 'The key that is most alike may not be the one that is meant.',
  on: 'values',

  *check({ source, document }, { workspace }) {
    const chart = workspace.chartOutline();
    const overlay = chart?.sources.values.find(({ file, isOverlay }) => isOverlay && file.uri === source.uri);
    const defaults = chart?.sources.chart.values;
    if (chart === undefined || overlay === undefined || defaults === undefined)
      return yield notApplicable('It is not laid over the values of a chart.');
    if (document.root?.kind !== 'map' || document.errors.length > 0) return yield notApplicable('It holds no values.');
    const missing = missingDependency(chart.sources) ?? undefinedTemplate(chart);
    if (missing !== undefined) return yield unknown(`"${missing}" is not here, and may read values.`);
    yield* judge(document.root, [], chart);
  },
});

function* judge(map: YamlNode, above: ValuePath, chart: ChartNames): Iterable<Outcome> {
  const { sources } = chart;
  const known = knownKeys(chart, above);
  for (const [key, node] of map.entries()) {
    const path = [...above, key];
    if (isForeign(sources, path)) continue;
    if (known.has(key)) {
      if (node.kind === 'map') yield* judge(node, path, chart);
      else yield satisfied();
    } else if (isUsed(chart, path) || isNamedInTexts(sources, path)) yield satisfied('A template reads it, or all of what it stands in.');
    else if (isShownInComment(sources, key) || isInSchema(sources, key)) yield satisfied('The values or their schema speak of it.');
    else yield violated(findingFor(map, key, node, path, known));
  }
}

function findingFor(map: YamlNode, key: string, node: YamlNode, path: ValuePath, known: ReadonlySet<string>) {
  const nearest = nearestText(
    key,
    [...known].filter(candidate => map.get(candidate) === undefined),
  );
  const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
  return {
    span: node.keySpan ?? node.span,
    message: `The chart does not know "${path.join('.')}": values.yaml does not have it, and no template reads it.${hint}`,
    fixes: [nearest === undefined ? undefined : fix(`Rename "${key}" to "${nearest}"`, 'unsafe', renameKey(node, nearest))],
  };
}

/** The keys that `values.yaml` has below a path. */
function knownKeys({ sources }: ChartNames, path: ValuePath): ReadonlySet<string> {
  const defaults = { ...sources, values: sources.values.filter(({ isOverlay }) => !isOverlay) };
  return keysBelow(defaults, path);
}
