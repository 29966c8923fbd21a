import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Linter } from '../../server/src/engine/linter.js';
import { chartHover } from '../../server/src/features/chart/chart-hover.js';
import { chartDefinitions, chartReferences, chartRename } from '../../server/src/features/chart/chart-navigation.js';
import { valuesCompletions } from '../../server/src/features/chart/values-completion.js';
import { type ChartsAround, chartsAround } from '../../server/src/features/chart/whole-chart.js';
import { applyEdits } from '../../server/src/text/text-edit.js';
import { type CaseFile, lintFiles, nameOf, uriOf } from '../support/case-workspace.js';

const FILES: Readonly<Record<string, string>> = {
  'charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'charts/shop/values.yaml': '# How many run.\nreplicas: 2\nimage:\n  tag: "1.4"\n',
  'charts/shop/ci/big-values.yaml': 'replicas: 9\n',
  'charts/shop/templates/shop.yaml': 'kind: A\nreplicas: {{ .Values.replicas }}\ntag: {{ .Values.image.tag }}\n',
  'apps/eu.yaml': application('eu', 'valueFiles: [/envs/eu.yaml]\nvaluesObject:\n  replicas: 5\n'),
  'apps/us.yaml': application(
    'us',
    'values: |\n  # Ours.\n  image:\n    tag: "1.5"\nparameters:\n  - name: "image.tag"\n    value: "1.6"\n',
  ),
  'envs/eu.yaml': 'image:\n  tag: "1.3"\n',
};

/** An Application with the lines of its `helm`. */
function application(name: string, helm: string, chart = 'shop'): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${name}
spec:
  source:
    repoURL: https://git.test/team/app.git
    path: charts/${chart}
    helm:
${helm.replace(/^(?=.)/gm, '      ')}`;
}

describe('what a chart is installed with', () => {
  it('is told on hovering, by the names of files and objects', () => {
    const { around, uri, offset } = at({ 'charts/shop/templates/shop.yaml': 'kind: A\ntag: {{ .Values.image.t<|>ag }}\n' });
    const [chart] = around(uri);
    const rows =
      chart &&
      chartHover(chart, uri, offset, [])
        ?.markdown.split('\n')
        .filter(line => line.startsWith('| '));
    assert.deepEqual(rows, [
      '| Values of | Value |',
      '| values.yaml | `"1.4"` |',
      '| ../../envs/eu.yaml | `"1.3"` |',
      '| Application "us" | `"1.5"` |',
      '| Application "us" | `"1.6"` |',
    ]);
  });

  it('tells on hovering there what it is used for, and what it becomes', () => {
    const { around, uri, offset, linter } = at({ 'apps/eu.yaml': FILES['apps/eu.yaml']?.replace('replicas', 'repl<|>icas') ?? '' });
    const [chart] = around(uri);
    const text = chart && chartHover(chart, uri, offset, linter.groupsOf(uri))?.markdown;
    assert.match(text ?? '', /How many run\.[\s\S]*Used in `templates\/shop\.yaml`\.[\s\S]*A replicas: 5/);
  });

  it('is where definitions and references lead, and where they start', () => {
    const places = ['charts/shop/values.yaml:4', 'envs/eu.yaml:2', 'apps/us.yaml:13', 'apps/us.yaml:15'];
    const fromTemplate = at({ 'charts/shop/templates/shop.yaml': 'tag: {{ .Values.image.t<|>ag }}\n' });
    assert.deepEqual(shown(fromTemplate, chartDefinitions(fromTemplate.around, fromTemplate.uri, fromTemplate.offset)), places);
    for (const changes of [
      { 'envs/eu.yaml': 'image:\n  ta<|>g: "1.3"\n' },
      { 'apps/us.yaml': FILES['apps/us.yaml']?.replace('image.tag', 'image.t<|>ag') ?? '' },
    ]) {
      const there = at(changes);
      assert.deepEqual(shown(there, chartReferences(there.around, there.uri, there.offset, true)), [
        'charts/shop/templates/shop.yaml:3',
        ...places,
      ]);
    }
  });

  it('is renamed with the chart: in files, maps, texts, and the names of parameters', () => {
    const text = renamed({ 'charts/shop/values.yaml': 'replicas: 2\nim<|>age:\n  tag: "1.4"\n' }, 'picture');
    assert.equal(text['envs/eu.yaml'], 'picture:\n  tag: "1.3"\n');
    assert.equal(text['apps/us.yaml'], FILES['apps/us.yaml']?.replaceAll('image', 'picture'));
    assert.match(text['charts/shop/templates/shop.yaml'] ?? '', /\.Values\.picture\.tag/);
    const replicas = renamed({ 'apps/eu.yaml': FILES['apps/eu.yaml']?.replace('replicas', 'repl<|>icas') ?? '' }, 'count');
    assert.match(replicas['apps/eu.yaml'] ?? '', /\n {8}count: 5\n/);
    assert.equal(replicas['charts/shop/ci/big-values.yaml'], 'count: 9\n');
  });

  it('is renamed in names with indices and escapes elsewhere', () => {
    const names = ['image.tag[0]', 'image.tag.a\\.b/c', "'image.tag'"];
    const helm = `valueFiles: [/envs/eu.yaml]\nparameters:\n${names.map(name => `  - name: ${name}\n    value: a\n`).join('')}`;
    const text = renamed({ 'apps/eu.yaml': application('eu', helm), 'envs/eu.yaml': 'image:\n  ta<|>g: "1.3"\n' }, 'version');
    assert.equal(text['apps/eu.yaml'], application('eu', helm.replaceAll('image.tag', 'image.version')));
  });

  it('is told and renamed in an ApplicationSet, for all of its elements', () => {
    const spec = application('{{env}}', 'values: |\n  replicas: {{count}}\nparameters:\n  - name: image.tag\n    value: v-{{env}}\n');
    const template = spec
      .slice(spec.indexOf('metadata:'))
      .replace(/^(?=.)/gm, '    ')
      .replace('name: {{env}}', "name: '{{env}}'");
    const elements = '    - list: { elements: [{ env: eu, count: "5" }, { env: us, count: "6" }] }\n';
    const set = `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata:\n  name: shops\nspec:\n  generators:\n${elements}  template:\n${template}`;
    const others = { 'apps/eu.yaml': set, 'apps/us.yaml': '' };
    const text = renamed({ ...others, 'charts/shop/values.yaml': 'repl<|>icas: 2\nimage:\n  tag: "1.4"\n' }, 'count');
    assert.equal(text['apps/eu.yaml'], set.replace('replicas:', 'count:'));
    const tag = renamed({ ...others, 'charts/shop/values.yaml': 'replicas: 2\nimage:\n  t<|>ag: "1.4"\n' }, 'version');
    assert.equal(tag['apps/eu.yaml'], set.replace('image.tag', 'image.version'));
    const { around, uri, offset } = at({ ...others, 'charts/shop/values.yaml': 'repl<|>icas: 2\nimage:\n  tag: "1.4"\n' });
    const [chart] = around(uri);
    assert.match((chart && chartHover(chart, uri, offset, [])?.markdown) ?? '', /Application "eu" \| `\{\{count\}\}`/);
  });

  it('is renamed in all charts that share it', () => {
    const text = renamed({ ...SECOND, 'envs/eu.yaml': 'image:\n  ta<|>g: "1.3"\n' }, 'version');
    assert.match(text['charts/web/values.yaml'] ?? '', /version: a/);
    assert.match(text['charts/web/templates/web.yaml'] ?? '', /\.image\.version/);
    assert.match(text['charts/shop/templates/shop.yaml'] ?? '', /\.image\.version/);
  });

  for (const [what, changes, because] of [
    [
      'what a chart of elsewhere is installed with',
      { 'apps/web.yaml': application('web', 'valueFiles: [$v/envs/eu.yaml]\n').replace('    path: charts/shop', OTHER_SOURCES()) },
      '"eu.yaml" sets "tag" for Application "web" too, whose chart is not here.',
    ],
    [
      'what an Application names that is left out',
      { 'apps/eu.yaml': application('eu', 'values: "image: { tag: 1 }"\n') },
      '"eu.yaml" names "tag" too, and may have to change with it. Application "eu" is left out: Its values are written as a text in quotes.',
    ],
    [
      'what the name of a parameter spells with escapes',
      { 'apps/eu.yaml': application('eu', 'parameters:\n  - name: image.t\\ag\n    value: a\n') },
      'A text in "eu.yaml" names "tag" too and is written with escapes or folded: rename it there first.',
    ],
    [
      'what a parameter sets whose name is written in another way',
      { 'apps/eu.yaml': application('eu', 'parameters:\n  - name: "image.t\\x61g"\n    value: a\n') },
      '"eu.yaml" sets "tag" too, where the chart is installed: rename it there first.',
    ],
    [
      'what a condition in Chart.yaml asks for',
      {
        'charts/shop/Chart.yaml': `${FILES['charts/shop/Chart.yaml']}dependencies:\n  - { name: cache, version: 1.0.0, condition: image.tag }\n`,
      },
      'A dependency of the chart asks for "tag" in Chart.yaml: rename it there first.',
    ],
  ] as const) {
    it(`is no reason to rename half: ${what}`, () => {
      const { around, uri, offset } = at({ ...changes, 'charts/shop/values.yaml': 'replicas: 2\nimage:\n  t<|>ag: "1.4"\n' });
      assert.deepEqual(chartRename(around, uri, offset), { kind: 'refused', because });
    });
  }

  it('is completed with the keys of the chart, in files, maps and texts, also while they cannot be read', () => {
    assert.deepEqual(completed({ 'envs/eu.yaml': 'image:\n  tag: "1.3"\nrep<|>' }), ['replicas']);
    assert.deepEqual(completed({ 'charts/shop/ci/big-values.yaml': 'im<|>' }), ['image', 'replicas']);
    assert.deepEqual(completed({ 'apps/eu.yaml': application('eu', 'valuesObject:\n  replicas: 5\n  image:\n    t<|>\n') }), ['tag']);
    assert.deepEqual(completed({ 'apps/eu.yaml': application('eu', 'values: |\n  replicas: 5\n  image:\n    t<|>\n') }), ['tag']);
    assert.deepEqual(completed({ 'apps/eu.yaml': application('e<|>u', 'valuesObject:\n  replicas: 5\n') }), []);
  });
});

describe('charts that depend on others in folders', () => {
  const files = {
    'charts/shop/Chart.yaml': `${FILES['charts/shop/Chart.yaml']}dependencies:\n  - { name: lib, alias: store, version: 1.0.0, repository: "file://../lib" }\n`,
    'charts/shop/values.yaml': 'replicas: 2\nimage: { tag: a }\nstore:\n  size: 1Gi\n',
    'charts/lib/Chart.yaml': 'apiVersion: v2\nname: lib\nversion: 1.0.0\n',
    'charts/lib/values.yaml': 'size: 2Gi\n',
    'charts/lib/templates/claim.yaml': 'kind: B\nsize: {{ .Values.size }}\n',
    'apps/eu.yaml': application('eu', 'valuesObject:\n  store:\n    size: 3Gi\n'),
  };
  const all = ['apps/eu.yaml:12', 'charts/lib/templates/claim.yaml:2', 'charts/lib/values.yaml:1', 'charts/shop/values.yaml:4'];

  for (const [name, text] of [
    ['charts/shop/values.yaml', files['charts/shop/values.yaml'].replace('size', 'si<|>ze')],
    ['charts/lib/values.yaml', 'si<|>ze: 2Gi\n'],
    ['charts/lib/templates/claim.yaml', 'kind: B\nsize: {{ .Values.si<|>ze }}\n'],
    ['apps/eu.yaml', files['apps/eu.yaml'].replace('size', 'si<|>ze')],
  ] as const) {
    it(`are renamed together, from ${name}`, () => {
      const cursor = at({ ...files, [name]: text });
      const rename = chartRename(cursor.around, cursor.uri, cursor.offset);
      assert.equal(rename?.kind, 'possible', JSON.stringify(rename));
      assert.deepEqual(shown(cursor, rename.kind === 'possible' ? rename.edits : []).sort(), all);
    });
  }

  it('are told together on hovering', () => {
    const { around, uri, offset } = at({ ...files, 'charts/lib/values.yaml': 'si<|>ze: 2Gi\n' });
    const texts = around(uri).map(chart => chartHover(chart, uri, offset, [])?.markdown ?? '');
    assert.equal(texts.length, 2);
    assert.match(
      texts[1] ?? '',
      /\.Values\.store\.size[\s\S]*values\.yaml \| `1Gi`[\s\S]*\.\.\/lib\/values\.yaml \| `2Gi`[\s\S]*Application "eu" \| `3Gi`/,
    );
  });

  it('keep the names by which they are known', () => {
    const { around, uri, offset } = at({ ...files, 'charts/shop/values.yaml': 'sto<|>re:\n  size: 1Gi\n' });
    assert.deepEqual(chartRename(around, uri, offset), { kind: 'refused', because: '"store" is the name of a chart.' });
  });
});

function OTHER_SOURCES(): string {
  return '    chart: web\n  sources:\n    - repoURL: https://git.test/team/app.git\n      ref: v\n    - repoURL: https://charts.test\n      chart: web\n      helm: { valueFiles: [$v/envs/eu.yaml] }\n  old:';
}

const SECOND = {
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'charts/web/values.yaml': 'image: { tag: a }\n',
  'charts/web/templates/web.yaml': 'tag: {{ .Values.image.tag }}\n',
  'apps/web.yaml': application('web', 'valueFiles: [/envs/eu.yaml]\n', 'web'),
};

interface Cursor {
  readonly linter: Linter;
  readonly around: ChartsAround;
  readonly uri: string;
  readonly offset: number;
  readonly files: readonly CaseFile[];
}

/** The files with some replaced; the cursor stands in one of those. */
function at(changes: Readonly<Record<string, string>>): Cursor {
  const all = Object.entries({ ...FILES, ...changes });
  const [name, marked] = all.find(([, text]) => text.includes('<|>')) ?? ['', ''];
  const files = all.map(([file, text]) => ({ name: file, text: text.replace('<|>', '') }));
  const linter = lintFiles(files);
  return { linter, around: chartsAround(linter), uri: uriOf(name), offset: marked.indexOf('<|>'), files };
}

function shown({ linter }: Cursor, places: readonly { readonly uri: string; readonly span: { readonly start: number } }[]): string[] {
  return places.map(({ uri, span }) => `${nameOf(uri)}:${linter.textOf(uri)?.slice(0, span.start).split('\n').length}`);
}

function renamed(changes: Readonly<Record<string, string>>, newText: string): Readonly<Record<string, string>> {
  const { around, uri, offset, files } = at(changes);
  const rename = chartRename(around, uri, offset);
  assert.equal(rename?.kind, 'possible', JSON.stringify(rename));
  const edits = rename.kind === 'possible' ? rename.edits : [];
  const editsIn = (name: string) => edits.filter(place => place.uri === uriOf(name)).map(({ span }) => ({ span, newText }));
  return Object.fromEntries(files.map(({ name, text }) => [name, applyEdits(text, editsIn(name))]));
}

function completed(changes: Readonly<Record<string, string>>): string[] {
  const { around, uri, offset, linter } = at(changes);
  const labels = around(uri).flatMap(chart => valuesCompletions(chart, uri, linter.textOf(uri) ?? '', offset));
  return labels.map(({ label }) => label).sort();
}
