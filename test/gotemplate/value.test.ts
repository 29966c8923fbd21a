import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { byteLengthOf, bytesOfText, textOfBytes } from '../../server/src/gotemplate/bytes.js';
import { formatFloat } from '../../server/src/gotemplate/number-text.js';
import type { Origin } from '../../server/src/gotemplate/origin.js';
import { printValue } from '../../server/src/gotemplate/print-value.js';
import { quoteCharacter, quoteText, quoteTracedText } from '../../server/src/gotemplate/quoting.js';
import { TracedText } from '../../server/src/gotemplate/traced-text.js';
import {
  ChangeJournal,
  compareTexts,
  type Data,
  GoBytes,
  GoList,
  GoMap,
  GoObject,
  GoTime,
  Int,
  makeValue,
  NIL,
} from '../../server/src/gotemplate/value.js';
import { deepCopy } from '../../server/src/gotemplate/value-copy.js';
import { deepEqual, isTrue, kindOf, typeOf } from '../../server/src/gotemplate/value-type.js';

const text = (content: string) => TracedText.of(content);
const list = (...items: Data[]) => new GoList(items.map(item => makeValue(item)));
const map = (entries: Record<string, Data>) =>
  new GoMap({ entries: new Map(Object.entries(entries).map(([key, data]) => [key, makeValue(data)])) });
const version = new GoObject({ type: '*semver.Version', fields: new Map([['Major', makeValue(new Int(1, 'int64'))]]) });
const named = new GoObject({ type: 'common.KubeVersion', print: () => 'v1.35.0' });
const files = new GoObject({ type: 'engine.files', kind: 'map', fields: () => new Map([['a.txt', makeValue(new GoBytes(text('hi')))]]) });

describe('data of templates', () => {
  for (const [data, truth, kind, type, printed] of [
    [null, false, 'invalid', '<nil>', '<nil>'],
    [true, true, 'bool', 'bool', 'true'],
    [0, false, 'float64', 'float64', '0'],
    [1e6, true, 'float64', 'float64', '1e+06'],
    [new Int(0), false, 'int', 'int', '0'],
    [new Int(-3, 'int64'), true, 'int64', 'int64', '-3'],
    [text(''), false, 'string', 'string', ''],
    [text('a'), true, 'string', 'string', 'a'],
    [new GoBytes(text('hé')), true, 'slice', '[]uint8', '[104 195 169]'],
    [list(), false, 'slice', '[]interface {}', '[]'],
    [list(text('a'), 1.5, null), true, 'slice', '[]interface {}', '[a 1.5 <nil>]'],
    [map({}), false, 'map', 'map[string]interface {}', 'map[]'],
    [map({ b: text('x'), a: list(true) }), true, 'map', 'map[string]interface {}', 'map[a:[true] b:x]'],
    [version, true, 'ptr', '*semver.Version', '&{1}'],
    [named, true, 'struct', 'common.KubeVersion', 'v1.35.0'],
    [files, true, 'map', 'engine.files', 'map[a.txt:[104 105]]'],
    [new GoTime(0), true, 'struct', 'time.Time', '1970-01-01 00:00:00 +0000 UTC'],
    [new GoTime(1, { nanoseconds: 5e8, offset: -5400, name: 'X' }), true, 'struct', 'time.Time', '1969-12-31 22:30:01.5 -0130 X'],
  ] satisfies [Data, boolean, string, string, string][])
    it(`reads and prints ${printed} as ${type}`, () => {
      assert.equal(isTrue(data), truth);
      assert.equal(kindOf(data), kind);
      assert.equal(typeOf(data), type);
      assert.equal(printValue(makeValue(data)).text, printed);
    });

  it('wraps integers around at 64 bits', () => {
    assert.equal(new Int(2n ** 63n).value, -(2n ** 63n));
    assert.equal(new Int(1e15).toNumber(), 1e15);
  });

  it('compares all the way down', () => {
    const make = () => map({ a: list(new Int(1), text('x'), null), b: map({ c: 1.5 }) });
    assert.ok(deepEqual(make(), make()));
    assert.ok(deepEqual(null, null));
    for (const other of [null, map({}), make().set('c', NIL), make().set('b', NIL), make().set('a', makeValue(list(new Int(1))))])
      assert.ok(!deepEqual(make(), other));
    assert.ok(!deepEqual(new Int(1), new Int(1, 'int64')));
    assert.ok(!deepEqual(new Int(1), 1));
    assert.ok(!deepEqual(list(), new GoList([], '[]string')));
    assert.ok(deepEqual(new GoBytes(text('a')), new GoBytes(text('a'))));
    assert.ok(deepEqual(new GoTime(1), new GoTime(1)));
  });

  it('copies maps and lists with origins and without journal', () => {
    const keyOrigin: Origin = { kind: 'value', file: 'values.yaml', span: { start: 0, end: 1 }, path: ['a'], isKey: true };
    const journal = new ChangeJournal();
    const inner = new GoMap({ journal }).set('a', makeValue(text('x')), keyOrigin);
    const copy = deepCopy(makeValue(list(inner))).data;
    assert.ok(copy instanceof GoList);
    const copied = copy.items[0]?.data;
    assert.ok(copied instanceof GoMap);
    assert.equal(copied.keyOrigin('a'), keyOrigin);
    copied.set('b', NIL);
    copied.delete('a');
    assert.equal(copied.keyOrigin('a'), undefined);
    assert.deepEqual(inner.sortedKeys(), ['a']);
  });

  it('takes back what was changed', () => {
    const keyOrigin: Origin = { kind: 'value', file: 'values.yaml', span: { start: 0, end: 1 }, path: ['a'], isKey: true };
    const value = makeValue(text('x'));
    const map = new GoMap().set('a', value, keyOrigin);
    const journal = new ChangeJournal();
    map.journal = journal;
    assert.equal(journal.changes.length, 0);
    map.set('a', NIL);
    map.set('b', NIL, keyOrigin);
    map.delete('a');
    map.set('a', makeValue(true));
    assert.deepEqual(
      journal.changes.map(({ key }) => key),
      ['a', 'b', 'a', 'a'],
    );
    journal.takeBackAll();
    assert.equal(journal.changes.length, 0);
    assert.deepEqual([...map.entries], [['a', value]]);
    assert.deepEqual([map.keyOrigin('a'), map.keyOrigin('b')], [keyOrigin, undefined]);
  });

  it('sorts by code points', () => {
    assert.deepEqual(['\u{1f600}', '\uffee', 'b', 'B', 'ba', ''].sort(compareTexts), ['', 'B', 'b', 'ba', '\uffee', '\u{1f600}']);
  });

  it('prints a copy of what stands in the file as such', () => {
    const origin: Origin = { kind: 'value', file: 'values.yaml', span: { start: 7, end: 11 }, path: ['on'], exactStart: 7 };
    assert.equal(printValue(makeValue(true, origin)).spans[0]?.sourceOffset, 7);
  });
});

describe('numbers', () => {
  for (const [value, format, precision, written] of [
    [1e6, 'g', -1, '1e+06'],
    [999999, 'g', -1, '999999'],
    [0.0001, 'g', -1, '0.0001'],
    [0.00001, 'g', -1, '1e-05'],
    [999999, 'g', 3, '1e+06'],
    [100000, 'g', 3, '1e+05'],
    [2.5, 'g', 0, '2'],
    [-0, 'g', -1, '-0'],
    [Number.NaN, 'g', -1, 'NaN'],
    [Number.POSITIVE_INFINITY, 'f', 2, '+Inf'],
    [Number.NEGATIVE_INFINITY, 'f', 2, '-Inf'],
    [0, 'e', 6, '0.000000e+00'],
    [1234567.5, 'e', -1, '1.2345675e+06'],
    [5e-324, 'e', 0, '5e-324'],
    [0.5, 'f', 0, '0'],
    [1.5, 'f', 0, '2'],
    [99.5, 'f', 0, '100'],
    [0.1, 'f', 25, '0.1000000000000000055511151'],
    [1e25, 'f', 2, '10000000000000000905969664.00'],
    [1e-7, 'f', -1, '0.0000001'],
    [123.25, 'f', 1, '123.2'],
    [0.001, 'f', 1, '0.0'],
  ] as const)
    it(`writes ${value} with ${format} and ${precision} as ${written}`, () => assert.equal(formatFloat(value, format, precision), written));
});

describe('quoting', () => {
  it('escapes what Go escapes', () => {
    assert.equal(
      quoteText('a"b\\\n\t\x01\x7fé☺\u200b\u{1f600}\u{e0001}\udcff'),
      '"a\\"b\\\\\\n\\t\\x01\\x7fé☺\\u200b\u{1f600}\\U000e0001\\xff"',
    );
    assert.equal(quoteCharacter("'", "'"), "\\'");
    assert.equal(quoteCharacter('"', "'"), '"');
    assert.equal(quoteCharacter('é', '"', true), '\\u00e9');
  });

  it('keeps the places of what it does not escape', () => {
    const origin: Origin = { kind: 'value', file: 'values.yaml', span: { start: 7, end: 11 }, path: ['a'], exactStart: 7 };
    const quoted = quoteTracedText(TracedText.copyOf('a"bc', origin));
    assert.equal(quoted.text, '"a\\"bc"');
    assert.deepEqual(
      quoted.spans.map(span => [span.end, span.sourceOffset]),
      [
        [1, -1],
        [2, 7],
        [4, -1],
        [6, 9],
        [7, -1],
      ],
    );
    assert.equal(quoteTracedText(TracedText.copyOf('', origin)).text, '""');
  });
});

describe('bytes', () => {
  for (const content of ['', 'abc', 'é☺\u{1f600}\uffff', '\ud800', '\udc00', 'a\udc80b\udcff'])
    it(`are those of ${JSON.stringify(content)}`, () => {
      const bytes = bytesOfText(content);
      assert.equal(bytes.length, byteLengthOf(content));
      if (!/\ud800|\udc00/.test(content) || content.length > 1) assert.equal(textOfBytes(bytes), content);
    });

  it('come back from a text even where they are no UTF-8', () => {
    for (const bytes of [
      [0xff],
      [0xc3],
      [0xe2, 0x98],
      [0xed, 0xa0, 0x80],
      [0xf5, 0x80, 0x80, 0x80],
      [0xc0, 0x80],
      [0xe0, 0x80, 0x80],
      [0x61, 0xf0, 0x9f, 0x98, 0x80, 0x80],
    ])
      assert.deepEqual([...bytesOfText(textOfBytes(Uint8Array.from(bytes)))], bytes);
  });
});
