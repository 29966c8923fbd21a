import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lineEdits } from '../../server/src/features/line-edits.js';
import { applyEdits } from '../../server/src/text/text-edit.js';

describe('line edits', () => {
  it('touch only the lines that differ', () => {
    const edits = lineEdits('a\nb\nc\nd\n', 'a\nB\nc\nd\ne\n');
    assert.deepEqual(edits, [
      { span: { start: 2, end: 4 }, newText: 'B\n' },
      { span: { start: 8, end: 8 }, newText: 'e\n' },
    ]);
  });

  it('are none between equal texts', () => assert.deepEqual(lineEdits('a\n', 'a\n'), []));

  it('see a last line without a line break', () => assert.equal(applyEdits('a\nb', lineEdits('a\nb', 'a\nb\nc')), 'a\nb\nc'));

  it('turn any text into any other', () => {
    for (const [before, after] of pairs()) assert.equal(applyEdits(before, lineEdits(before, after)), after);
  });
});

/** Texts of up to five lines from a small alphabet, against each other. */
function* pairs(): Generator<[string, string]> {
  const texts = Array.from({ length: 60 }, (_, index) => textOf(index * 2654435761));
  for (const before of texts) for (const after of texts) yield [before, after];
}

function textOf(seed: number): string {
  let rest = seed >>> 0;
  const lines: string[] = [];
  for (let count = rest % 6; count > 0; count--) {
    rest = Math.floor(rest / 6);
    lines.push(['a', 'b', 'c', '', 'a'][rest % 5] ?? '');
  }
  return lines.join(seed % 2 === 0 ? '\n' : '\r\n');
}
