import { defineRule, notApplicable } from '../define-rule.js';
import { misplacedYaml } from '../misplaced-yaml.js';

/** Reports YAML that a template prints at another place than the lines around it ask for. */
export const indent = defineRule({
  id: 'helm/indent',
  title: 'Printed YAML that does not stand where it belongs',
  severity: 'warning',
  release: 1,
  sop: ['G9.2/4'],
  why: `YAML is told by its columns. Lines that are printed too far left become entries of another map, and lines that are printed between two
columns are no YAML at all. As long as the value is empty nobody sees it; who sets it gets a chart that cannot be installed.`,
  remedy: 'Print with `nindent` and the column at which the lines belong: `{{- toYaml .Values.resources | nindent 12 }}`.',
  fixSafety: 'The column is that of the lines beside it, or two more than that of the key.',
  on: 'template',

  *check({ source, file }, { workspace }) {
    const chart = workspace.chartOutline();
    if (chart === undefined) return yield notApplicable('It belongs to no chart that can be read.');
    const outcomes = misplacedYaml(file, source.uri, chart);
    if (outcomes.length === 0) yield notApplicable('It prints no YAML of several lines.');
    yield* outcomes;
  },
});
