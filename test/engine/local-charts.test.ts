import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Linter } from '../../server/src/engine/linter.js';
import { rules } from '../../server/src/rules/index.generated.js';

const ROOT = 'file:///w/charts';
const chart = (name: string, more = '') => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n${more}`;
const dependency = (name: string, more = '') => `  - { name: ${name}, version: 1.x, repository: "file://../${name}"${more} }\n`;
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-web
spec:
  replicas: 2
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      containers:
        - name: web
          image: "registry.test/web:{{ .Values.tag }}"
`;
const FILES = {
  'shop/Chart.yaml': chart('shop', `dependencies:\n${dependency('web')}${dependency('lib')}`),
  'shop/values.yaml': 'name: a\n',
  'shop/templates/config.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ include "lib.name" . }}\ndata:\n  a: {{ .Values.name }}\n',
  'lib/Chart.yaml': chart('lib', 'type: library\n'),
  'lib/templates/_name.tpl': '{{ define "lib.name" }}x{{ end }}\n',
  'web/Chart.yaml': chart('web'),
  'web/values.yaml': 'tag: "1.0"\n',
  'web/templates/web.yaml': DEPLOYMENT,
};

describe('a dependency in a folder beside its chart', () => {
  it('is rendered with it, whatever comes first', () => {
    for (const names of [Object.keys(FILES), Object.keys(FILES).reverse()]) {
      const linter = lint(Object.fromEntries(names.map(name => [name, FILES[name as keyof typeof FILES]])));
      assert.deepEqual(units(linter), ['shop: Deployment "release-name-web", ConfigMap "x"']);
      assert.equal(linter.report(`${ROOT}/shop/templates/config.yaml`)?.notAnalysed, undefined);
      assert.equal(linter.isCovered(`${ROOT}/web/templates/web.yaml`), true);
    }
  });

  it('is judged with the values of the chart that depends on it, once', () => {
    const linter = lint({ ...FILES, 'shop/values.yaml': 'name: a\nweb: { tag: latest }\n' });
    assert.deepEqual(seen(linter, 'shop/values.yaml', 'image/latest-tag'), ['latest']);
    assert.equal(seen(linter, 'web/templates/web.yaml', 'resources/memory-limit-missing').length, 1);
    const [report] = linter.report(`${ROOT}/shop/values.yaml`)?.reports.filter(({ rule }) => rule.id === 'image/latest-tag') ?? [];
    assert.ok(report !== undefined);
  });

  it('is judged alone where nothing renders it, or something installs it alone', () => {
    const off = lint({
      ...FILES,
      'shop/Chart.yaml': chart('shop', `dependencies:\n${dependency('web', ', condition: web.enabled')}`),
      'shop/values.yaml': 'name: a\nweb: { enabled: false }\n',
    });
    assert.deepEqual(units(off).at(-1), 'web: Deployment "release-name-web"');
    off.update({ uri: `${ROOT}/shop/values.yaml`, text: 'name: a\nweb: { enabled: true }\n' });
    assert.equal(units(off).length, 1);
    off.remove(`${ROOT}/shop/Chart.yaml`);
    assert.deepEqual(units(off), ['web: Deployment "release-name-web"']);
    const own = lint({ ...FILES, 'web/values-prod.yaml': 'tag: "2.0"\n' });
    assert.equal(units(own).length, 3);
  });

  it('has values that only the chart which depends on it sets', () => {
    const template = { 'web/templates/web.yaml': `${DEPLOYMENT}# {{ .Values.color }}\n` };
    const linter = lint({ ...FILES, ...template, 'shop/values.yaml': 'name: a\nweb: { color: red }\n' });
    assert.deepEqual(seen(linter, 'web/templates/web.yaml', 'helm/values-undefined'), []);
    linter.update({ uri: `${ROOT}/shop/values.yaml`, text: 'name: a\n' });
    assert.deepEqual(seen(linter, 'web/templates/web.yaml', 'helm/values-undefined'), ['color']);
  });

  it('follows edits of the files there', () => {
    const linter = lint(FILES);
    linter.update({ uri: `${ROOT}/lib/templates/_name.tpl`, text: '{{ define "lib.name" }}y{{ end }}\n' });
    assert.deepEqual(units(linter), ['shop: Deployment "release-name-web", ConfigMap "y"']);
    linter.update({ uri: `${ROOT}/web/templates/more.yaml`, text: 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: more\n' });
    assert.match(units(linter)[0] ?? '', /Secret "more"/);
    linter.remove(`${ROOT}/lib/Chart.yaml`);
    assert.match(linter.report(`${ROOT}/shop/templates/config.yaml`)?.notAnalysed ?? '', /the dependency "lib"/);
  });

  it('has its own values in each chart that depends on it, though its templates change them', () => {
    const linter = lint({
      ...FILES,
      'shop/Chart.yaml': chart('shop', `dependencies:\n${dependency('web')}`),
      'shop/templates/config.yaml': '',
      'inn/Chart.yaml': chart('inn', `dependencies:\n${dependency('web')}`),
      'inn/values.yaml': 'name: a\n',
      'web/values.yaml': 'image: { tag: "1" }\n',
      'web/templates/web.yaml': `${DEPLOYMENT.replace('.tag', '.image.tag')}{{ $_ := set .Values.image "tag" (printf "%sx" .Values.image.tag) }}`,
    });
    const images = () =>
      ['shop', 'inn'].flatMap(name =>
        linter
          .groupsOf(`${ROOT}/${name}/values.yaml`)
          .flatMap(({ variants }) => variants[0]?.documents.map(({ text }) => /:1x*"/.exec(text)?.[0]) ?? []),
      );
    assert.deepEqual(
      images().filter(image => image !== undefined),
      [':1"', ':1"'],
    );
    for (const name of ['shop', 'inn']) linter.update({ uri: `${ROOT}/${name}/values.yaml`, text: 'name: b\n' });
    linter.update({ uri: `${ROOT}/web/templates/web.yaml`, text: `${linter.textOf(`${ROOT}/web/templates/web.yaml`)}\n` });
    assert.deepEqual(
      images().filter(image => image !== undefined),
      [':1"', ':1"'],
    );
  });

  it('gives way to what "charts" holds, and must have the version that is asked for', () => {
    const packed = {
      'shop/charts/lib/Chart.yaml': chart('lib'),
      'shop/charts/lib/templates/_name.tpl': '{{ define "lib.name" }}z{{ end }}\n',
    };
    assert.deepEqual(units(lint({ ...FILES, ...packed })), ['shop: Deployment "release-name-web", ConfigMap "z"']);
    const old = lint({ ...FILES, 'lib/Chart.yaml': chart('lib').replace('1.0.0', '0.9.0') });
    assert.match(old.report(`${ROOT}/shop/templates/config.yaml`)?.notAnalysed ?? '', /the dependency "lib"/);
  });
});

function lint(files: Readonly<Record<string, string>>): Linter {
  const onRuleCrash = (_: unknown, __: string, error: unknown) => {
    throw error;
  };
  const linter = new Linter({ rules, onRuleCrash });
  for (const [name, text] of Object.entries(files)) {
    linter.update({ uri: `${ROOT}/${name}`, text });
    linter.takeStale();
  }
  return linter;
}

function units(linter: Linter): string[] {
  return linter
    .units()
    .flatMap(({ kind, uri, objects }) => (kind === 'chart' ? [`${uri.slice(ROOT.length + 1)}: ${objects.join(', ')}`] : []));
}

function seen(linter: Linter, name: string, rule: string): string[] {
  const reports = (linter.report(`${ROOT}/${name}`)?.reports ?? []).filter(report => report.rule.id === rule);
  return reports.map(({ uri, span }) => linter.textOf(uri)?.slice(span.start, span.end) ?? '');
}
