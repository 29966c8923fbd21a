import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  derivedOrigin,
  fallbackOrigin,
  leadingOrigin,
  missingOrigin,
  type Omission,
  type Origin,
} from '../../server/src/gotemplate/origin.js';
import { TracedText, TracedTextBuilder } from '../../server/src/gotemplate/traced-text.js';

const NAME: Origin = { kind: 'value', file: 'values.yaml', span: { start: 10, end: 15 }, path: ['name'], exactStart: 10 };
const TEXT: Origin = { kind: 'text', file: 'a.yaml', span: { start: 0, end: 8 }, exactStart: 0 };
const OMISSION: Omission = { file: 'a.yaml', span: { start: 8, end: 20 }, body: { start: 12, end: 16 }, reads: [] };
const SITE = { file: 'a.yaml', span: { start: 8, end: 20 }, via: undefined, guard: undefined };

describe('TracedText', () => {
  const greeting = new TracedTextBuilder()
    .append(TracedText.of('hello, ', TEXT, 0))
    .mark(OMISSION, undefined)
    .append(TracedText.copyOf('world', NAME))
    .build();

  it('keeps the place of each part', () => {
    assert.equal(greeting.text, 'hello, world');
    assert.deepEqual(describeSpans(greeting), ['text 0..7 @0', 'omission 7..7 @-1', 'value 7..12 @10']);
    assert.equal(greeting.origin, NAME);
  });

  it('slices with places, and with what was left out at the edge', () => {
    assert.deepEqual(describeSpans(greeting.slice(8, 10)), ['value 0..2 @11']);
    assert.deepEqual(describeSpans(greeting.slice(3, 8)), ['text 0..4 @3', 'omission 4..4 @-1', 'value 4..5 @10']);
    assert.deepEqual(describeSpans(greeting.slice(7)), ['omission 0..0 @-1', 'value 0..5 @10']);
    assert.deepEqual(describeSpans(greeting.slice(7, 7)), ['omission 0..0 @-1']);
    assert.equal(greeting.slice(0), greeting);
    assert.equal(greeting.slice(9, 3).text, '');
    assert.equal(greeting.slice(-4, 99).text, 'hello, world');
  });

  it('keeps places when each character is replaced by one other, and the origin in all other cases', () => {
    assert.deepEqual(describeSpans(greeting.rewritten('HELLO, WORLD')), ['text 0..7 @-1', 'omission 7..7 @-1', 'value 7..12 @-1']);
    assert.deepEqual(describeSpans(greeting.rewritten('HELLO, world')), ['text 0..7 @-1', 'omission 7..7 @-1', 'value 7..12 @10']);
    const derived = greeting.rewritten('hash');
    assert.deepEqual(describeSpans(derived), ['value 0..4 @-1']);
    assert.equal(derived.origin?.exactStart, undefined);
  });

  it('is an exact value only where all of it is one copy', () => {
    assert.equal(TracedText.copyOf('world', NAME).valueOrigin, NAME);
    assert.equal(TracedText.copyOf('world', NAME).slice(1, 3).valueOrigin?.exactStart, 11);
    assert.equal(greeting.valueOrigin?.exactStart, undefined);
  });

  it('stamps the site on what has none', () => {
    const inner = new TracedTextBuilder().emit(TracedText.copyOf('a', NAME), SITE).build();
    const outer = new TracedTextBuilder()
      .write('- ')
      .emit(inner, { ...SITE, file: 'b.yaml' })
      .emit(TracedText.of('b'), { ...SITE, file: 'b.yaml' });
    assert.deepEqual(
      outer.build().spans.map(span => span.site?.file),
      [undefined, 'a.yaml', 'b.yaml'],
    );
  });

  it('slices everywhere as strings do', () => {
    for (let start = 0; start <= greeting.length; start++) {
      for (let end = start; end <= greeting.length; end++) {
        const part = greeting.slice(start, end);
        assert.equal(part.text, greeting.text.slice(start, end));
        assert.equal(part.spans.at(-1)?.end ?? 0, part.length);
      }
    }
  });
});

describe('origins', () => {
  it('follow what is computed, missing or replaced by a default', () => {
    assert.deepEqual(derivedOrigin(NAME), { kind: 'value', file: 'values.yaml', span: { start: 10, end: 15 }, path: ['name'] });
    assert.equal(derivedOrigin(undefined), undefined);
    assert.deepEqual(missingOrigin(NAME, 'first')?.path, ['name', 'first']);
    assert.equal(missingOrigin(NAME, 'first')?.isMissing, true);
    assert.equal(missingOrigin(TEXT, 'first'), undefined);
    assert.deepEqual(fallbackOrigin(TEXT, NAME)?.consulted, [NAME]);
    assert.deepEqual(fallbackOrigin(undefined, NAME)?.consulted, [NAME]);
    assert.equal(fallbackOrigin(TEXT, undefined), TEXT);
    assert.equal(leadingOrigin([TEXT, NAME]), NAME);
    assert.equal(leadingOrigin([undefined, TEXT]), TEXT);
  });
});

function describeSpans(text: TracedText): string[] {
  return text.spans.map((span, index) => {
    const what = span.omission ? 'omission' : span.origin?.kind;
    return `${what} ${text.spans[index - 1]?.end ?? 0}..${span.end} @${span.sourceOffset}`;
  });
}
