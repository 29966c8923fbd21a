import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';
import { printsUnquoted, type UnquotedPrint, unquotedPrints } from '../unquoted-prints.js';

/** Reports an action without quotes that prints a number or a boolean where Kubernetes wants a string. */
export const unquotedString = defineRule({
  id: 'helm/unquoted-string',
  title: 'Value that is printed without quotes where a string is wanted',
  severity: 'error',
  rejected: 'api-server',
  release: 1,
  sop: ['G9.2/4'],
  why: `Variables, annotations, labels and the data of ConfigMaps are strings. YAML reads \`8080\` and \`true\` as something else, and the API
server rejects the whole object. Quotes in \`values.yaml\` do not help: they are gone when the template prints the value.`,
  remedy: 'Quote in the template: `{{ .Values.port | quote }}`.',
  on: 'template',

  *check({ source, file }, { workspace }) {
    if (workspace.chartOutline() === undefined) return yield notApplicable('It belongs to no chart that can be read.');
    // Only templates that print some are judged again with every value that is typed.
    const chart = printsUnquoted(file) ? workspace.chart() : undefined;
    if (chart === undefined) return yield notApplicable('It prints no strings without quotes.');
    const prints = unquotedPrints(file, source.uri, chart);
    for (const print of prints) yield judge(print);
  },
});

function judge({ print: { pipeline }, what, isRun, texts }: UnquotedPrint): Outcome {
  if (texts.length === 0) return unknown('What is printed is not said in the values.');
  const wrong = texts.find(({ type }) => type !== undefined);
  if (wrong === undefined) return satisfied('All values that files set are read as strings.');
  const end = pipeline.commands.at(-1)?.span.end ?? pipeline.span.end;
  // A large number is a float to Helm, which prints it with an exponent.
  const isLarge = wrong.type === 'number' && /^[\d.]+e\+\d+$/.test(wrong.text);
  return violated({
    span: pipeline.span,
    severity: isRun ? 'error' : 'warning',
    message: `With ${wrong.file}, this prints ${wrong.text}, which YAML reads as a ${wrong.type}, but ${what} has to be text: the API server rejects the object.`,
    fixes: [fix('Print it in quotes', 'safe', { span: { start: end, end }, newText: isLarge ? ' | int64 | quote' : ' | quote' })],
  });
}
