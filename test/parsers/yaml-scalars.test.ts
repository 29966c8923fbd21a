import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SourceText } from '../../server/src/text/source-text.js';
import { parseYamlDocument } from '../../server/src/yaml/parse-yaml-document.js';
import type { YamlNode } from '../../server/src/yaml/yaml-node.js';
import { KEYS, NOT_FINITE, SCALARS } from './yaml-scalar-cases.js';

describe('scalars are read as kubectl reads them', () => {
  for (const [written, value] of [...SCALARS, ...NOT_FINITE]) {
    it(JSON.stringify(written), () => assert.equal(parse(`- ${written}\n`).at(0)?.value, value));
  }

  for (const [written, name] of KEYS) {
    it(`${written} as a key`, () =>
      assert.deepEqual(
        parse(`${written}: 1\n`)
          .entries()
          .map(([key]) => key),
        [name],
      ));
  }

  it('keeps the text of numbers as written', () => {
    const node = parse('[0644, 1_000, 1e3, 1.10]');
    assert.deepEqual(
      node.items().map(item => item.text),
      ['0644', '1_000', '1e3', '1.10'],
    );
  });

  it('has no text for null and collections', () => {
    const node = parse('[~, null, {}, []]');
    assert.deepEqual(
      node.items().map(item => item.text),
      [undefined, undefined, undefined, undefined],
    );
  });
});

function parse(text: string): YamlNode {
  const { root, errors } = parseYamlDocument(new SourceText('file:///a.yaml', text));
  assert.deepEqual(errors, []);
  assert.ok(root);
  return root;
}
