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
    assert.equal(before.renderedNow.length, 5);
    assert.equal(after.renderedNow.length, 0);
    assert.deepEqual(after.templates, before.templates);
  });

  it('only in the templates that read what has changed', () => {
    const values = {
      plain: 1,
      tested: { isOn: true, size: 1 },
      withed: { name: 'w', other: 1 },
      ranged: [{ name: 'r' }],
      walked: { one: 1, two: 2 },
      whole: { deep: { deeper: 1 } },
      helper: { name: 'h' },
      handed: { label: 'l', other: 1 },
      run: 'x: {{ .Values.inText }}',
      inText: 1,
      dynamic: { a: 1, b: 2 },
      which: 'a',
      defaulted: null,
      fallback: 1,
      unread: 1,
      sub: { size: 1 },
      global: { zone: 'z' },
    };
    const files = {
      'Chart.yaml': CHART,
      'templates/plain.yaml': 'a: {{ .Values.plain }}\n',
      'templates/tested.yaml': '{{ if .Values.tested.isOn }}a: 1{{ end }}\n',
      'templates/sized.yaml': '{{ if .Values.tested }}a: {{ .Values.tested.size }}{{ end }}\n',
      'templates/with.yaml': '{{ with .Values.withed }}a: {{ .name }}{{ end }}\n',
      'templates/range.yaml': '{{ range .Values.ranged }}\n- {{ .name }}\n{{ end }}\n',
      'templates/walk.yaml': '{{ range $key, $value := .Values.walked }}\n{{ $key }}: {{ $value }}\n{{ end }}\n',
      'templates/whole.yaml': '{{ toYaml .Values.whole }}\n',
      'templates/part.yaml': '{{ toYaml .Values.whole.deep }}\n',
      'templates/_helpers.tpl':
        '{{ define "name" }}{{ .Values.helper.name }}{{ end }}{{ define "label" }}l: {{ .label }}{{ end }}{{ define "outer" }}{{ include "name" . }}{{ end }}',
      'templates/include.yaml': 'a: {{ include "outer" . }}\n',
      'templates/handed.yaml': '{{ include "label" .Values.handed }}\n',
      'templates/run.yaml': '{{ tpl .Values.run . }}\n',
      'templates/dynamic.yaml': 'a: {{ index .Values.dynamic .Values.which }}\n',
      'templates/default.yaml': 'a: {{ .Values.defaulted | default .Values.fallback }}\n',
      'charts/sub/Chart.yaml': CHART.replace('shop', 'sub'),
      'charts/sub/values.yaml': 'size: 0\n',
      'charts/sub/templates/size.yaml': 'a: {{ .Values.size }}\n',
      'charts/sub/templates/zone.yaml': 'a: {{ .Values.global.zone }}\n',
    };
    const renderedAfter = (changes: object) => {
      const renderer = new ChartRenderer();
      const yaml = (data: object) => `${JSON.stringify(data, undefined, 2)}\n`;
      render(renderer, { ...files, 'values.yaml': yaml(values) });
      const after = { ...files, 'values.yaml': yaml({ ...values, ...changes }) };
      const again = render(renderer, after);
      assert.deepEqual(textsOf(again), textsOf(render(new ChartRenderer(), after)));
      return again.renderedNow.map(name => /(\w+)\.yaml$/.exec(name)?.[1]).sort();
    };
    assert.deepEqual(renderedAfter({}), []);
    assert.deepEqual(renderedAfter({ unread: 2 }), []);
    assert.deepEqual(renderedAfter({ plain: 2 }), ['plain']);
    assert.deepEqual(renderedAfter({ tested: { isOn: false, size: 1 } }), ['tested']);
    assert.deepEqual(renderedAfter({ tested: { isOn: true, size: 2 } }), ['sized']);
    assert.deepEqual(renderedAfter({ withed: { name: 'v', other: 1 } }), ['with']);
    assert.deepEqual(renderedAfter({ withed: { name: 'w', other: 2 } }), []);
    assert.deepEqual(renderedAfter({ ranged: [{ name: 's' }] }), ['range']);
    assert.deepEqual(renderedAfter({ walked: { one: 1, two: 3 } }), ['walk']);
    assert.deepEqual(renderedAfter({ whole: { deep: { deeper: 2 } } }), ['part', 'whole']);
    assert.deepEqual(renderedAfter({ whole: { deep: { deeper: 1 }, more: 1 } }), ['whole']);
    assert.deepEqual(renderedAfter({ helper: { name: 'i' } }), ['include']);
    assert.deepEqual(renderedAfter({ handed: { label: 'm', other: 1 } }), ['handed']);
    assert.deepEqual(renderedAfter({ handed: { label: 'l', other: 2 } }), []);
    assert.deepEqual(renderedAfter({ inText: 2 }), ['run']);
    assert.deepEqual(renderedAfter({ run: 'y: {{ .Values.inText }}' }), ['run']);
    assert.deepEqual(renderedAfter({ dynamic: { a: 1, b: 3 } }), []);
    assert.deepEqual(renderedAfter({ which: 'b' }), ['dynamic']);
    assert.deepEqual(renderedAfter({ fallback: 2 }), ['default']);
    assert.deepEqual(renderedAfter({ sub: { size: 2 } }), ['size']);
    assert.deepEqual(renderedAfter({ global: { zone: 'y' } }), ['zone']);
  });

  it('in the templates that include what has changed', () => {
    const { renderedNow, templates } = afterEdit('templates/_helpers.tpl', `\n${FILES['templates/_helpers.tpl']}`);
    assert.equal(renderedNow.length, 1);
    assert.equal(templates.find(({ name }) => name.endsWith('included.yaml'))?.text, 'a: h\n');
  });

  it('whole where metadata or other files have changed', () => {
    assert.equal(afterEdit('Chart.yaml', `${CHART}appVersion: "2"\n`).renderedNow.length, 5);
  });

  it('with the places where values stand now', () => {
    const { templates, tracedOf, renderedNow } = afterEdit('values.yaml', `# A comment.\n${FILES['values.yaml']}`);
    assert.equal(renderedNow.length, 0);
    const traced = templates.filter(({ name }) => name.endsWith('first.yaml')).map(tracedOf)[0];
    const value = traced?.spans.find(({ origin }) => origin?.kind === 'value');
    assert.deepEqual([value?.sourceOffset, value?.origin?.span.start, value?.origin?.exactStart], [20, 20, 20]);
  });

  it('in the templates that change values, as if nobody had changed them before', () => {
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

  it('in the templates that read what others change, and in no more', () => {
    const renderer = new ChartRenderer();
    const files = {
      'Chart.yaml': CHART,
      'values.yaml': 'a: {b: 1}\nc: {d: 1}\ne: 1\n',
      'templates/a.yaml': 'a: {{ .Values.a.b }}\n',
      'templates/b.yaml': 'b: {{ toJson .Values.a }}\n',
      'templates/c.yaml': 'c: {{ .Values.c.d }}\n',
      'templates/d.yaml': '{{ $_ := set .Values.a "b" .Values.e }}d: {{ .Values.e }}\n',
      'templates/e.yaml': 'e: {{ .Values.e }}\n',
    };
    render(renderer, files);
    const other = { ...files, 'values.yaml': files['values.yaml'].replace('e: 1', 'e: 2') };
    assert.deepEqual(textsOf(render(renderer, other)), ['a: 2\n', 'b: {"b":2}\n', 'c: 1\n', 'd: 2\n', 'e: 2\n']);
    const { renderedNow } = render(renderer, { ...other, 'values.yaml': other['values.yaml'].replace('d: 1', 'd: 3') });
    assert.deepEqual(
      [...renderedNow].sort(),
      ['a', 'b', 'c', 'd'].map(name => `shop/templates/${name}.yaml`),
    );
  });

  it('whole where templates change items of lists', () => {
    const renderer = new ChartRenderer();
    const files = {
      'Chart.yaml': CHART,
      'values.yaml': 'items: [{a: 1}]\nb: 1\n',
      'templates/a.yaml': 'a: {{ toJson .Values.items }}\n',
      'templates/b.yaml': '{{ range .Values.items }}{{ $_ := set . "a" $.Values.b }}{{ end }}b: 1\n',
    };
    render(renderer, files);
    const again = render(renderer, { ...files, 'values.yaml': files['values.yaml'].replace('b: 1', 'b: 2') });
    assert.deepEqual(textsOf(again), ['a: [{"a":2}]\n', 'b: 1\n']);
    assert.equal(again.renderedNow.length, 2);
  });

  it('for another value set only where that differs', () => {
    const renderer = new ChartRenderer();
    const files = {
      'Chart.yaml': CHART,
      'values.yaml': 'a: 1\nb: 1\n',
      'templates/a.yaml': 'a: {{ .Values.a }}\n',
      'templates/b.yaml': 'b: {{ .Values.b }}\n',
    };
    render(renderer, files);
    const production = { name: 'values-prod.yaml', files: [{ uri: 'values-prod.yaml', text: 'b: 2\n' }] };
    const rendered = renderer.render(chartFilesOf(files), production);
    assert.deepEqual(textsOf(rendered), ['a: 1\n', 'b: 2\n']);
    assert.deepEqual(rendered.renderedNow, ['shop/templates/b.yaml']);
  });

  for (const { name, folder } of fixtureCharts()) {
    it(`with other values as if these were the first: ${name}`, () => {
      const files = chartFilesIn(folder);
      const renderer = new ChartRenderer();
      for (const edited of editsOf(files)) {
        const overlays = edited.filter(({ path, text }) => path === 'values.yaml' && text !== textIn(files, path));
        const set = { name: 'values-other.yaml', files: overlays.map(({ text }) => ({ uri: 'values-other.yaml', text })) };
        renderFiles(renderer, files);
        const again = renderer.render(files, set);
        const fresh = new ChartRenderer().render(files, set);
        if (fresh.problems.length === 0) assert.deepEqual(outcomeOf(again), outcomeOf(fresh));
      }
    });

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
    const { templates, tracedOf, errors, stale } = render(renderer, { ...FILES, 'templates/a.yaml': 'a: {{ .Values.a }\n' });
    assert.deepEqual(
      templates.map(({ text }) => text),
      ['a: 1\n', 'b: 1\n'],
    );
    assert.deepEqual(
      errors.map(({ kind, template, uri }) => [kind, template, uri]),
      [['parse', 'shop/templates/a.yaml', 'file:///shop/templates/a.yaml']],
    );
    assert.deepEqual([...stale], ['file:///shop/templates/a.yaml']);
    const last = templates.map(tracedOf)[0]?.spans.at(-1);
    assert.deepEqual([last?.sourceOffset, last?.origin?.span], [17, { start: 17, end: 18 }]);
  });

  it('in a template that never could be leaves that one out', () => {
    const { templates, errors } = render(new ChartRenderer(), { ...FILES, 'templates/a.yaml': 'a: {{ .Values.a' });
    assert.deepEqual([templates.length, errors.length], [1, 1]);
  });

  it('in a file of values counts as it was, and is said', () => {
    const renderer = new ChartRenderer();
    render(renderer, FILES);
    const { templates, tracedOf, problems, stale } = render(renderer, { ...FILES, 'values.yaml': 'b: "2\na: 1\n' });
    assert.equal(templates[0]?.text, 'a: 1\n');
    assert.equal(problems.length, 1);
    assert.deepEqual([...stale], ['file:///shop/values.yaml']);
    const value = templates.map(tracedOf)[0]?.spans.find(({ origin }) => origin?.kind === 'value');
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
  return renderer.render(chartFilesOf(files), { name: 'values', files: [] }, options);
}

function chartFilesOf(files: Record<string, string>): ChartFile[] {
  return Object.entries(files).map(([path, text]) => ({ uri: `file:///shop/${path}`, path, text }));
}

function renderFiles(renderer: ChartRenderer, files: readonly ChartFile[]): RenderedChart {
  return renderer.render(files, { name: 'values', files: [] });
}

function textIn(files: readonly ChartFile[], wanted: string): string | undefined {
  return files.find(({ path }) => path === wanted)?.text;
}

function textsOf({ templates }: RenderedChart): string[] {
  return templates.map(({ text }) => text);
}

/** Everything that is said about a rendering, places included. */
function outcomeOf({ templates, tracedOf, errors, problems }: RenderedChart) {
  const stretches = templates.map(template => [
    template.name,
    template.text,
    tracedOf(template).spans.map(({ end, origin, sourceOffset, site }) => [end, origin?.file, origin?.span, sourceOffset, site?.span]),
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
