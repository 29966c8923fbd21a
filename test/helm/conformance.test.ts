import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { TracedText } from '../../server/src/gotemplate/traced-text.js';
import { type Data, GoList, GoMap } from '../../server/src/gotemplate/value.js';
import { ChartRenderer } from '../../server/src/helm/chart-renderer.js';
import { inInstallOrder } from '../../server/src/helm/install-order.js';
import type { RenderedChart } from '../../server/src/helm/rendered-chart.js';
import { readValuesFile } from '../../server/src/helm/values-file.js';
import { chartFilesIn, fixtureCharts, helmTemplate, overlaysOf } from '../support/fixture-charts.js';
import { realTool } from '../support/real-tool.js';

const skip =
  realTool('helm') === undefined ? 'There is no helm: what charts render to was not compared with the real one (CONTRIBUTING.md)' : false;
const MUTATIONS = 10;

describe('the real helm renders charts as we do', { skip, concurrency: 2 }, () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'plimsoll-helm-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('a subchart in an archive', async () => {
    const chart = join(folder, 'packed');
    cpSync(join(fixtureCharts().find(({ name }) => name === 'subcharts')?.folder ?? '', '.'), chart, { recursive: true });
    for (const name of ['backend', 'cache', 'metrics']) {
      execFileSync('tar', ['-czf', join(chart, `charts/${name}-1.0.0.tgz`), '-C', join(chart, 'charts'), name]);
      rmSync(join(chart, 'charts', name), { recursive: true });
    }
    const files = chartFilesIn(chart);
    assert.equal(files.filter(({ uri }) => uri.includes('cache-1.0.0.tgz/cache/charts/store/')).length, 3);
    assertSame(await helmTemplate(chart, []), new ChartRenderer().render(files, { name: 'values', files: [] }));
  });

  it('dependencies in folders beside the chart, as if they were built', async () => {
    const chart = (name: string, more = '') => `apiVersion: v2\nname: ${name}\nversion: 1.2.3\n${more}`;
    const files = {
      'app/Chart.yaml': chart(
        'app',
        'dependencies:\n- { name: lib, version: 1.x, repository: "file://../lib" }\n- { name: web, alias: front, version: 1.2.3, repository: "file://../web" }\n',
      ),
      'app/values.yaml': 'front: { color: red }\n',
      'app/templates/a.yaml': 'kind: ConfigMap\nname: {{ include "lib.name" . }}\n',
      'lib/Chart.yaml': chart('lib', 'type: library\n'),
      'lib/templates/_name.tpl': '{{ define "lib.name" }}{{ .Release.Name }}-{{ .Chart.Name }}{{ end }}\n',
      'web/Chart.yaml': chart('web'),
      'web/.helmignore': 'templates/left-out.yaml\n',
      'web/values.yaml': 'color: blue\nsize: 1\n',
      'web/templates/b.yaml': 'kind: Secret\nvalue: {{ .Values.color }} {{ .Values.size }}\n',
      'web/templates/left-out.yaml': 'kind: Secret\n',
    };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const ours = new ChartRenderer().render(
      chartFilesIn(join(folder, 'app')),
      { name: 'values', files: [] },
      { findLocal: (_, path) => chartFilesIn(join(folder, 'app', path)) },
    );
    execFileSync(realTool('helm') ?? '', ['dependency', 'build', join(folder, 'app')], { stdio: 'ignore' });
    assertSame(await helmTemplate(join(folder, 'app'), []), ours);
    assert.equal(ours.templates.length, 2);
  });

  for (const chart of fixtureCharts()) {
    const files = chartFilesIn(chart.folder);
    const renderer = new ChartRenderer();
    const compare = async (values: readonly { uri: string; text: string }[]) => {
      const paths = values.map(({ uri }) => uri.replace('file://', ''));
      assertSame(await helmTemplate(chart.folder, paths), renderer.render(files, { name: 'values', files: values }));
    };

    it(chart.name, () => compare([]));
    for (const overlay of overlaysOf(files)) it(`${chart.name} with ${overlay.path}`, () => compare([overlay]));
    for (const [index, { what, values }] of mutationsOf(files).entries()) {
      it(`${chart.name} with ${what}`, () => {
        const file = { uri: `file://${join(folder, `${chart.name}-${index}.yaml`)}`, text: JSON.stringify(values) };
        writeFileSync(file.uri.replace('file://', ''), file.text);
        return compare([file]);
      });
    }
  }
});

function assertSame(expected: Awaited<ReturnType<typeof helmTemplate>>, rendered: RenderedChart): void {
  const errors = [...rendered.errors, ...rendered.problems].map(({ message }) => message);
  if ('error' in expected) {
    // Helm reads what it has rendered; we leave that to the rules.
    if (!/YAML parse error|error unmarshaling JSON/.test(expected.error)) assert.notDeepEqual(errors, [], expected.error);
    return;
  }
  assert.deepEqual(errors, []);
  const printed = inInstallOrder(rendered.templates).map(({ output: { name, text }, span: { start, end } }) => {
    return `---\n# Source: ${name}\n${text.slice(start, end)}\n`;
  });
  assert.equal(printed.join(''), expected.output.replace(/^\n/, ''));
}

/** Values that differ from those of a chart in one place each: something else, nothing, or null. */
function mutationsOf(files: ReturnType<typeof chartFilesIn>): { what: string; values: unknown }[] {
  const file = files.find(({ path }) => path === 'values.yaml');
  if (file === undefined) return [];
  const values = toJson(readValuesFile(file.uri, file.text).root);
  const all = [...placesIn(values, [])].flatMap(({ path, value }) => [
    ...changesOf(value).map(change => ({ what: `${path.join('.')} = ${JSON.stringify(change)}`, values: replaced(values, path, change) })),
  ]);
  const step = Math.max(1, all.length / MUTATIONS);
  return Array.from({ length: Math.min(MUTATIONS, all.length) }, (_, index) => all[Math.floor(index * step)] ?? { what: '', values });
}

function* placesIn(value: unknown, path: readonly string[]): Generator<{ path: readonly string[]; value: unknown }> {
  if (path.length > 0) yield { path, value };
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) yield* placesIn(child, [...path, key]);
}

function changesOf(value: unknown): unknown[] {
  if (typeof value === 'boolean') return [!value, null];
  if (typeof value === 'number') return [value + 1, null];
  return typeof value === 'string' ? ['', null] : [null];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], change: unknown): unknown {
  if (key === undefined) return change;
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === key ? replaced(item, rest, change) : item));
  const entries = Object.entries(value ?? {});
  return Object.fromEntries(entries.map(([name, child]) => [name, name === key ? replaced(child, rest, change) : child]));
}

function toJson(data: Data): unknown {
  if (data instanceof GoMap) return Object.fromEntries([...data.entries].map(([key, value]) => [key, toJson(value.data)]));
  if (data instanceof GoList) return data.items.map(item => toJson(item.data));
  return data instanceof TracedText ? data.text : data;
}
