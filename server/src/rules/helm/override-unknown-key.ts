import type { ValuePath } from '../../gotemplate/origin.js';
import type { ChartNames } from '../../helm/chart-names.js';
import type { GivenValue } from '../../helm/given-value.js';
import { isCondition, isForeign, isInSchema, isNamedInTexts, isShownInComment, isUsed, unreadReason } from '../../helm/value-knowledge.js';
import { keysBelow } from '../../helm/value-settings.js';
import { nearestText } from '../../text/edit-distance.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';
import { overlaidCharts } from '../overlaid-charts.js';

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

  *check(values, { workspace }) {
    const charts = overlaidCharts(values, workspace);
    if (charts.length === 0 || charts.some(({ sources }) => sources.chart.values === undefined))
      return yield notApplicable('It is not laid over the values of a chart.');
    const { given } = values;
    if (given === undefined) return yield notApplicable('It holds no values.');
    const shared = values.uses.find(({ alsoFor }) => alsoFor !== undefined)?.alsoFor;
    if (shared !== undefined) return yield unknown(`${shared} uses it too, and the chart that it installs is not here.`);
    const reason = charts.map(unreadReason).find(because => because !== undefined);
    if (reason !== undefined) return yield unknown(reason);
    yield* judge(given, [], charts, new Set(values.uses.flatMap(({ named }) => named)));
  },
});

/** What all charts that have a map know of its entries: a file may be for several of them. */
function* judge(map: GivenValue, above: ValuePath, charts: readonly ChartNames[], named: ReadonlySet<string>): Iterable<Outcome> {
  const known = new Map(charts.map(chart => [chart, knownKeys(chart, above)]));
  for (const [key, own] of map.entries()) {
    const path = [...above, key];
    if (charts.some(({ sources }) => isForeign(sources, path)) || path[0] === 'sops') continue;
    const having = charts.filter(chart => known.get(chart)?.has(key));
    const others = charts.filter(chart => !having.includes(chart));
    const reason = others.map(chart => reasonToSetIt(chart, key, path)).find(because => because !== undefined);
    if (having.length > 0) {
      if (isMap(own) && reason === undefined) yield* judge(own, path, having, named);
      else yield satisfied(reason);
    } else if (reason !== undefined) yield satisfied(reason);
    else if (isNamed(path, named)) yield satisfied('A text of the values names it.');
    else if (own.isReferredTo) yield satisfied('It is there to be referred to.');
    else yield violated(findingFor(key, own, path, charts, new Set([...known.values()].flatMap(keys => [...keys]))));
  }
}

/** Whether texts name a value, a part of it, or what it is a part of. */
function isNamed(path: ValuePath, named: ReadonlySet<string>): boolean {
  const name = path.join('.');
  return [...named].some(other => `${other}.`.startsWith(`${name}.`) || `${name}.`.startsWith(`${other}.`));
}

/** Why a chart may want a key that its values do not have. */
function reasonToSetIt(chart: ChartNames, key: string, path: ValuePath): string | undefined {
  const { sources } = chart;
  if (isUsed(chart, path) || isNamedInTexts(sources, path)) return 'A template reads it, or all of what it stands in.';
  if (isShownInComment(sources, key) || isInSchema(sources, key)) return 'The values or their schema speak of it.';
  return isCondition(sources, path) ? 'A dependency of the chart asks for it.' : undefined;
}

function isMap({ kind }: GivenValue): boolean {
  return kind === 'map' || kind === 'empty-map';
}

function findingFor(key: string, own: GivenValue, path: ValuePath, charts: readonly ChartNames[], known: ReadonlySet<string>) {
  const nearest = nearestText(
    key,
    [...known].filter(candidate => own.isFree(candidate)),
  );
  const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
  const names = charts.map(({ sources }) => `"${sources.chart.name}"`);
  const isAlone = names.length === 1;
  const subject = isAlone ? 'The chart does' : `The charts ${names.slice(0, -1).join(', ')} and ${names.at(-1)} do`;
  const where = isAlone ? 'values.yaml does not have it' : 'no values.yaml has it';
  return {
    span: own.nameSpan,
    message: `${subject} not know "${path.join('.')}": ${where}, and no template reads it.${hint}`,
    defect: `value ${path.join('.')}`,
    fixes: [nearest === undefined ? undefined : fix(`Rename "${key}" to "${nearest}"`, 'unsafe', own.rename(nearest))],
  };
}

/** The keys that `values.yaml` has below a path. */
function knownKeys({ sources }: ChartNames, path: ValuePath): ReadonlySet<string> {
  const defaults = { ...sources, values: sources.values.filter(({ isOverlay }) => !isOverlay) };
  return keysBelow(defaults, path);
}
