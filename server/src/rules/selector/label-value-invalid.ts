import { literalText } from '../../kubernetes/unresolved-text.js';
import { type WrittenLabel, writtenLabelsOf } from '../../kubernetes/written-labels.js';
import { pointAt, pointAtKey } from '../../yaml/point-at.js';
import { defineRule, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';
import { isPrintedUnquoted } from '../unquoted-prints.js';

const LONGEST = 63;
const VALUE = /^(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?)?$/;

export const labelValueInvalid = defineRule({
  id: 'selector/label-value-invalid',
  title: 'Label whose value the API server rejects',
  severity: 'error',
  rejected: 'api-server',
  release: 1,
  sop: ['S3.0/2'],
  why: `The value of a label is text of at most ${LONGEST} letters, digits, dashes, underscores and dots, with a letter or digit at both ends.
YAML reads \`1.10\`, \`true\` and \`yes\` as something else than text, and the API server rejects the whole object.`,
  remedy: `Put the value in quotes, or choose one that is allowed.`,
  fixSafety: `\`yes\`, \`no\`, \`on\` and \`off\` are booleans to Kubernetes; quoted, the label is the word.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const labels = writtenLabelsOf(resource);
    if (labels.length === 0) return yield notApplicable('It has no labels and no selector.');
    for (const label of labels) {
      const outcome = judge(label);
      const isType = outcome.kind === 'violated' && label.node.kind === 'scalar' && typeof label.node.value !== 'string';
      if (isType && workspace.kustomize !== undefined) yield notApplicable('Kustomize writes labels in quotes.');
      else if (isType && isPrintedUnquoted(workspace, label.key, label.node.text ?? ''))
        yield notApplicable('The template prints it without quotes, and `helm/unquoted-string` says so.');
      else yield outcome;
    }
  },
});

function judge({ key, node, isSelector }: WrittenLabel): Outcome {
  const what = isSelector ? `The selector's label "${key}"` : `Label "${key}"`;
  if (node.style === 'flow' && node.source.text.startsWith('{{', node.span.start))
    return unknown(`The value of "${key}" is filled in later.`);
  if (node.kind !== 'scalar') {
    const shape = node.kind === 'map' ? 'a map' : 'a list';
    return violated({ span: pointAtKey(node), message: `${what} is ${shape}, but has to be text: the API server rejects the object.` });
  }
  const { value, text } = node;
  if (value === null || text === undefined) return satisfied();
  if (typeof value === 'number' || typeof value === 'boolean') {
    const type = typeof value === 'number' ? `the number ${text}` : `the boolean ${value}`;
    const written = typeof value === 'boolean' && text !== `${value}` ? ` (written ${text})` : '';
    return violated({
      span: pointAt(node),
      message: `${what} is ${type}${written}, but has to be text: the API server rejects the object.`,
      fixes: [quoted(node, text, text === `${value}` || typeof value === 'number')],
    });
  }
  if (literalText(node) === undefined || /[<>]|%[sdv]|^@.*@$/.test(text)) return unknown(`The value of "${key}" is filled in later.`);
  if (VALUE.test(text) && text.length <= LONGEST) return satisfied();
  const problem =
    text.length > LONGEST
      ? `has ${text.length} characters, and ${LONGEST} are allowed`
      : `is "${text}", but a value holds only letters, digits, "-", "_" and ".", with a letter or digit at both ends`;
  return violated({ span: pointAt(node), message: `${what} ${problem}: the API server rejects the object.` });
}

function quoted({ span, isShared, tag }: WrittenLabel['node'], text: string, isSure: boolean): Fix | undefined {
  if (isShared || tag !== undefined) return undefined;
  return fix(`Write "${text}"`, isSure ? 'safe' : 'unsafe', { span, newText: `"${text}"` });
}
