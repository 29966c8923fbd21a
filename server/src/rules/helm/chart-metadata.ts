import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, notApplicable, type Outcome, satisfied, violated } from '../define-rule.js';

/** Helm takes versions with one or two numbers, too. */
const VERSION = /^v?\d+(?:\.\d+){0,2}(?:-[\w.-]+)?(?:\+[\w.-]+)?$/;

/** Reports a Chart.yaml without what Helm asks for. */
export const chartMetadata = defineRule({
  id: 'helm/chart-metadata',
  title: 'Chart.yaml that Helm rejects',
  severity: 'error',
  rejected: 'build',
  release: 3,
  sop: ['beyond: nothing of a chart that Helm rejects can be installed'],
  why: 'Helm does not install, package or update a chart without a name and a version that it can compare with others.',
  remedy: 'Write a name, and a version of the form `1.2.3`.',
  on: 'chart',

  *check({ document }) {
    const { root, errors } = document;
    if (root?.kind !== 'map' || errors.length > 0) return yield notApplicable('It holds no metadata.');
    for (const key of ['name', 'version']) yield required(root, key);
    const version = root.get('version');
    if (version?.kind !== 'scalar' || version.span.end === version.span.start) return;
    const written = version.text ?? version.source.text.slice(version.span.start, version.span.end);
    yield !VERSION.test(written)
      ? violated({ span: version.span, message: `"${written}" is not a version that Helm can compare with others, such as 1.2.3.` })
      : satisfied();
  },
});

function required(root: YamlNode, key: string): Outcome {
  const node = root.get(key);
  if (node !== undefined && node.value !== null && node.span.end > node.span.start) return satisfied();
  const [first] = [...root.entries()].flatMap(([, child]) => child.keySpan ?? []);
  return violated({ span: node?.keySpan ?? first ?? root.span, message: `The chart has no ${key}: Helm rejects it.` });
}
