import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SourceText } from '../../server/src/text/source-text.js';
import { parseYamlDocument } from '../../server/src/yaml/parse-yaml-document.js';

const parse = (text: string) => parseYamlDocument(new SourceText('file:///w/a.yaml', text));

describe('a quoted scalar that goes on without indentation, as kubectl writes and reads it', () => {
  for (const eol of ['\n', '\r\n']) {
    it(`is read with places that hold (${JSON.stringify(eol)})`, () => {
      const text = [
        'status:',
        "  - message: 'it didn''t",
        "  fit'",
        '    reason: "one',
        '  two \\" three" # why',
        '    type: last',
        '',
      ].join(eol);
      const { root, errors, source } = parse(text);
      assert.deepEqual(errors, []);
      const reason = root?.find('status', 0, 'reason');
      assert.ok(reason);
      assert.equal(source.text.slice(reason.span.start, reason.span.end), `"one${eol}  two \\" three"`);
      assert.equal(root?.find('status', 0, 'type')?.text, 'last');
    });
  }

  it('is read however many there are', () => {
    const text = `items:\n${Array.from({ length: 200 }, (_, index) => `  - description: 'it''s ${index}\n  and more'\n    name: n${index}\n`).join('')}`;
    const { root, errors } = parse(text);
    assert.deepEqual(errors, []);
    assert.equal(root?.find('items', 199, 'name')?.text, 'n199');
  });

  it('is an error where the quote is not closed', () => {
    assert.equal(parse("a:\n  b: 'open\n  c: 'other'\n").errors.length > 0, true);
    assert.equal(parse('a:\n  b: "open\n  c: d\n').errors.length > 0, true);
  });
});

describe('a collection in brackets that goes on without indentation, as kubectl reads it', () => {
  for (const eol of ['\n', '\r\n']) {
    it(`is read with places that hold (${JSON.stringify(eol)})`, () => {
      const text = ['spec:', '  a: {', '    b: [1, # one ]', '"]",', "it's", '\t]', '}', '  c: 2 # last', ''].join(eol);
      const { root, errors, source, comments } = parse(text);
      assert.deepEqual(errors, []);
      const texts = root
        ?.find('spec', 'a', 'b')
        ?.items()
        .map(({ text: item }) => item);
      assert.deepEqual(texts, ['1', ']', "it's"]);
      const last = root?.find('spec', 'c');
      assert.equal(last && source.text.slice(last.span.start, last.span.end), '2');
      assert.deepEqual(
        comments.map(comment => comment.text),
        ['# one ]', '# last'],
      );
    });
  }

  it('is an error where a bracket is not closed, or closes another one', () => {
    for (const text of ['a: [1,\n2\nb: 1\n', 'a: {b: [1\n}\n', 'a: {\nb: 1\n']) assert.equal(parse(text).errors.length > 0, true, text);
  });

  it('is an error where a key does not stand on the line of its colon', () => {
    for (const text of ['a: [1\nb: 1]\n', 'a: {"b"\n: 1}\n', 'a: [{b: 1}\n: 2]\n', 'a:\n  {b: 1\n}: 2\n'])
      assert.equal(parse(text).errors.length > 0, true, text);
  });
});
