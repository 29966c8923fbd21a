import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Linter } from '../../server/src/engine/linter.js';
import { defineRule, violated } from '../../server/src/rules/define-rule.js';

const imageNamed = defineRule({
  id: 'test/image-named',
  title: 'Image',
  severity: 'warning',
  release: 1,
  sop: ['beyond: a test'],
  why: '',
  remedy: '',
  on: 'container',
  *check({ image }) {
    if (image !== undefined) yield violated({ span: image.span, message: 'In a container.' });
  },
  also: {
    *shape({ image }) {
      if (image !== undefined) yield violated({ span: image.span, message: 'In a shape.' });
    },
  },
});

const MANIFEST = 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: a\n';
const VALUES = 'web:\n  image: a\n';

describe('a rule that judges several kinds of subject', () => {
  const linter = new Linter({
    rules: [imageNamed],
    onRuleCrash: (_rule, _uri, error) => {
      throw error;
    },
  });
  linter.update({ uri: 'file:///w/chart/Chart.yaml', text: 'name: web\n' });
  linter.update({ uri: 'file:///w/chart/values.yaml', text: VALUES });
  linter.update({ uri: 'file:///w/pod.yaml', text: MANIFEST });

  it('reports each as what it is', () => {
    const messages = (uri: string) => linter.report(uri)?.reports.map(({ message, object }) => [message, object?.kind]);
    assert.deepEqual(messages('file:///w/chart/values.yaml'), [['In a shape.', undefined]]);
    assert.deepEqual(messages('file:///w/pod.yaml'), [['In a container.', 'Pod']]);
  });

  it('explains each', () => {
    const [explanation] = linter.explain('file:///w/chart/values.yaml', imageNamed.id);
    assert.equal(explanation?.outcome.kind, 'violated');
    assert.deepEqual(explanation?.span, { start: VALUES.indexOf('a', 10), end: VALUES.indexOf('a', 10) + 1 });
  });
});
