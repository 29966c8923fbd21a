import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SourceText } from '../../server/src/text/source-text.js';
import { haveSameContent } from '../../server/src/workspace/same-content.js';

describe('haveSameContent', () => {
  const same: readonly (readonly [unknown, unknown])[] = [
    [1, 1],
    ['a', 'a'],
    [null, null],
    [undefined, undefined],
    [Number.NaN, Number.NaN],
    [
      [1, [2]],
      [1, [2]],
    ],
    [
      { a: 1, b: { c: [] } },
      { b: { c: [] }, a: 1 },
    ],
    [{ a: undefined }, {}],
    [{}, { a: undefined }],
    [new Map([['a', { b: 1 }]]), new Map([['a', { b: 1 }]])],
    [new Set(['a', 'b']), new Set(['b', 'a'])],
    [new SourceText('a', 'text'), new SourceText('a', 'text')],
  ];
  const others: readonly (readonly [unknown, unknown])[] = [
    [1, '1'],
    [null, undefined],
    [null, {}],
    [[1], [1, 2]],
    [[], {}],
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, {}],
    [{}, { a: null }],
    [new Map([['a', 1]]), new Map([['b', 1]])],
    [new Map([['a', undefined]]), new Map([['b', undefined]])],
    [new Set(['a']), new Set(['b'])],
    [new SourceText('a', 'text'), new SourceText('a', 'other')],
    [new SourceText('a', 'text'), { uri: 'a', text: 'text' }],
  ];
  for (const [a, b] of same)
    it(`finds ${describeData(a)} and ${describeData(b)} the same`, () => assert.ok(haveSameContent(a, b) && haveSameContent(b, a)));
  for (const [a, b] of others)
    it(`tells ${describeData(a)} from ${describeData(b)}`, () => assert.ok(!haveSameContent(a, b) && !haveSameContent(b, a)));
});

function describeData(data: unknown): string {
  if (data instanceof Map || data instanceof Set) return `${data.constructor.name} ${JSON.stringify([...data])}`;
  return `${typeof data} ${JSON.stringify(data)}`;
}
