import { missingDependency } from '../../helm/value-knowledge.js';
import { nearestText } from '../../text/edit-distance.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

/** Reports the use of a named template that nothing defines. */
export const includeUndefined = defineRule({
  id: 'helm/include-undefined',
  title: 'Named template that nothing defines',
  severity: 'error',
  rejected: 'build',
  release: 2,
  sop: ['G9.2/4'],
  why: 'Rendering fails when it comes to the place: the chart cannot be installed.',
  remedy: 'Correct the name, or define the template.',
  fixSafety: 'The name that is most alike may not be the one that is meant.',
  on: 'template',

  *check({ source }, { workspace }) {
    const chart = workspace.chartOutline();
    if (chart === undefined) return yield notApplicable('It belongs to no chart that can be read.');
    const uses = (chart.templates.templates.get(source.uri) ?? []).filter(({ isDefinition }) => !isDefinition);
    if (uses.length === 0) return yield notApplicable('It uses no named template.');
    const { defined } = chart.templates;
    const missing = missingDependency(chart.sources);
    const seen = new Set<number>();
    for (const { name, span } of uses) {
      if (seen.has(span.start) || span.end <= span.start) continue;
      seen.add(span.start);
      if (defined.has(name)) yield satisfied();
      else if (chart.sources.chart.isLibrary) yield unknown('The charts that use a library chart may define it.');
      else if (missing !== undefined) yield unknown(`The chart "${missing}" that this one depends on is not here, and may define it.`);
      else {
        const nearest = nearestText(name, [...defined]);
        const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
        yield violated({
          span,
          message: `No file of the chart defines the template "${name}".${hint}`,
          fixes: [nearest === undefined ? undefined : fix(`Replace "${name}" by "${nearest}"`, 'unsafe', { span, newText: nearest })],
        });
      }
    }
  },
});
