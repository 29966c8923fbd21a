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
