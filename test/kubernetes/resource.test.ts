import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isHelmTest, metadataOf } from '../../server/src/kubernetes/resource.js';
import { resource, resources } from '../support/kubernetes.js';

describe('resourcesOf', () => {
  const cases: readonly (readonly [title: string, text: string, expected: readonly string[]])[] = [
    ['an object', 'apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\n', ['v1/Service shop/web']],
    ['an object without metadata', 'apiVersion: v1\nkind: Service\n', ['v1/Service undefined/']],
    ['an empty namespace', 'apiVersion: v1\nkind: Service\nmetadata: { namespace: "" }\n', ['v1/Service undefined/']],
    ['a templated namespace', 'apiVersion: v1\nkind: Service\nmetadata: { namespace: "{{ x }}" }\n', ['v1/Service undefined/']],
    ['no kind', 'apiVersion: v1\n', []],
    ['text', 'just text\n', []],
    ['nothing', '', []],
    [
      'a list',
      'apiVersion: v1\nkind: List\nitems:\n- { apiVersion: v1, kind: Pod, metadata: { name: a } }\n-\n- { kind: Pod }\n- { apiVersion: v1, kind: List, items: [{ apiVersion: v1, kind: Pod }] }\n',
      ['v1/Pod undefined/a', 'v1/Pod undefined/'],
    ],
    ['a list without items', 'apiVersion: v1\nkind: List\n', ['v1/List undefined/']],
  ];
  for (const [title, text, expected] of cases) {
    it(title, () =>
      assert.deepEqual(
        resources(text).map(({ apiVersion, kind, namespace, name }) => `${apiVersion}/${kind} ${namespace}/${name}`),
        expected,
      ),
    );
  }
});

describe('metadata', () => {
  it('keeps literal texts', () => {
    const { node } = resource('apiVersion: v1\nkind: Pod\nmetadata:\n  labels: { a: b, c: "{{ d }}", e: , f: 1.10 }\n');
    assert.deepEqual(metadataOf(node, 'labels'), { a: 'b', f: '1.10' });
  });

  it('tells Helm tests', () => {
    const hook = (value: string) =>
      isHelmTest(resource(`apiVersion: v1\nkind: Pod\nmetadata: { annotations: { helm.sh/hook: "${value}" } }\n`));
    assert.deepEqual(['test', 'pre-install, test-success', 'pre-install'].map(hook), [true, true, false]);
  });
});
