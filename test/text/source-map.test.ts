import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Origin, SourceMap } from '../../server/src/text/source-map.js';

const TEMPLATE = 'file:///w/templates/pod.yaml';
const VALUES = 'file:///w/values.yaml';

/** `memory: ` from the template, `512Mi` from `"512Mi"` in the values, a line break from the template. */
const map = new SourceMap(
  [
    { made: { start: 0, end: 8 }, origin: origin(TEMPLATE, 10, 18, true) },
    { made: { start: 8, end: 13 }, origin: origin(VALUES, 40, 47, false) },
    { made: { start: 13, end: 14 }, origin: origin(TEMPLATE, 30, 31, true) },
  ],
  [{ offset: 14, keys: ['cpu'], origin: origin(VALUES, 60, 62, false) }],
);

describe('SourceMap', () => {
  it('answers the place of a part of a copy', () => {
    assert.deepEqual(map.placeOf({ start: 2, end: 6 })?.place, { uri: TEMPLATE, span: { start: 12, end: 16 } });
  });

  it('answers the whole place of what is no copy', () => {
    assert.deepEqual(map.placeOf({ start: 9, end: 11 })?.place, { uri: VALUES, span: { start: 40, end: 47 } });
  });

  it('answers the first place of a span that has several', () => {
    assert.deepEqual(map.placeOf({ start: 6, end: 14 })?.place, { uri: TEMPLATE, span: { start: 16, end: 18 } });
  });

  it('knows exact places only of copies', () => {
    assert.deepEqual(map.exactPlaceOf({ start: 0, end: 8 }), { uri: TEMPLATE, span: { start: 10, end: 18 } });
    assert.equal(map.exactPlaceOf({ start: 8, end: 13 }), undefined);
    assert.equal(map.exactPlaceOf({ start: 0, end: 14 }), undefined);
  });

  it('takes an empty span for the run that starts there, else for the one that ends there', () => {
    assert.deepEqual(map.exactPlaceOf({ start: 13, end: 13 }), { uri: TEMPLATE, span: { start: 30, end: 30 } });
    assert.deepEqual(map.exactPlaceOf({ start: 14, end: 14 }), { uri: TEMPLATE, span: { start: 31, end: 31 } });
  });

  it('knows nothing about text of nobody', () => {
    const holes = new SourceMap([{ made: { start: 5, end: 9 }, origin: origin(TEMPLATE, 0, 4, true) }]);
    assert.equal(holes.placeOf({ start: 0, end: 3 }), undefined);
    assert.equal(holes.placeOf({ start: 12, end: 14 }), undefined);
    assert.equal(new SourceMap([]).placeOf({ start: 0, end: 0 }), undefined);
  });

  it('answers why a key is missing', () => {
    assert.equal(map.absenceOf({ start: 0, end: 14 }, 'cpu')?.place.uri, VALUES);
    assert.equal(map.absenceOf({ start: 0, end: 14 }, 'memory'), undefined);
    assert.equal(map.absenceOf({ start: 0, end: 8 }, 'cpu'), undefined);
  });

  it('maps a copy of a file to itself', () => {
    assert.deepEqual(SourceMap.identity(TEMPLATE, 20, 5).exactPlaceOf({ start: 3, end: 7 }), {
      uri: TEMPLATE,
      span: { start: 8, end: 12 },
    });
  });
});

function origin(uri: string, start: number, end: number, isExact: boolean): Origin {
  return { place: { uri, span: { start, end } }, isExact, related: [] };
}
