import type { ValuePath } from '../../gotemplate/origin.js';
import type { ChartNames } from '../../helm/chart-names.js';
import type { ChartSources } from '../../helm/chart-sources.js';
import type { GivenValue } from '../../helm/given-value.js';
import { kindOf, type ValueKind } from '../../helm/value-knowledge.js';
import { valuesSetAt } from '../../helm/value-settings.js';
import { fileNameOf } from '../../workspace/uri-path.js';
import { defineRule, notApplicable, type Outcome, satisfied, violated } from '../define-rule.js';
import { overlaidCharts } from '../overlaid-charts.js';

/** Reports a value of an environment that is of another kind than the one of the chart that it replaces. */
export const overrideType = defineRule({
  id: 'helm/override-type',
  title: 'Environment sets a value of another kind',
  severity: 'error',
  release: 2,
  sop: ['G9.1/1'],
  why: `Where the chart has a map, templates ask it for its entries. A text or a list in its place has none: rendering fails, or what was below
the map is lost without a word.`,
  remedy: 'Give the value the kind that the chart gives it.',
  on: 'values',

  *check(values, { workspace }) {
    const charts = overlaidCharts(values, workspace);
    if (charts.length === 0) return yield notApplicable('It is not laid over the values of a chart.');
    const { given } = values;
    if (given === undefined) return yield notApplicable('It holds no values.');
    for (const chart of charts) {
      const defaults = { ...chart.sources, values: chart.sources.values.filter(({ isOverlay }) => !isOverlay) };
      yield* judge(given, [], chart, { defaults, isOneOfSeveral: charts.length > 1 });
    }
  },
});

interface Compared {
  readonly defaults: ChartSources;
  /** Whether the values are for other charts, too. */
  readonly isOneOfSeveral: boolean;
}

function* judge(map: GivenValue, above: ValuePath, chart: ChartNames, compared: Compared): Iterable<Outcome> {
  for (const [key, own] of map.entries()) {
    const path = [...above, key];
    const [value] = valuesSetAt(compared.defaults, path);
    if (value === undefined) continue;
    const [expected, found] = [kindOf(value.data), own.kind];
    const where = `${fileNameOf(value.origin?.file ?? '')}${compared.isOneOfSeveral ? ` of the chart "${chart.sources.chart.name}"` : ''}`;
    if (expected === 'map' && found === 'map') yield* judge(own, path, chart, compared);
    else if (isMismatch(expected, found, path, chart)) {
      yield violated({
        span: own.nameSpan,
        message: `"${path.join('.')}" is ${NOUNS[expected]} in ${where}, and ${NOUNS[found]} here.`,
        severity: isAskedForEntries(chart, path) ? 'error' : 'warning',
        defect: `value ${path.join('.')}`,
      });
    } else yield satisfied();
  }
}

const NOUNS: Readonly<Record<ValueKind, string>> = {
  map: 'a map',
  'empty-map': 'a map',
  list: 'a list',
  scalar: 'a single value',
  null: 'nothing',
};

/** A `null` deletes what the chart has; what is empty may be anything once it is filled; a single value may give way to what `toYaml` prints. */
function isMismatch(expected: ValueKind, found: ValueKind, path: ValuePath, chart: ChartNames): boolean {
  if (expected === 'null' || found === 'null' || expected === found) return false;
  if (expected === 'map') return found !== 'empty-map';
  if (expected === 'empty-map') return found !== 'map' && isAskedForEntries(chart, path);
  return expected === 'list' && found === 'scalar';
}

function isAskedForEntries({ templates: { opened } }: ChartNames, path: ValuePath): boolean {
  return opened.has(path);
}
