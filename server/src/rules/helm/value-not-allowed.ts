import { scalarText } from '../../yaml/scalar-text.js';
import { defineRule, fix, notApplicable, violated } from '../define-rule.js';

/** Reports a value that the schema of a chart does not allow, where it is set. */
export const valueNotAllowed = defineRule({
  id: 'helm/value-not-allowed',
  title: 'Value that the schema of the chart does not allow',
  severity: 'error',
  rejected: 'build',
  release: 3,
  sop: ['S8.0/2'],
  why: 'Helm checks values by `values.schema.json` before it renders anything, and neither installs nor updates a chart with values that do not fit.',
  remedy: 'Write what the schema asks for, or correct the schema if the chart can do with the value.',
  fixSafety: 'The key that is most alike may not be the one that is meant.',
  on: 'note',

  *check({ kind, span, message, meant, path = '' }) {
    if (kind !== 'value') return yield notApplicable('It is not about values.');
    const newText = meant && scalarText(meant, { inFlow: true, quotes: 'double-quoted', always: false });
    yield violated({
      span,
      message: `${message}${meant === undefined ? '' : ` Did you mean "${meant}"?`}`,
      defect: `value ${path}`,
      fixes: [newText === undefined ? undefined : fix(`Rename it to "${meant}"`, 'unsafe', { span, newText })],
    });
  },
});
