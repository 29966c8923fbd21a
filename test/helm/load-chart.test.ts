import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadChart } from '../../server/src/helm/load-chart.js';
import { readValuesFile } from '../../server/src/helm/values-file.js';

const NAMED = 'apiVersion: v2\nname: shop\nversion: 0.1.0\n';

describe('a chart is loaded', () => {
  it('with its templates, files and subcharts', () => {
    const { chart, problems } = load({
      'Chart.yaml': NAMED,
      'values.yaml': 'a: 1\n',
      'values.schema.json': '{}',
      'Chart.lock': '',
      'templates/a.yaml': '',
      'templates/.hidden': '',
      'crds/c.yaml': '',
      'README.md': '',
      'charts/db/Chart.yaml': 'apiVersion: v2\nname: database\nversion: 1.0.0\n',
      'charts/db/templates/b.yaml': '',
      'charts/cache-1.2.3.tgz/cache/Chart.yaml': 'apiVersion: v2\nname: cache\nversion: 1.2.3\ntype: library\n',
      'charts/cache-1.2.3.tgz/cache/templates/_c.tpl': '',
      'charts/_off/Chart.yaml': 'apiVersion: v2\nname: off\nversion: 1.2.3\n',
      'charts/README.md': '',
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(
      chart?.templates.map(({ path }) => path),
      ['templates/a.yaml'],
    );
    assert.deepEqual(
      chart?.files.map(({ path }) => path),
      ['crds/c.yaml', 'README.md'],
    );
    assert.deepEqual(
      chart?.subcharts.map(({ name, isLibrary, templates }) => [name, isLibrary, templates.map(({ uri }) => uri)]),
      [
        ['database', false, ['file:///shop/charts/db/templates/b.yaml']],
        ['cache', true, ['file:///shop/charts/cache-1.2.3.tgz/cache/templates/_c.tpl']],
      ],
    );
  });

  it('with the dependencies of Chart.yaml', () => {
    const { chart } = load({
      'Chart.yaml': `${NAMED}dependencies:
  - name: postgresql
    version: 12.x
    alias: db
    condition: db.enabled,global.db
    tags: [storage]
    import-values: [data, { child: a.b, parent: c }]
`,
    });
    const [dependency] = chart?.dependencies ?? [];
    assert.deepEqual(dependency && [dependency.name, dependency.alias, dependency.conditions, dependency.tags, dependency.imports], [
      'postgresql',
      'db',
      ['db.enabled', 'global.db'],
      ['storage'],
      [
        { child: ['exports', 'data'], parent: [] },
        { child: ['a', 'b'], parent: ['c'] },
      ],
    ]);
  });

  it('with the requirements.yaml of old charts', () => {
    const { chart } = load({ 'Chart.yaml': NAMED, 'requirements.yaml': 'dependencies:\n- name: cache\n  version: 1.x\n' });
    assert.deepEqual(
      chart?.dependencies.map(({ name, uri }) => [name, uri]),
      [['cache', 'file:///shop/requirements.yaml']],
    );
  });

  it('or not, without a Chart.yaml that says its name', () => {
    assert.deepEqual(load({ 'values.yaml': '' }).problems[0]?.message, 'The chart has no readable Chart.yaml.');
    assert.deepEqual(load({ 'Chart.yaml': 'version: 1.0.0\n' }).problems[0]?.message, 'The chart has no name.');
  });
});

describe('a file of values', () => {
  it('knows where its values and keys stand, and where their text can be edited', () => {
    const text =
      'a:\n  plain: x y\n  "quoted": \'it\'\n  escaped: "a\\tb"\n  number: 8080\n  big: 1000000\n  flag: true\n  yes: yes\n  none:\n';
    const { root, errors } = readValuesFile('file:///values.yaml', text);
    assert.deepEqual(errors, []);
    const a = root.get('a')?.data;
    assert.ok(a !== undefined && a !== null && typeof a === 'object' && 'entries' in a);
    const rows = [...a.entries].map(([key, { origin }]) => {
      const keyOrigin = a.keyOrigin(key);
      const exact = origin?.exactStart === undefined ? '-' : text.slice(origin.exactStart, origin.exactStart + 3);
      return `${key} ${origin?.path?.join('.')} ${text.slice(keyOrigin?.span.start, keyOrigin?.span.end)} ${text.slice(origin?.span.start, origin?.span.end)} ${exact}`;
    });
    assert.deepEqual(rows, [
      'plain a.plain plain x y x y',
      "quoted a.quoted \"quoted\" 'it' it'",
      'escaped a.escaped escaped "a\\tb" -',
      'number a.number number 8080 808',
      'big a.big big 1000000 -',
      'flag a.flag flag true tru',
      'true a.true yes yes -',
      'none a.none none  -',
    ]);
  });

  it('may be a stream, whose documents are laid over each other', () => {
    const { root } = readValuesFile('file:///values.yaml', 'a: {x: 1, y: 2}\n---\na: {x: 3}\nb: 4\n');
    assert.equal(root.get('b')?.data, 4);
    assert.equal(root.get('b')?.origin?.span.start, 33);
  });

  it('says why it cannot be read', () => {
    assert.equal(readValuesFile('file:///values.yaml', '- a\n').errors[0]?.message, 'The file is not a map of values.');
    assert.equal(readValuesFile('file:///values.yaml', 'a: "b\n').errors.length, 1);
  });
});

function load(files: Record<string, string>) {
  const chartFiles = Object.entries(files).map(([path, text]) => ({ uri: `file:///shop/${path}`, path, text }));
  return loadChart(chartFiles, ({ uri, text }) => readValuesFile(uri, text));
}
