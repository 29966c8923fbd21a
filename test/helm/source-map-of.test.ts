import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Origin, Site } from '../../server/src/gotemplate/origin.js';
import { TracedTextBuilder } from '../../server/src/gotemplate/traced-text.js';
import { sourceMapOf } from '../../server/src/helm/source-map-of.js';

const POD = 'web/templates/pod.yaml';
const HELPERS = 'web/templates/_helpers.tpl';
const VALUES = 'file:///w/values.yaml';
const CHART = 'file:///w/Chart.yaml';
const action: Site = { file: POD, span: { start: 10, end: 30 }, via: undefined, guard: undefined };
const inner: Site = { file: HELPERS, span: { start: 5, end: 9 }, via: action, guard: undefined };

describe('the map of rendered text', () => {
  it('leads to the text of the template, and to what included it', () => {
    const map = sourceMapOf(new TracedTextBuilder().write('kind: Pod', text(HELPERS, 0, 9), 0, inner).build(), files(''));
    const origin = map.placeOf({ start: 6, end: 9 });
    assert.deepEqual(origin?.place, { uri: `file:///w/${HELPERS}`, span: { start: 6, end: 9 } });
    assert.deepEqual(origin?.related, [
      { place: { uri: `file:///w/${POD}`, span: { start: 10, end: 30 } }, message: 'It is included here.' },
    ]);
  });

  it('leads to values, exactly where they are copied', () => {
    const copied = new TracedTextBuilder().write('512Mi', value(VALUES, 40, 47), 41, action).build();
    assert.deepEqual(sourceMapOf(copied, files('')).exactPlaceOf({ start: 0, end: 5 }), { uri: VALUES, span: { start: 41, end: 46 } });
    const computed = new TracedTextBuilder().write('WEB', value(VALUES, 40, 43), -1, action).build();
    const origin = sourceMapOf(computed, files('')).placeOf({ start: 0, end: 3 });
    assert.deepEqual(origin?.place, { uri: VALUES, span: { start: 40, end: 43 } });
    assert.deepEqual(
      origin?.related.map(({ message }) => message),
      ['The template writes it here.'],
    );
    assert.equal(origin?.isExact, false);
  });

  it('knows what is no more than a placeholder, also where a value is a part of it', () => {
    const digest = new TracedTextBuilder().write('2bb80d53', { ...value(VALUES, 40, 47), isPlaceholder: true }, -1, action).build();
    assert.equal(sourceMapOf(digest, files('')).placeOf({ start: 0, end: 8 })?.isPlaceholder, true);
  });

  it('leads to the outermost action where nobody set the text for this', () => {
    const names = new TracedTextBuilder()
      .write('release-web', value(CHART, 6, 9), -1, inner)
      .write('x', undefined, -1, inner)
      .build();
    const map = sourceMapOf(names, files(''));
    for (const start of [0, 11]) {
      assert.deepEqual(map.placeOf({ start, end: start + 1 })?.place, { uri: `file:///w/${POD}`, span: { start: 10, end: 30 } });
    }
  });

  it('knows why something is missing', () => {
    const template = '{{ with .Values.resources }}\n  resources:\n    x: 1\n{{ end }}';
    const omission = {
      file: POD,
      span: { start: 0, end: 60 },
      body: { start: 28, end: 51 },
      reads: [value(VALUES, 50, 52, ['resources'])],
    };
    const built = new TracedTextBuilder()
      .write('name: web\n', text(POD, 0, 10), 0)
      .mark(omission, undefined)
      .build();
    const map = sourceMapOf(built, files(template));
    assert.deepEqual(map.absenceOf({ start: 0, end: 10 }, 'resources')?.place, { uri: VALUES, span: { start: 50, end: 52 } });
    assert.equal(map.absenceOf({ start: 0, end: 10 }, 'image'), undefined);
    const unread = new TracedTextBuilder().mark({ ...omission, reads: [] }, undefined).build();
    assert.equal(sourceMapOf(unread, files(template)).absenceOf({ start: 0, end: 0 }, 'resources')?.place.uri, `file:///w/${POD}`);
  });
});

function text(file: string, start: number, end: number): Origin {
  return { kind: 'text', file, span: { start, end } };
}

function value(file: string, start: number, end: number, path: readonly string[] = ['a']): Origin {
  return { kind: 'value', file, span: { start, end }, path };
}

function files(template: string) {
  return {
    uriOf: (file: string) => (file.startsWith('file:') ? file : `file:///w/${file}`),
    textOf: () => template,
    isValues: (file: string) => file === VALUES,
  };
}
