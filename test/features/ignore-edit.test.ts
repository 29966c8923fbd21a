import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ignoreEdit } from '../../server/src/features/ignore-edit.js';
import { SourceText } from '../../server/src/text/source-text.js';
import { applyEdits } from '../../server/src/text/text-edit.js';

describe('ignoring here', () => {
  it('writes the directive above the line, as far in as the line', () => {
    assert.equal(ignored('w.yaml', 'a:\n  b: 1\n', 'b:'), 'a:\n  # plimsoll-ignore group/rule -- for a reason\n  b: 1\n');
  });

  it('keeps the line breaks of the file', () => {
    assert.equal(ignored('w.yaml', 'a: 1\r\nb: 2\r\n', 'b'), 'a: 1\r\n# plimsoll-ignore group/rule -- for a reason\r\nb: 2\r\n');
  });

  it('covers the file from its top where a comment would be part of a text', () => {
    const text = 'a: |\n  one\n  two\n';
    assert.equal(ignored('w.yaml', text, 'two'), `# plimsoll-ignore-file group/rule -- for a reason\n${text}`);
  });

  it('is an action of a template, outside of other actions', () => {
    const text = 'a:\n  b: {{ if\n  c }}1{{ end }}\n';
    const directive = 'group/rule -- for a reason */}}\n';
    assert.equal(ignored('w.yaml', text, 'b:', 'helm'), `a:\n  {{/* plimsoll-ignore ${directive}${text.slice(3)}`);
    assert.equal(ignored('w.yaml', text, 'c }}', 'helm'), `{{/* plimsoll-ignore-file ${directive}${text}`);
  });

  it('stays in its document of a stream', () => {
    assert.equal(ignored('w.yaml', '---\na: 1\n---\nb: 2\n', 'b'), '---\na: 1\n---\n# plimsoll-ignore group/rule -- for a reason\nb: 2\n');
  });

  it('leaves parser directives of a Dockerfile first', () => {
    const text = '# syntax=docker/dockerfile:1\nFROM a\n';
    assert.equal(
      ignored('Dockerfile', text, 'FROM'),
      '# syntax=docker/dockerfile:1\n# plimsoll-ignore group/rule -- for a reason\nFROM a\n',
    );
  });

  it('goes between the lines of an instruction that is continued', () => {
    assert.equal(
      ignored('Dockerfile', 'FROM a\nRUN b \\\n    c\n', 'c'),
      'FROM a\nRUN b \\\n    # plimsoll-ignore group/rule -- for a reason\n    c\n',
    );
  });
});

function ignored(name: string, text: string, at: string, languageId?: string): string {
  const source = new SourceText(`file:///w/${name}`, text);
  const start = text.indexOf(at);
  const edit = ignoreEdit(source, { start, end: start + at.length }, 'group/rule', 'for a reason', languageId);
  assert.ok(edit);
  return applyEdits(text, [edit]);
}
