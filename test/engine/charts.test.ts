import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Linter } from '../../server/src/engine/linter.js';
import { rules } from '../../server/src/rules/index.generated.js';

const ROOT = 'file:///w/web';
const CHART = 'apiVersion: v2\nname: web\nversion: 1.0.0\nappVersion: 1.2.3\n';
const VALUES = 'image: registry.test/web\nreplicas: 1\nresources: {}\n';
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-{{ .Chart.Name }}
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      containers:
        - name: {{ .Chart.Name }}
          image: "{{ .Values.image }}:{{ .Chart.AppVersion }}"
          {{- with .Values.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
`;

describe('a chart', () => {
  it('is judged on the value that leaves something out, and on the action where only a name could be marked', () => {
    const linter = lint({ 'templates/web.yaml': DEPLOYMENT.replace(/( +){{- with/, '$1ports: [{ containerPort: 80 }]\n$&') });
    assert.deepEqual(seen(linter, 'values.yaml', 'resources/requests-missing'), ['{}']);
    assert.deepEqual(seen(linter, 'values.yaml', 'resources/memory-limit-missing'), ['{}']);
    assert.deepEqual(seen(linter, 'templates/web.yaml', 'probe/liveness-missing'), ['{{ .Chart.Name }}']);
    assert.deepEqual(seen(linter, 'Chart.yaml'), ['web'], 'which has no schema');
  });

  it('is judged on the key of a map that lacks an entry', () => {
    const linter = lint({ 'values.yaml': VALUES.replace(' {}', '\n  requests:\n    cpu: 100m\n    memory: 128Mi') });
    assert.deepEqual(seen(linter, 'values.yaml', 'resources/memory-limit-missing'), ['resources']);
  });

  it('has the values of its tests judged for errors only', () => {
    const wrong = 'resources:\n  requests:\n    memory: 2Gi\n    cpu: 1\n  limits:\n    memory: 1Gi\n';
    const linter = lint({ 'ci/big-values.yaml': wrong });
    assert.deepEqual(seen(linter, 'ci/big-values.yaml', 'resources/request-exceeds-limit'), ['2Gi']);
    assert.deepEqual(
      (linter.report(`${ROOT}/ci/big-values.yaml`)?.reports ?? []).map(({ severity }) => severity),
      ['error'],
    );
    assert.doesNotMatch(messages(linter, 'values.yaml', 'resources/requests-missing')[0] ?? '', /Only in/);
  });

  it('is cut into documents where Helm cuts it', () => {
    const policy = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n---\n{{- if true }}\n# Another one.\n';
    const linter = lint({ 'templates/both.yaml': `${policy.replace('{{- if true }}\n#', '{{- if true -}}\n#')}${DEPLOYMENT}{{ end }}` });
    assert.deepEqual(seen(linter, 'templates/both.yaml', 'meta/syntax-error'), []);
    assert.deepEqual(seen(linter, 'templates/both.yaml', 'schema/duplicate-key'), []);
    assert.match(messages(linter, 'values.yaml', 'resources/memory-limit-missing')[0] ?? '', /^Container "web" has no memory limit/);
  });

  it('is judged as far as it can be rendered, and says what cannot', () => {
    const linter = lint({ 'templates/broken.yaml': '{{ .Values.a.b.c }}\n' });
    assert.match(linter.report(`${ROOT}/templates/broken.yaml`)?.notAnalysed ?? '', /cannot be rendered with values\.yaml/);
    assert.equal(linter.isCovered(`${ROOT}/templates/broken.yaml`), false);
    assert.deepEqual(seen(linter, 'values.yaml', 'resources/requests-missing'), ['{}']);
    linter.update({ uri: `${ROOT}/values.yaml`, text: `${VALUES}a: { b: { c: "# Nothing." } }\n` });
    assert.equal(linter.report(`${ROOT}/templates/broken.yaml`)?.notAnalysed, undefined);
  });

  it('is judged beside a kustomization in the same folder', () => {
    const linter = lint({ 'kustomization.yaml': 'commonLabels: { team: shop }\n' });
    assert.deepEqual(seen(linter, 'kustomization.yaml'), ['commonLabels']);
    linter.update({ uri: `${ROOT}/base/kustomization.yaml`, text: '' });
    assert.deepEqual(seen(linter, 'kustomization.yaml'), ['commonLabels']);
    assert.deepEqual(seen(linter, 'values.yaml', 'resources/requests-missing'), ['{}']);
  });

  it('is judged with the value sets of the configuration', () => {
    const config = 'helm:\n  valueSets:\n    production: [values.yaml, env/big.yaml]\n';
    const linter = lint({ '.plimsoll.yaml': config, 'env/big.yaml': 'image: registry.test/web:latest\nreplicas: 3\n' });
    assert.deepEqual(seen(linter, 'values.yaml', 'rollout/single-replica'), []);
    linter.remove(`${ROOT}/.plimsoll.yaml`);
    assert.equal(linter.isCovered(`${ROOT}/env/big.yaml`), false);
  });

  it('has no fixes in a file that cannot be read at the moment, as long as that is so', () => {
    const linter = lint({ 'values.yaml': VALUES.replace('resources: {}', 'resources:\n  limits: { memory: 64Mi }') });
    const fixesOf = () => {
      const report = linter.report(`${ROOT}/values.yaml`)?.reports.find(({ rule }) => rule.id === 'resources/requests-missing');
      assert.ok(report !== undefined);
      return linter.fixes(report).length;
    };
    const text = linter.textOf(`${ROOT}/values.yaml`) ?? '';
    assert.ok(fixesOf() > 0);
    linter.update({ uri: `${ROOT}/values.yaml`, text: `${text}other: [\n` });
    assert.equal(fixesOf(), 0);
    linter.update({ uri: `${ROOT}/values.yaml`, text: `${text}other: []\n` });
    assert.ok(fixesOf() > 0);
  });

  it('is rendered with the charts in it, which are not judged alone', () => {
    const sub = { 'charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.0.0\n', 'charts/db/values.yaml': VALUES };
    const linter = lint({ ...sub, 'charts/db/templates/db.yaml': DEPLOYMENT, 'values.yaml': `${VALUES}db:\n  replicas: 2\n` });
    const [finding] =
      linter.report(`${ROOT}/charts/db/values.yaml`)?.reports.filter(({ rule }) => rule.id === 'resources/requests-missing') ?? [];
    assert.equal(finding?.span.start, VALUES.indexOf('{}'));
    assert.deepEqual(linter.fixes(finding!), []);
  });
});

function lint(files: Readonly<Record<string, string>>): Linter {
  const onRuleCrash = (_: unknown, __: string, error: unknown) => {
    throw error;
  };
  const linter = new Linter({ rules, onRuleCrash });
  const all = { 'Chart.yaml': CHART, 'values.yaml': VALUES, 'templates/web.yaml': DEPLOYMENT, ...files };
  for (const [name, text] of Object.entries(all)) linter.update({ uri: `${ROOT}/${name}`, text });
  return linter;
}

function seen(linter: Linter, name: string, rule?: string): string[] {
  const reports = (linter.report(`${ROOT}/${name}`)?.reports ?? []).filter(report => rule === undefined || report.rule.id === rule);
  return reports.map(({ uri, span }) => linter.textOf(uri)?.slice(span.start, span.end) ?? '');
}

function messages(linter: Linter, name: string, rule: string): string[] {
  return (linter.report(`${ROOT}/${name}`)?.reports ?? []).filter(report => report.rule.id === rule).map(({ message }) => message);
}
