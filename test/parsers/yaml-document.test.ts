import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SourceText } from '../../server/src/text/source-text.js';
import { parseYamlDocument } from '../../server/src/yaml/parse-yaml-document.js';
import type { YamlNode } from '../../server/src/yaml/yaml-node.js';

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

  it('takes a carriage return on its own for a line break, as kubectl does', () => {
    const text = 'a: 1 # one\rb: "x\r  y"\rc: {d: 1,\r  e: 2}\r\nf: |\r  x\r';
    const node = root(text);
    assert.equal(node.get('a')?.value, 1);
    assert.equal(node.get('b')?.text, 'x y');
    assert.equal(node.find('c', 'e')?.value, 2);
    assert.equal(node.get('f')?.text, 'x\n');
    assert.equal(slice(text, node.get('f')?.keySpan), 'f');
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

  it('reads what only the tolerant reader accepts', () => {
    for (const text of ['a: [\n  1,\n]\n', 'a: {\n  b: 1\n}\n', 'a: [\t1,\t2]\n', 'a: "x"# c\n']) root(text);
  });

  it('accepts tabs that are text', () => {
    for (const text of ['a: |\n  x\n  \ty\n  \t\nb: 1\n', 'a: |2\n  \tx\n', 'a: "x\n\ty"\n', 'a:\t1\t# c\n']) root(text);
  });

  it('answers an error for very deep nesting', () => {
    for (const text of ['['.repeat(10_000) + ']'.repeat(10_000), '- '.repeat(10_000), '['.repeat(100_000), '{a: '.repeat(20_000)]) {
      const { root, errors } = parse(text);
      assert.equal(root, undefined);
      assert.equal(errors.length, 1);
    }
  });

  it('answers an error where the parser itself cannot follow', () => {
    const text = `a: ${'? '.repeat(20_000)}b\nc: 1\n`;
    assert.deepEqual(
      parseYamlDocument(new SourceText('file:///a.yaml', text)).errors.map(({ message }) => message),
      ['The document nests its values more than 500 levels deep.'],
    );
  });

  it('reads values that are nested deep, but not very deep', () => {
    let node: YamlNode | undefined = root(`${'['.repeat(400)}x${']'.repeat(400)}`);
    while (node?.kind === 'sequence') node = node.at(0);
    assert.equal(node?.path.length, 400);
  });

  it('does not write out aliases of aliases of aliases', () => {
    const levels = Array.from({ length: 30 }, (_, index) => `l${index + 1}: &l${index + 1} [${Array(9).fill(`*l${index}`).join(', ')}]\n`);
    const { root, errors } = parse(`l0: &l0 x\n${levels.join('')}`);
    assert.equal(errors.length, 1);
    assert.equal(root?.get('l30')?.at(0)?.value, null);
  });

  it('follows many aliases of one value', () => {
    const text = `a: &a {b: [1, 2, 3]}\nc:\n${'  - *a\n'.repeat(100)}`;
    assert.equal(root(text).find('c', 99, 'b', 2)?.value, 3);
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

  it('gives the same object for the same place', () => {
    const node = root('a: {b: [1]}\n');
    assert.equal(node.find('a', 'b', 0), node.find('a', 'b', 0));
    assert.equal(node.find('a', 'b', 0)?.parent, node.find('a', 'b'));
  });
});

/** Broken texts, what is marked in them, and how the message starts. */
const BROKEN: readonly (readonly [text: string, marked: string, message: string])[] = [
  ['a: 1\nb\nc: 2\n', 'b', 'A colon is missing behind "b".'],
  ['a:\n\tb: 1\n', '\t', 'A tab cannot indent'],
  ['a: 1\n\t# c\nb: 2\n', '\t', 'A tab cannot indent'],
  ['a:\n\t\n  b: 2\n', '\t', 'A tab cannot indent'],
  ['a: 1\n\t\n', '\t', 'A tab cannot indent'],
  ['a: &x b: c\n', '&', 'A value with a key in it'],
  ['a: |\n  \tx\n', '\t', 'A tab cannot stand'],
  ['a: "x\nb: 1\n', '"x', 'This quote is not closed.'],
  ["a: 'x\nb: 1\n", "'x", 'This quote is not closed.'],
  ['a: [1, [2]\nb: 1\n', '[', 'This "[" is not closed.'],
  ['a: [1\nb: 1]\n', '[', 'This "[" is not closed on lines'],
  ['{a: {b: 1}', '{', 'This "{" is not closed'],
  ['a: b: c\n', 'b', 'A value with a key in it'],
  ['a:\n  b: 1\n   c: 2\n', 'c', 'This key continues the line above'],
  ['a:\n    b: 1\n  c: 2\n', 'c', 'This line is not indented like'],
  ['a:\n  - x: 1\n   z: 2\n', 'z', 'This line is indented like neither'],
  ['a: @x\n', '@', 'Text cannot start with "@"'],
  ['a: *\n', '*', 'Text cannot start with "*"'],
  ['a: "x" z\n', 'z', 'Nothing can follow'],
  ['  a: 1\nb: 2\nc: 3\n', 'b', 'This line is indented less'],
  ['a: [1,,2]\n', ',', 'A value is missing'],
  ['a: - b\n', '-', 'An item cannot stand on the line'],
  ['a: |x\n  z\n', 'x', 'Only an indentation'],
  ['a: "\\q"\n', '\\', 'There is no escape sequence "\\q"'],
  ['a: !x!z 1\n', '!x!z', 'The tag "!x!z"'],
  ['%FOO\na: 1\n', 'a', 'A "---" line is missing'],
  ['a: \u0001\n', '\u0001', 'The character U+0001'],
  ['a: *b\n', '*b', 'There is no anchor "&b"'],
  ['a: &a [*a]\n', '*a', 'The alias "*a" stands inside'],
  ['a: 1\n: 2\n', ':', 'A key is missing here.'],
  ['a: &x 1\nb:\n  <<: *x\n', '<<', 'A merge key "<<" needs'],
];

describe('errors of parseYamlDocument', () => {
  for (const [text, marked, message] of BROKEN) {
    it(`${JSON.stringify(text)}: ${message}`, () => {
      const { errors } = parse(text);
      assert.equal(slice(text, errors[0]?.span), marked);
      assert.ok(errors[0]?.message.startsWith(message), errors[0]?.message);
      assert.equal(errors.length, 1);
    });
  }

  it('are one per line, on one line each', () => {
    const text = 'a: "\n\nb: [\nc\n  d\n\t{\n- e: f: g\n *\n@';
    for (let end = 1; end <= text.length; end++) {
      const { errors, source } = parse(text.slice(0, end));
      const lines = errors.map(({ span }) => source.lineAt(span.start));
      assert.equal(new Set(lines).size, lines.length);
      for (const { span } of errors) {
        assert.ok(span.start < span.end && span.end <= end);
        assert.equal(source.lineAt(span.start), source.lineAt(span.end - 1));
      }
    }
  });
});
