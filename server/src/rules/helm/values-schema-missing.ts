import { generatedSchema } from '../../helm/generated-schema.js';
import { defineRule, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

/** Reports a chart whose values no schema describes. */
export const valuesSchemaMissing = defineRule({
  id: 'helm/values-schema-missing',
  title: 'Chart without a schema of its values',
  severity: 'hint',
  release: 2,
  sop: ['S8.0/2'],
  why: `Helm takes any values. With a \`values.schema.json\` it refuses those of a wrong type before anything is installed, and editors know what
each value is for.`,
  remedy: 'Write a `values.schema.json` beside `values.yaml`, or let it be made from the defaults and narrow it from there.',
  fixSafety: 'Someone may install the chart with values of other types than its defaults have: Helm refuses them from then on.',
  on: 'chart',

  *check({ source, document }, { workspace }) {
    const chart = workspace.chart();
    const name = document.root?.get('name');
    if (chart?.sources.chart.uri !== source.uri || name?.kind !== 'scalar' || name.span.end === name.span.start)
      return yield notApplicable('It is not the Chart.yaml of a chart that can be read.');
    const { schema, values, isLibrary } = chart.sources.chart;
    if (schema !== undefined) return yield satisfied();
    if (isLibrary) return yield notApplicable('A library chart is installed with the values of the charts that use it.');
    if (values === undefined) return yield notApplicable('The chart has no values.yaml.');
    if (values.errors.length > 0) return yield unknown('Its values.yaml cannot be read.');
    if (values.root.size === 0) return yield notApplicable('Its values.yaml sets nothing.');
    yield violated({
      span: name.span,
      message: `The chart "${chart.sources.chart.name}" has no values.schema.json that says which values it takes.`,
      fixes: [
        {
          title: 'Generate values.schema.json from the defaults',
          safety: 'unsafe',
          edits: [],
          // Made when the fix is asked for: the check runs with every edit of the chart.
          create: [
            {
              path: 'values.schema.json',
              get text() {
                return generatedSchema(chart);
              },
            },
          ],
        },
      ],
    });
  },
});
