import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cutYamlStream } from '../../server/src/yaml/yaml-stream.js';

const CASES: readonly (readonly [title: string, pieces: readonly string[]])[] = [
  ['an empty text is one document', ['']],
  ['blank lines are one document', ['\n \n']],
  ['comments are one document', ['# a\n# b\n']],
  ['a text without markers is one document', ['a: 1\n']],
  ['a document starts at its marker', ['a: 1\n', '---\nb: 2\n']],
  ['a marker on the first line starts the first document', ['---\na: 1\n', '---\nb: 2\n']],
  ['a byte order mark may stand before the first marker', ['\uFEFF---\na: 1\n', '---\nb: 2\n']],
  ['comments and blank lines before the first marker belong to the first document', ['# licence\n\n---\na: 1\n', '---\nb: 2\n']],
  ['directives belong to the document below', ['%YAML 1.2\n# why\n---\na: 1\n']],
  ['directives after an end marker belong to the document below', ['a: 1\n...\n', '%YAML 1.2\n---\nb: 2\n']],
  ['an end marker may be followed by a document without a marker', ['a: 1\n...\n', 'b: 2\n']],
  ['comments after an end marker belong to what they stand before', ['a: 1\n...\n', '# b\n---\nb: 2\n']],
  ['comments after the last end marker belong to the last document', ['a: 1\n...\n# end\n']],
  ['a lone marker at the end is a document', ['a: 1\n', '---\n']],
  ['a lone marker at the end needs no line break', ['a: 1\n', '---']],
  ['comments between markers are a document', ['---\n# nothing\n', '---\na: 1\n']],
  ['text on the line of the marker belongs to the document', ['--- # first\na: 1\n', '--- |\n text\n', '---\t{a: 1}\n']],
  ['a longer line is no marker', ['a: |-\n  x\n----\n']],
  ['a marker must be at the start of its line', ['a: |\n  ---\n  b\n']],
  ['carriage returns count as white space', ['a: 1\r\n', '---\r\nb: 2\r\n...\r\n', '# c\r\n---\r\nc: 3\r\n']],
];

describe('cutYamlStream', () => {
  for (const [title, pieces] of CASES) {
    it(title, () => {
      const text = pieces.join('');
      assert.deepEqual(
        cutYamlStream(text).map(span => text.slice(span.start, span.end)),
        pieces,
      );
    });
  }

  it('covers the text without gaps', () => {
    const text = '# a\n---\nb\n...\nc\n---\n---\n...\n...\n%D\nd';
    const spans = cutYamlStream(text);
    assert.equal(spans.map(span => text.slice(span.start, span.end)).join(''), text);
  });
});
