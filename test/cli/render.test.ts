import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { temporaryFolder } from '../host/temporary-folder.js';
import { runCli } from './run-cli.js';

const CHART = {
  'shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'shop/values.yaml': 'replicas: 2\nname: web\n',
  'shop/templates/_helpers.tpl': '{{- define "shop.name" -}}\n{{ .Values.name }}-{{ .Release.Name }}\n{{- end }}\n',
  'shop/templates/deployment.yaml': 'kind: Deployment\nname: {{ include "shop.name" . }}\nreplicas: {{ .Values.replicas }}\n',
  'shop/templates/empty.yaml': '{{- if false }}\na: 1\n{{- end }}\n',
  'prod.yaml': 'replicas: 5\n',
};

describe('plimsoll render', () => {
  const folder = temporaryFolder(CHART);

  it('prints what helm template would', () => {
    assert.deepEqual(runCli(folder, ['render', 'shop']), {
      status: 0,
      stdout: '---\n# Source: shop/templates/deployment.yaml\nkind: Deployment\nname: web-release-name\nreplicas: 2\n',
      stderr: '',
    });
  });

  it('prints objects by kind, as they are installed, and hooks at the end', () => {
    const object = (kind: string, more = '') => `kind: ${kind}\nmetadata:\n  name: a\n${more}`;
    const hooks = temporaryFolder({
      ...CHART,
      'shop/templates/a.yaml': `${object('Thing')}---\n${object('Ingress')}---\n# Nothing.\n---\n${object('Service')}`,
      'shop/templates/b.yaml': `${object('Pod', '  annotations: { helm.sh/hook: "test, pre-install" }\n')}---\n${object('Namespace')}`,
      'shop/templates/c.yaml': object('Secret', '  annotations: { helm.sh/hook: crd-install }\n'),
    });
    const { stdout } = runCli(hooks, ['render', 'shop']);
    assert.deepEqual(
      stdout.split('---\n').map(part => /^kind: (.*)/m.exec(part)?.[1]),
      [undefined, 'Namespace', 'Service', 'Deployment', 'Ingress', undefined, 'Thing', 'Pod'],
    );
  });

  it('lays files and single values over those of the chart', () => {
    const { stdout } = runCli(folder, ['render', 'shop', '-f', 'prod.yaml', '--set', 'name=api', '--set-string', 'other=1']);
    assert.match(stdout, /name: api-release-name\nreplicas: 5\n/);
  });

  it('writes before each line where it comes from', () => {
    const { stdout } = runCli(folder, ['render', 'shop', '--values', 'prod.yaml', '--provenance']);
    assert.equal(
      stdout,
      [
        '---',
        '# Source: shop/templates/deployment.yaml',
        'templates/deployment.yaml:1 | kind: Deployment',
        'values.yaml:2               | name: web-release-name',
        'prod.yaml:1                 | replicas: 5',
        '',
      ].join('\n'),
    );
  });

  it('prints what can be rendered, says what cannot and where, and exits with 1', () => {
    const broken = temporaryFolder({ ...CHART, 'shop/templates/broken.yaml': 'a: 1\nb: {{ fail "no host" }}\n' });
    const { status, stdout, stderr } = runCli(broken, ['render', 'shop']);
    assert.equal(status, 1);
    assert.match(stdout, /kind: Deployment/);
    assert.match(stderr, /^plimsoll: shop\/templates\/broken\.yaml:2: .*no host\n$/);
  });

  it('takes dependencies in other folders from there', () => {
    const chart = `${CHART['shop/Chart.yaml']}dependencies:\n  - { name: cache, version: 1.0.0, repository: "file://../cache" }\n`;
    const cache = { 'cache/Chart.yaml': 'apiVersion: v2\nname: cache\nversion: 1.0.0\n', 'cache/templates/a.yaml': 'kind: Cache\n' };
    const { status, stdout } = runCli(temporaryFolder({ ...CHART, ...cache, 'shop/Chart.yaml': chart }), [
      'render',
      'shop',
      '--provenance',
    ]);
    assert.match(stdout, /# Source: shop\/charts\/cache\/templates\/a\.yaml\ncache\/templates\/a\.yaml:1 \| kind: Cache\n/);
    assert.equal(status, 0);
  });

  it('says which dependencies are not there', () => {
    const chart = `${CHART['shop/Chart.yaml']}dependencies:\n  - name: cache\n    version: 1.0.0\n`;
    const { stderr } = runCli(temporaryFolder({ ...CHART, 'shop/Chart.yaml': chart }), ['render', 'shop']);
    assert.match(stderr, /The dependency "cache" is not in "charts": run "helm dependency build"\./);
  });

  for (const [words, message] of [
    [['render'], 'Say which chart to render, for example "plimsoll render charts/shop".'],
    [['render', 'shop', 'prod.yaml'], '"plimsoll render" takes one chart, not also "prod.yaml".'],
    [['render', '.'], '"." is not the folder of a chart: it has no Chart.yaml.'],
    [['render', 'shop', '-f', 'none.yaml'], 'The values none.yaml cannot be read (ENOENT).'],
  ] as const) {
    it(`says why it cannot run: plimsoll ${words.join(' ')}`, () => {
      assert.deepEqual(runCli(folder, words), { status: 2, stdout: '', stderr: `plimsoll: ${message}\n` });
    });
  }
});
