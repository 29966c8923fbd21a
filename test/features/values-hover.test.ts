import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chartHover } from '../../server/src/features/chart/chart-hover.js';
import { chartAt } from './sample-chart.js';

const VALUES =
  '# -- How many run.\nreplicas: 2\nresources:\n  limits:\n    memory: 1Gi\n    cpu: 1\nnote: |\n  first\n  second\nmode: ""\n';
const TEMPLATE = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  replicas: {{ .Values.replicas }}
  template:
    spec:
      containers:
        - name: app
          resources: {{- toYaml .Values.resources | nindent 12 }}
---
kind: ConfigMap
metadata: { name: {{ .Release.Name }} }
data:
  note: |
    {{- .Values.note | nindent 4 }}
  replicas: "{{ .Values.replicas }}"
  mode: {{ .Values.mode | default "none" }}
`;

function hover(name: string, text: string, others: Readonly<Record<string, string>> = {}): string {
  const files = { 'values.yaml': VALUES, 'templates/deployment.yaml': TEMPLATE, 'values-prod.yaml': 'replicas: 5\n', ...others };
  const { chart, uri, offset, groups } = chartAt({ ...files, [name]: text });
  return chartHover(chart, uri, offset, groups)?.markdown ?? '';
}

function onKey(key: string): string {
  return VALUES.replace(key, `<|>${key}`);
}

describe('hovering over a key of values', () => {
  it('tells what is rendered from it, for each set of values where they differ', () => {
    const prod =
      'Rendered with `values-prod.yaml`:\n\n- `Deployment "shop" spec.replicas: 5`\n- `ConfigMap "release-name" data.replicas: "5"`';
    const text = hover('values.yaml', onKey('replicas'));
    assert.ok(text.includes('How many run.'), text);
    assert.ok(text.includes('Used in `templates/deployment.yaml`.'), text);
    assert.ok(text.includes(prod.replace('values-prod', 'values').replaceAll('5', '2')), text);
    assert.ok(text.includes(prod), text);
    assert.ok(hover('values-prod.yaml', '<|>replicas: 5\n').includes(prod));
  });

  it('tells it once where the sets agree: of a map each line, of a long text where it starts', () => {
    assert.match(hover('values.yaml', onKey('note')), /\n\nRendered:\n\n- `ConfigMap "release-name" data.note: first …`$/);
    const path = 'Deployment "shop" spec.template.spec.containers[0].resources.limits';
    assert.ok(hover('values.yaml', onKey('limits')).endsWith(`Rendered:\n\n- \`${path}.cpu: 1\`\n- \`${path}.memory: 1Gi\``));
    assert.doesNotMatch(hover('values.yaml', onKey('mode')), /ender/, 'nothing of an empty text is to be seen');
  });

  it('says where nothing of a value is to be seen', () => {
    const without = { 'values-prod.yaml': 'resources: null\n' };
    assert.match(hover('values.yaml', onKey('memory'), without), /\n\nNot to be seen in what is rendered with `values-prod.yaml`\.$/);
  });

  it('tells the description of the schema, and the values that it lists', () => {
    const schema = { properties: { mode: { description: 'How it works.', enum: ['fast', 'safe'] } } };
    const text = hover('values.yaml', onKey('mode'), { 'values.schema.json': JSON.stringify(schema) });
    assert.ok(text.includes('How it works.\n\nOne of `"fast"`, `"safe"`.'), text);
  });

  it('does not show all of what is long', () => {
    const long = `list:\n${'  - a\n'.repeat(12)}`;
    const template = { 'templates/deployment.yaml': 'kind: A\nlist: {{ toYaml .Values.list | nindent 2 }}\n' };
    const text = hover('values.yaml', `<|>${long}`, template);
    assert.ok(text.endsWith('- `A list[7]: a`\n- and 4 more'), text);
  });
});
