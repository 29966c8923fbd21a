import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chartHover } from '../../server/src/features/chart/chart-hover.js';
import { chartDefinitions, chartReferences, chartRename } from '../../server/src/features/chart/chart-navigation.js';
import { documentedFunctions, functionSignature } from '../../server/src/features/chart/function-signature.js';
import { type OutlineEntry, templateFolds, templateOutline } from '../../server/src/features/chart/template-outline.js';
import { parseTemplate } from '../../server/src/gotemplate/parse-template.js';
import { CHART_FUNCTIONS } from '../../server/src/helm/chart-functions.js';
import { chartAt, sampleWithCursor, shownPlaces } from './sample-chart.js';

const DEPLOYMENT = 'templates/deployment.yaml';
const DEPENDENCY = (repository: string) =>
  `apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n  - { name: cache, alias: store, version: 1.0.0, repository: "${repository}" }\n`;

describe('definitions and references in charts', () => {
  it('leads from a value in a template to its keys in all files', () => {
    const at = chartAt(sampleWithCursor(DEPLOYMENT, 'replicas }}'));
    assert.deepEqual(shownPlaces(at, chartDefinitions(at.around, at.uri, at.offset)), [
      'values.yaml:2 replicas',
      'values-prod.yaml:1 replicas',
    ]);
  });

  it('leads from a key to the templates that use it, also through with and named templates', () => {
    const at = chartAt(sampleWithCursor('values.yaml', 'tag: "1.4"'));
    assert.deepEqual(shownPlaces(at, chartReferences(at.around, at.uri, at.offset, false)), [
      'templates/_helpers.tpl:7 tag',
      'templates/deployment.yaml:8 tag',
    ]);
  });

  it('knows the values of subcharts, under their aliases, and those that all share', () => {
    const size = chartAt(sampleWithCursor('values.yaml', 'size: 1Gi'));
    assert.deepEqual(shownPlaces(size, chartReferences(size.around, size.uri, size.offset, true)), [
      'charts/cache/templates/claim.yaml:1 size',
      'values.yaml:12 size',
      'charts/cache/values.yaml:1 size',
    ]);
    const region = chartAt(sampleWithCursor('values.yaml', 'region'));
    assert.deepEqual(shownPlaces(region, chartReferences(region.around, region.uri, region.offset, false)), [
      'templates/_helpers.tpl:4 region',
      'charts/cache/templates/claim.yaml:3 region',
    ]);
  });

  it('leads from the use of a named template to its definition, and back', () => {
    const use = chartAt(sampleWithCursor(DEPLOYMENT, 'shop.labels', 3));
    assert.deepEqual(shownPlaces(use, chartDefinitions(use.around, use.uri, use.offset)), ['templates/_helpers.tpl:2 shop.labels']);
    const definition = chartAt(sampleWithCursor('templates/_helpers.tpl', 'shop.labels'));
    assert.deepEqual(shownPlaces(definition, chartReferences(definition.around, definition.uri, definition.offset, false)), [
      'templates/deployment.yaml:3 shop.labels',
    ]);
  });

  it('leads nowhere from text', () => {
    const at = chartAt(sampleWithCursor(DEPLOYMENT, 'metadata'));
    assert.deepEqual(chartDefinitions(at.around, at.uri, at.offset), []);
  });
});

describe('renaming in charts', () => {
  it('changes a key in all files, and its uses', () => {
    const at = chartAt(sampleWithCursor('values.yaml', 'replicas'));
    const rename = chartRename(at.around, at.uri, at.offset);
    assert.equal(rename?.kind, 'possible');
    assert.deepEqual(rename?.kind === 'possible' && shownPlaces(at, rename.edits), [
      'templates/deployment.yaml:5 replicas',
      'values.yaml:2 replicas',
      'values-prod.yaml:1 replicas',
    ]);
  });

  it('changes what texts in values name, which are run as templates', () => {
    const text = 'text: "{{ .Values.replicas }}-{{ $.Values.image.name }}"\nblock: |\n  a\n  {{ with .Values }}{{ .replicas }}{{ end }}\n';
    const changes = { ...sampleWithCursor('values.yaml', 'replicas'), 'values-prod.yaml': text };
    const places = (template: string) => {
      const at = chartAt({ ...changes, [DEPLOYMENT]: template });
      const rename = chartRename(at.around, at.uri, at.offset);
      return rename?.kind === 'possible' ? shownPlaces(at, rename.edits) : [];
    };
    assert.deepEqual(places('{{ tpl .Values.text . }}'), [
      'values.yaml:2 replicas',
      'values-prod.yaml:1 replicas',
      'values-prod.yaml:4 replicas',
    ]);
    assert.deepEqual(places('{{ .Values.text }}'), ['values.yaml:2 replicas']);
    const at = chartAt({
      ...changes,
      'values.yaml': 'image: { name: a }\n',
      'values-prod.yaml': text.replace('.name', '.na<|>me'),
      [DEPLOYMENT]: '{{ tpl .Values.text . }}',
    });
    assert.deepEqual(shownPlaces(at, chartDefinitions(at.around, at.uri, at.offset)), ['values.yaml:1 name']);
  });

  it('changes a value of a subchart that stands in the chart, in both', () => {
    const at = chartAt(sampleWithCursor('values.yaml', 'size'));
    const rename = chartRename(at.around, at.uri, at.offset);
    assert.deepEqual(rename?.kind === 'possible' && shownPlaces(at, rename.edits), [
      'charts/cache/templates/claim.yaml:1 size',
      'values.yaml:12 size',
      'charts/cache/values.yaml:1 size',
    ]);
  });

  it('changes a named template and its uses', () => {
    const at = chartAt(sampleWithCursor(DEPLOYMENT, 'shop.image'));
    const rename = chartRename(at.around, at.uri, at.offset);
    assert.deepEqual(rename?.kind === 'possible' && shownPlaces(at, rename.edits), [
      'templates/_helpers.tpl:6 shop.image',
      'templates/deployment.yaml:6 shop.image',
    ]);
  });

  for (const [what, changes, because] of [
    [
      'a value of a subchart that comes from a repository',
      { ...sampleWithCursor('values.yaml', 'size'), 'Chart.yaml': DEPENDENCY('https://charts.test') },
      '"size" is also a name of a subchart from elsewhere, whose files are left alone.',
    ],
    [
      'a value of a chart that stands elsewhere',
      { 'Chart.yaml': DEPENDENCY('file://../web').replace('cache', 'web'), 'values.yaml': 'store:\n  co<|>lor: red\n' },
      '"color" is a value of the chart "store", whose files are not in this one.',
    ],
    ['the name of a subchart', sampleWithCursor('values.yaml', 'store'), '"store" is the name of a chart.'],
    [
      'what a text with escapes names',
      {
        ...sampleWithCursor('values.yaml', 'replicas'),
        [DEPLOYMENT]: '{{ tpl .Values.a . }}{{ .Values.replicas }}',
        'values-prod.yaml': 'a: "\\t{{ .Values.replicas }}"\n',
      },
      'A text in "values-prod.yaml" names "replicas" too and is written with escapes or folded: rename it there first.',
    ],
    ['a value that no file sets', { [DEPLOYMENT]: '{{ .Values.<|>none }}' }, 'Nothing in this chart defines "none".'],
    [
      'a field that stands for several values',
      {
        [DEPLOYMENT]:
          '{{ define "x" }}{{ .n<|>ame }}{{ end }}{{ include "x" .Values.image }}{{ range .Values.ports }}{{ include "x" . }}{{ end }}',
      },
      '"name" stands for several things where its template is called in several ways.',
    ],
    [
      'a key that the schema describes',
      { ...sampleWithCursor('values.yaml', 'replicas'), 'values.schema.json': '{"properties": {"replicas": {}}}' },
      'values.schema.json describes "replicas" too: rename it there first.',
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      const at = chartAt(changes);
      assert.deepEqual(chartRename(at.around, at.uri, at.offset), { kind: 'refused', because });
    });
  }

  it('knows nothing to rename in functions and in what Helm gives', () => {
    for (const action of ['{{ qu<|>ote "a" }}', '{{ .Chart.Na<|>me }}']) {
      const at = chartAt({ [DEPLOYMENT]: action });
      assert.equal(chartRename(at.around, at.uri, at.offset), undefined);
    }
  });
});

describe('hovering in charts', () => {
  it('tells the value in each file, and the comment above it', () => {
    const at = chartAt(sampleWithCursor(DEPLOYMENT, 'replicas }}'));
    assert.equal(
      chartHover(at.chart, at.uri, at.offset, [])?.markdown,
      '**.Values.replicas**\n\nHow many run.\n\n| Values of | Value |\n|---|---|\n| values.yaml | `2` |\n| values-prod.yaml | `5` |',
    );
  });

  it('tells at a key which templates use it', () => {
    const at = chartAt(sampleWithCursor('values.yaml', 'name: shop'));
    assert.equal(
      chartHover(at.chart, at.uri, at.offset, [])?.markdown,
      '**.Values.image.name**\n\nThe name, without\na tag.\n\n| Values of | Value |\n|---|---|\n| values.yaml | `shop` |\n\nUsed in `templates/_helpers.tpl`.',
    );
    const unused = chartAt({ 'values.yaml': 'un<|>used: 1\n' });
    assert.match(chartHover(unused.chart, unused.uri, unused.offset, [])?.markdown ?? '', /No template names it/);
  });

  it('shows named templates with their comments, functions and what Helm gives', () => {
    const text = (changes: Readonly<Record<string, string>>) => {
      const at = chartAt(changes);
      return chartHover(at.chart, at.uri, at.offset, [])?.markdown ?? '';
    };
    assert.match(
      text(sampleWithCursor(DEPLOYMENT, 'shop.labels')),
      /The labels that all objects carry\.[\s\S]*_helpers\.tpl[\s\S]*app: \{\{ \.Chart\.Name \}\}/,
    );
    assert.match(text({ [DEPLOYMENT]: '{{ defa<|>ult 1 2 }}' }), /^```helm\ndefault FALLBACK VALUE\n```\n\nThe value, or the fallback/);
    assert.match(text({ [DEPLOYMENT]: '{{ .Release.Na<|>me }}' }), /The name of the release/);
  });
});

describe('the outline of templates', () => {
  const file = parseTemplate(
    'shop/templates/a.yaml',
    '{{- define "a" -}}\n{{ if .x }}\nkind: Service\n{{ else }}\nb\n{{ end }}\n{{- end }}\n{{/* A\ncomment. */}}\n',
  );

  it('has named templates, branches, and the objects in them', () => {
    const shown = (entries: readonly OutlineEntry[]): unknown[] => entries.map(({ name, children }) => [name, shown(children)]);
    assert.deepEqual(shown(templateOutline(file)), [['a', [['if .x', [['Service', []]]]]]]);
  });

  it('folds definitions, both branches, and comments', () => {
    const lines = templateFolds(file).map(({ start, end }) => [start, end].map(offset => file.text.slice(0, offset).split('\n').length));
    assert.deepEqual(lines, [
      [1, 7],
      [2, 4],
      [4, 6],
      [8, 9],
    ]);
  });
});

describe('documented functions', () => {
  it('are each read from their line', () => {
    const undocumented = [...CHART_FUNCTIONS.keys()].filter(name => functionSignature(name) === undefined);
    assert.deepEqual(undocumented, []);
    assert.deepEqual(
      documentedFunctions().filter(name => !CHART_FUNCTIONS.has(name)),
      ['and', 'or'].filter(name => !CHART_FUNCTIONS.has(name)),
    );
    assert.equal(functionSignature('mustRegexMatch'), 'mustRegexMatch PATTERN TEXT');
    assert.equal(functionSignature('uuidv4'), 'uuidv4');
    assert.equal(functionSignature('nothing'), undefined);
  });
});
