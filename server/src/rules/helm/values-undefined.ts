import type { ChartNames } from '../../helm/chart-names.js';
import { ANY_VALUE } from '../../helm/chart-sources.js';
import type { FieldUse } from '../../helm/template-walk.js';
import { isForeign, isInSchema, isShownInComment, kindsOf } from '../../helm/value-knowledge.js';
import { keysBelow } from '../../helm/value-settings.js';
import { nearestText } from '../../text/edit-distance.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

/** Reports a template that reads a value which no file of values sets, and does not provide for its absence. */
export const valuesUndefined = defineRule({
  id: 'helm/values-undefined',
  title: 'Template reads a value that nothing sets',
  severity: 'warning',
  release: 1,
  sop: ['G9.2/1'],
  why: `A value that is not there renders as nothing: \`replicas:\` without a number, an image without a tag. Helm does not complain, and a
misspelt name looks exactly like this.`,
  remedy:
    'Correct the name, give the value a default in `values.yaml`, or say in the template what holds without it: `default`, `if`, `with`.',
  fixSafety: 'The name that is most alike may not be the one that is meant.',
  on: 'template',

  *check({ source }, { workspace }) {
    const chart = workspace.chartOutline();
    if (chart === undefined) return yield notApplicable('It belongs to no chart that can be read.');
    const uses = (chart.templates.fields.get(source.uri) ?? []).filter(({ receiver }) => receiver.some(({ kind }) => kind === 'values'));
    if (uses.length === 0) return yield notApplicable('It reads no values.');
    const seen = new Set<number>();
    for (const use of uses) {
      // A template that is called in several ways is walked through once for all of them.
      if (seen.has(use.span.start) || use.name === '') continue;
      seen.add(use.span.start);
      yield judge(use, chart);
    }
  },
});

function judge(use: FieldUse, chart: ChartNames): Outcome {
  const { name, span, receiver, result, isGuarded } = use;
  const { sources } = chart;
  const path = result.flatMap(subject => (subject.kind === 'values' ? [subject.path] : []));
  const parents = receiver.flatMap(subject => (subject.kind === 'values' ? [subject.path] : []));
  const [parent] = parents;
  if (parent === undefined || receiver.length !== parents.length || result.length !== 1)
    return unknown(`"${name}" may be one of several things.`);
  if (path.some(each => kindsOf(sources, each).size > 0 || keysBelow(sources, each).size > 0)) return satisfied();
  if (path.some(each => sources.setElsewhere.has(each.join('.')))) return satisfied('It is set where the chart is installed.');
  if (isGuarded || isTested(chart, use)) return satisfied('The template provides for its absence.');
  if (isForeign(sources, [...parent, name])) return unknown('The value belongs to another chart.');
  const open = sources.setElsewhere.get(ANY_VALUE);
  if (open !== undefined) return unknown(`What "${open}" sets where the chart is installed is not known.`);
  const kinds = kindsOf(sources, parent);
  if (parent.length > 0 && (kinds.size !== 1 || !kinds.has('map'))) return unknown(`What "${parent.at(-1)}" may hold is not said.`);
  const keys = [...keysBelow(sources, parent)];
  if (keys.length === 0) return unknown('The chart has no values.');
  if (isShownInComment(sources, name)) return satisfied('A comment in the values shows it as one that may be set.');
  if (isInSchema(sources, name)) return satisfied('The schema of the values names it.');
  const nearest = nearestText(name, keys);
  const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
  return violated({
    span,
    message: `No file of values sets "${[...parent, name].join('.')}".${hint}`,
    fixes: [nearest === undefined ? undefined : fix(`Replace "${name}" by "${nearest}"`, 'unsafe', { span, newText: nearest })],
  });
}

/** Whether any template tests the value, so that it is known to be one that may be missing. */
function isTested({ templates: { guarded } }: ChartNames, { result }: FieldUse): boolean {
  const [subject] = result;
  return subject?.kind === 'values' && guarded.leadsOnFrom(subject.path);
}
