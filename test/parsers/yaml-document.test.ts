import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SourceText } from '../../server/src/text/source-text.js';
import { parseYamlDocument } from '../../server/src/yaml/parse-yaml-document.js';

function parse(text: string) {
  return parseYamlDocument(new SourceText('file:///a.yaml', text));
}

function root(text: string) {
  const { root, errors } = parse(text);
  assert.deepEqual(errors, []);
  assert.ok(root);
  return root;
}

function slice(text: string, span: { start: number; end: number } | undefined): string | undefined {
  return span && text.slice(span.start, span.end);
}

describe('parseYamlDocument', () => {
  it('finds values along a path', () => {
    const node = root('spec:\n  containers:\n    - name: app\n      image: "nginx"\n').find('spec', 'containers', 0, 'image');
    assert.equal(node?.text, 'nginx');
    assert.equal(node?.style, 'double-quoted');
    assert.deepEqual(node?.path, ['spec', 'containers', 0, 'image']);
  });

  it('answers undefined for what is not there', () => {
    const node = root('a: 1\n');
    assert.equal(node.find('a', 'b', 0), undefined);
    assert.equal(node.find('x'), undefined);
    assert.deepEqual(node.get('a')?.entries(), []);
  });

  it('gives spans of value, key and entry', () => {
    const text = 'a:\n  - &x !!str "one" # c\n  - b: 2\n    c:\n';
    const sequence = root(text).get('a');
    assert.equal(slice(text, sequence?.span), '- &x !!str "one" # c\n  - b: 2\n    c:');
    assert.equal(slice(text, sequence?.entrySpan), text.trimEnd());
    assert.equal(slice(text, sequence?.at(0)?.span), '"one"');
    assert.equal(slice(text, sequence?.at(0)?.entrySpan), '- &x !!str "one"');
    assert.equal(slice(text, sequence?.at(1)?.get('b')?.keySpan), 'b');
    assert.deepEqual(sequence?.at(1)?.get('c')?.span, { start: text.length - 1, end: text.length - 1 });
  });

  it('has no root for a document of comments', () => {
    assert.equal(parse('---\n# nothing\n').root, undefined);
    assert.equal(parse('').root, undefined);
  });

  it('shows both entries of a duplicate key and reads the last', () => {
    const node = root('a: 1\na: 2\n');
    assert.equal(node.get('a')?.value, 2);
    assert.equal(node.entries().length, 2);
  });

  it('follows aliases and merge keys', () => {
    const node = root('base: &b\n  p: 1\n  q: 2\nuse:\n  <<: *b\n  q: 3\nsame: *b\n');
    assert.deepEqual(
      node
        .get('use')
        ?.entries()
        .map(([key, value]) => [key, value.value, value.isShared]),
      [
        ['p', 1, true],
        ['q', 3, false],
      ],
    );
    assert.equal(node.get('same')?.isShared, true);
    assert.deepEqual(node.find('same', 'p')?.path, ['same', 'p']);
  });

  it('reports aliases that refer to nothing or to what holds them', () => {
    assert.equal(parse('a: *b\n').errors.length, 1);
    assert.equal(parse('a: &a [*a]\n').errors.length, 1);
  });

  it('reads on after an error', () => {
    const { root, errors } = parse('a: 1\nb: [1, 2\nc: 3\n');
    assert.ok(errors.length > 0);
    assert.equal(root?.get('a')?.value, 1);
  });

  it('answers an error for very deep nesting', () => {
    const { root, errors } = parse('['.repeat(10_000) + ']'.repeat(10_000));
    assert.equal(root, undefined);
    assert.equal(errors.length, 1);
  });

  it('lists comments', () => {
    const text = '# top\na: 1 # same line\nb: "# no"\n# end';
    assert.deepEqual(
      parse(text).comments.map(comment => [comment.text, comment.ownLine]),
      [
        ['# top', true],
        ['# same line', false],
        ['# end', true],
      ],
    );
  });
});
