import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChartFile } from '../../server/src/helm/chart-file.js';
import { ChartRenderer } from '../../server/src/helm/chart-renderer.js';
import type { RenderOptions } from '../../server/src/helm/prepare-chart.js';
import type { RenderedChart } from '../../server/src/helm/rendered-chart.js';
import { chartFilesIn, fixtureCharts } from '../support/fixture-charts.js';

const CHART = 'apiVersion: v2\nname: shop\nversion: 0.1.0\n';

describe('a chart is rendered again', () => {
  const FILES = {
    'Chart.yaml': CHART,
    'values.yaml': 'first: 1\nsecond:\n  a: 1\n  b: 2\nhelper: h\n',
    'templates/first.yaml': 'a: {{ .Values.first }}\n',
    'templates/second.yaml': 'a: {{ .Values.second.a }}\n',
    'templates/whole.yaml': '{{ toYaml .Values.second }}\n',
    'templates/included.yaml': 'a: {{ include "shop.helper" . }}\n',
    'templates/_helpers.tpl': '{{ define "shop.helper" }}{{ .Values.helper }}{{ end }}',
    'templates/guarded.yaml': '{{ if .Values.second }}a: 1{{ end }}\n',
  };

  const afterEdit = (path: string, text: string) => {
    const renderer = new ChartRenderer();
    render(renderer, FILES);
    return render(renderer, { ...FILES, [path]: text });
  };

  it('not at all where nothing has changed', () => {
    const renderer = new ChartRenderer();
    const before = render(renderer, FILES);
    const after = render(renderer, FILES);
    assert.equal(before.renderedCount, 5);
    assert.equal(after.renderedCount, 0);
    assert.deepEqual(after.templates, before.templates);
  });

  it('only in the templates that read what has changed', () => {
    assert.equal(afterEdit('values.yaml', FILES['values.yaml'].replace('first: 1', 'first: 2')).renderedCount, 1);
    assert.equal(afterEdit('values.yaml', FILES['values.yaml'].replace('a: 1', 'a: 3')).renderedCount, 2);
    assert.equal(afterEdit('values.yaml', FILES['values.yaml'].replace('b: 2', 'b: 3')).renderedCount, 1);
    assert.equal(afterEdit('values.yaml', FILES['values.yaml'].replace('second:\n  a: 1\n  b: 2', 'second: {}')).renderedCount, 3);
    assert.equal(afterEdit('values.yaml', FILES['values.yaml'].replace('helper: h', 'helper: i')).renderedCount, 1);
    assert.equal(afterEdit('values.yaml', `${FILES['values.yaml']}unused: 1\n`).renderedCount, 0);
  });

  it('in the templates that include what has changed', () => {
    const { renderedCount, templates } = afterEdit('templates/_helpers.tpl', `\n${FILES['templates/_helpers.tpl']}`);
    assert.equal(renderedCount, 1);
    assert.equal(templates.find(({ name }) => name.endsWith('included.yaml'))?.text, 'a: h\n');
  });

  it('whole where metadata or other files have changed', () => {
    assert.equal(afterEdit('Chart.yaml', `${CHART}appVersion: "2"\n`).renderedCount, 5);
  });

  it('with the places where values stand now', () => {
    const { templates, renderedCount } = afterEdit('values.yaml', `# A comment.\n${FILES['values.yaml']}`);
    assert.equal(renderedCount, 0);
    const traced = templates.find(({ name }) => name.endsWith('first.yaml'))?.traced;
    const value = traced?.spans.find(({ origin }) => origin?.kind === 'value');
    assert.deepEqual([value?.sourceOffset, value?.origin?.span.start, value?.origin?.exactStart], [20, 20, 20]);
  });

  it('whole on a copy where templates change values', () => {
    const renderer = new ChartRenderer();
    const files = {
      'Chart.yaml': CHART,
      'values.yaml': 'a: {b: 1}\n',
      'templates/a.yaml': 'a: {{ .Values.a.b }}\n',
      'templates/b.yaml': '{{ $_ := set .Values.a "b" (add 1 .Values.a.b) }}b: {{ .Values.a.b }}\n',
    };
    for (let time = 0; time < 3; time++) assert.deepEqual(textsOf(render(renderer, files)), ['a: 2\n', 'b: 2\n']);
    const without = { ...files, 'templates/b.yaml': 'b: {{ .Values.a.b }}\n' };
    for (let time = 0; time < 3; time++) assert.deepEqual(textsOf(render(renderer, without)), ['a: 1\n', 'b: 1\n']);
  });

  for (const { name, folder } of fixtureCharts()) {
    it(`as if for the first time: ${name}`, () => {
      const files = chartFilesIn(folder);
      const renderer = new ChartRenderer();
      renderFiles(renderer, files);
      for (const edited of editsOf(files)) {
        const fresh = renderFiles(new ChartRenderer(), edited);
        const again = renderFiles(renderer, edited);
        // Of what cannot be read, the renderer that has read it before knows more.
        if (fresh.problems.length === 0) assert.deepEqual(outcomeOf(again), outcomeOf(fresh));
      }
    });
  }
});

describe('what cannot be read', () => {
  const FILES = { 'Chart.yaml': CHART, 'values.yaml': 'a: 1\n', 'templates/a.yaml': 'a: {{ .Values.a }}\n', 'templates/b.yaml': 'b: 1\n' };

  it('in a template counts as it was, and is said', () => {
    const renderer = new ChartRenderer();
    render(renderer, FILES);
    const { templates, errors, stale } = render(renderer, { ...FILES, 'templates/a.yaml': 'a: {{ .Values.a }\n' });
    assert.deepEqual(
      templates.map(({ text }) => text),
      ['a: 1\n', 'b: 1\n'],
    );
    assert.deepEqual(
      errors.map(({ kind, template, uri }) => [kind, template, uri]),
      [['parse', 'shop/templates/a.yaml', 'file:///shop/templates/a.yaml']],
    );
    assert.deepEqual([...stale], ['file:///shop/templates/a.yaml']);
    const last = templates[0]?.traced.spans.at(-1);
    assert.deepEqual([last?.sourceOffset, last?.origin?.span], [17, { start: 17, end: 18 }]);
  });

  it('in a template that never could be leaves that one out', () => {
    const { templates, errors } = render(new ChartRenderer(), { ...FILES, 'templates/a.yaml': 'a: {{ .Values.a' });
    assert.deepEqual([templates.length, errors.length], [1, 1]);
  });

  it('in a file of values counts as it was, and is said', () => {
    const renderer = new ChartRenderer();
    render(renderer, FILES);
    const { templates, problems, stale } = render(renderer, { ...FILES, 'values.yaml': 'b: "2\na: 1\n' });
    assert.equal(templates[0]?.text, 'a: 1\n');
    assert.equal(problems.length, 1);
    assert.deepEqual([...stale], ['file:///shop/values.yaml']);
    const value = templates[0]?.traced.spans.find(({ origin }) => origin?.kind === 'value');
    assert.deepEqual([value?.sourceOffset, value?.origin?.span], [9, { start: 9, end: 10 }]);
  });

  it('in a file of values that never could be leaves nothing to render', () => {
    const { templates, problems } = render(new ChartRenderer(), { ...FILES, 'values.yaml': 'a: "2\n' });
    assert.deepEqual([templates.length, problems.length], [0, 1]);
  });
});

describe('a template without output says why', () => {
  const errorOf = (template: string, options: RenderOptions = {}, chart = CHART) => {
    const { errors } = render(new ChartRenderer(), { 'Chart.yaml': chart, 'templates/a.yaml': template }, options);
    return errors.map(({ kind, message, span }) => `${kind} ${template.slice(span.start, span.end)} ${message}`).join('\n');
  };

  it('where it fails', () => {
    assert.match(
      errorOf('a: {{ fail "no good" }}'),
      /^refused fail "no good" execution error at \(shop\/templates\/a\.yaml:1:6\): no good$/,
    );
    assert.match(errorOf('a: {{ required "a name is needed" .Values.name }}'), /^refused .* a name is needed$/);
    assert.match(errorOf('a: {{ .Values.a.b.c }}'), /^execution \.Values\.a\.b\.c .*nil pointer evaluating interface \{\}\.b$/);
  });

  it('where a dependency is not there', () => {
    const chart = `${CHART}dependencies:\n  - name: common\n    version: 1.x\n`;
    assert.match(errorOf('a: {{ include "common.names" . }}', {}, chart), /^missing /);
  });

  it('where it takes too long, or prints too much', () => {
    assert.match(errorOf('{{ range until 1000000 }}{{ end }}', { limits: { steps: 1000 } }), /^budget .*too many steps/);
    assert.match(errorOf('{{ repeat 1000 "x" }}', { limits: { output: 100 } }), /^budget .*prints too much/);
    assert.match(errorOf('{{ define "x" }}{{ include "x" . }}{{ end }}{{ include "x" . }}'), /^(?:budget|execution) /);
  });
});

function render(renderer: ChartRenderer, files: Record<string, string>, options: RenderOptions = {}): RenderedChart {
  const chartFiles = Object.entries(files).map(([path, text]) => ({ uri: `file:///shop/${path}`, path, text }));
  return renderer.render(chartFiles, { name: 'values', files: [] }, options);
}

function renderFiles(renderer: ChartRenderer, files: readonly ChartFile[]): RenderedChart {
  return renderer.render(files, { name: 'values', files: [] });
}

function textsOf({ templates }: RenderedChart): string[] {
  return templates.map(({ text }) => text);
}

/** Everything that is said about a rendering, places included. */
function outcomeOf({ templates, errors, problems }: RenderedChart) {
  const stretches = templates.map(({ name, traced }) => [
    name,
    traced.text,
    traced.spans.map(({ end, origin, sourceOffset, site }) => [end, origin?.file, origin?.span, sourceOffset, site?.span]),
  ]);
  return { stretches, errors: errors.map(({ message, span }) => [message, span]), problems };
}

/** A line less, a comment more, in each file of values and in a template. */
function* editsOf(files: readonly ChartFile[]): Generator<ChartFile[]> {
  for (const file of files.filter(({ path }) => /^(?!templates).*values\.yaml$|_helpers\.tpl$/.test(path))) {
    const lines = file.text.split('\n');
    const change = (text: string) => files.map(other => (other === file ? { ...file, text } : other));
    if (file.path.endsWith('.tpl')) yield change(`{{/* A comment. */}}\n${file.text}`);
    else {
      yield change(`# A comment.\n${file.text}`);
      for (let line = 0; line < lines.length; line += Math.max(1, Math.floor(lines.length / 6))) {
        yield change(lines.filter((_, index) => index !== line).join('\n'));
      }
    }
  }
  yield [...files];
}
