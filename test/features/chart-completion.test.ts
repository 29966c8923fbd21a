import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { templateCompletions } from '../../server/src/features/chart/template-completion.js';
import { chartAt } from './sample-chart.js';

function labels(action: string): string[] {
  const { chart, uri, offset } = chartAt({ 'templates/deployment.yaml': `a: b\n${action}\n` });
  return templateCompletions(chart.sources, uri, offset).map(({ label }) => label);
}

describe('completion in templates', () => {
  it('knows the values of all files, and those of subcharts under their aliases', () => {
    assert.deepEqual(labels('{{ .Values.<|> }}'), ['global', 'image', 'ports', 'replicas', 'store']);
    assert.deepEqual(labels('{{ .Values.store.<|> }}'), ['mode', 'size']);
    assert.deepEqual(labels('{{ .Values.image.na<|> }}'), ['name', 'tag']);
  });

  it('works before the action is closed, and in the middle of a name', () => {
    assert.deepEqual(labels('{{ .Values.image.<|>'), ['name', 'tag']);
    assert.deepEqual(labels('{{ .Values.im<|>age.tag }}'), ['global', 'image', 'ports', 'replicas', 'store']);
    const { chart, uri, offset, files } = chartAt({ 'templates/deployment.yaml': '{{ .Values.im<|>age.tag }}' });
    const [completion] = templateCompletions(chart.sources, uri, offset);
    const text = files.find(({ name }) => name.endsWith('deployment.yaml'))?.text ?? '';
    assert.equal(text.slice(completion?.span.start, completion?.span.end), 'image');
  });

  it('follows with, range, variables and what named templates are called with', () => {
    assert.deepEqual(labels('{{ with .Values.image }}{{ .<|> }}{{ end }}'), ['name', 'tag']);
    assert.deepEqual(labels('{{ range .Values.ports }}{{ .<|> }}{{ end }}'), ['name', 'number']);
    assert.deepEqual(labels('{{ range $i, $p := .Values.ports }}{{ $p.<|> }}{{ end }}'), ['name', 'number']);
    assert.deepEqual(labels('{{ $image := .Values.image | default dict }}{{ $image.<|> }}'), ['name', 'tag']);
    assert.deepEqual(labels('{{ with .Values.image }}{{ $.Values.store.<|> }}{{ end }}'), ['mode', 'size']);
    assert.deepEqual(
      labels('{{ define "x" }}{{ .port.<|> }}{{ end }}{{ range .Values.ports }}{{ include "x" (dict "port" .) }}{{ end }}'),
      ['name', 'number'],
    );
  });

  it('tells the value and its comment', () => {
    const { chart, uri, offset } = chartAt({ 'templates/deployment.yaml': '{{ .Values.<|> }}' });
    const replicas = templateCompletions(chart.sources, uri, offset).find(({ label }) => label === 'replicas');
    assert.deepEqual([replicas?.detail, replicas?.documentation], ['2', 'How many run.']);
  });

  it('knows what Helm gives, named templates, variables, functions and keywords', () => {
    assert.ok(labels('{{ .<|> }}').includes('Release'));
    assert.ok(labels('{{ .Chart.<|> }}').includes('AppVersion'));
    assert.deepEqual(labels('{{ include "shop.<|>" . }}'), ['shop.image', 'shop.labels']);
    assert.deepEqual(labels('{{ $a := 1 }}{{ range $b := .Values.ports }}{{ $<|> }}{{ end }}'), ['$', '$a', '$b']);
    assert.ok(labels('{{ tri<|> }}').includes('trimSuffix'));
    assert.ok(labels('{{ <|> }}').includes('range'));
  });

  it('offers nothing in text, comments and quoted texts, and nothing that it does not know', () => {
    for (const action of [
      'a.<|>',
      '{{ .Values.image }} .<|>',
      '{{/* .Values.<|> */}}',
      '{{ "a.<|>" }}',
      '{{ (lookup "a").<|> }}',
      '{{ .Values.nothing.<|> }}',
    ]) {
      assert.deepEqual(labels(action), [], action);
    }
  });
});
