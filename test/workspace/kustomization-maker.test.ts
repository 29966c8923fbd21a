import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Linter } from '../../server/src/engine/linter.js';
import { SourceText } from '../../server/src/text/source-text.js';
import { applyEdits } from '../../server/src/text/text-edit.js';
import { KustomizationMaker } from '../../server/src/workspace/kustomization-maker.js';
import { lintFiles, nameOf, uriOf } from '../support/case-workspace.js';

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      containers:
        - name: web
          image: registry.test/web:1.0
          envFrom:
            - configMapRef: { name: settings }
`;
const BASE = {
  'base/kustomization.yaml': 'resources: [web.yaml]\nconfigMapGenerator:\n- name: settings\n  literals: [MODE=on]\n',
  'base/web.yaml': WEB,
};
const LIMIT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: web
          resources:
            requests: { memory: 2Gi }
            limits: { memory: 1Gi }
`;

function lint(files: Readonly<Record<string, string>>): Linter {
  return lintFiles(Object.entries(files).map(([name, text]) => ({ name, text })));
}

/** Where a rule finds something, the text there, and what it says. */
function found(linter: Linter, ruleId: string): readonly string[] {
  return linter
    .uris()
    .flatMap(uri =>
      (linter.report(uri)?.reports ?? [])
        .filter(({ rule }) => rule.id === ruleId)
        .map(({ span, message }) => `${nameOf(uri)} ${linter.textOf(uri)?.slice(span.start, span.end)}: ${message}`),
    );
}

describe('what is found in the builds of overlays', () => {
  const prod = { 'overlays/prod/kustomization.yaml': 'resources: [../../base]\nnamePrefix: prod-\npatches: [{path: limit.yaml}]\n' };
  const dev = { 'overlays/dev/kustomization.yaml': 'resources: [../../base]\nnamePrefix: dev-\n' };

  it('stands on the line of a patch that causes it', () => {
    const linter = lint({ ...BASE, ...prod, 'overlays/prod/limit.yaml': LIMIT });
    assert.deepEqual(found(linter, 'resources/request-exceeds-limit'), [
      'overlays/prod/limit.yaml 2Gi: Container "web" requests 2Gi of memory, more than its limit of 1Gi: the API server rejects such a Pod.',
    ]);
  });

  it('stands in the base and names the overlays where only some have it', () => {
    const linter = lint({ ...BASE, ...prod, ...dev, 'overlays/prod/limit.yaml': LIMIT });
    assert.deepEqual(found(linter, 'resources/memory-limit-missing'), [
      'base/web.yaml web: Container "web" has no memory limit, so a leak in it uses up the memory of the node. Only in overlays/dev.',
    ]);
  });

  it('is one where all overlays have it, whatever they call the object', () => {
    const linter = lint({ ...BASE, ...dev, 'overlays/test/kustomization.yaml': 'resources: [../../base]\nnameSuffix: -test\n' });
    assert.deepEqual(found(linter, 'resources/memory-limit-missing'), [
      'base/web.yaml web: Container "web" has no memory limit, so a leak in it uses up the memory of the node.',
    ]);
  });

  it('is nothing where a patch brings what the base lacks', () => {
    const linter = lint({ ...BASE, ...prod, 'overlays/prod/limit.yaml': LIMIT });
    assert.deepEqual(found(linter, 'resources/memory-limit-missing'), []);
  });

  it('is nothing about generated names, which references follow', () => {
    const linter = lint({ ...BASE, ...prod, ...dev, 'overlays/prod/limit.yaml': LIMIT });
    assert.deepEqual(found(linter, 'config/configmap-missing'), []);
  });

  it('is something about a name that nothing generates', () => {
    const linter = lint({ ...BASE, ...dev, 'base/web.yaml': WEB.replace('name: settings', 'name: setting') });
    assert.match(found(linter, 'config/configmap-missing').join(), /^base\/web\.yaml setting: ConfigMap "setting" is defined nowhere/);
  });

  it('names the overlay whose component causes it', () => {
    const component = {
      'part/kustomization.yaml': 'kind: Component\npatches:\n- path: image.yaml\n  target: {kind: Deployment}\n',
      'part/image.yaml': '- {op: replace, path: /spec/template/spec/containers/0/image, value: "registry.test/web:latest"}\n',
    };
    const linter = lint({
      ...BASE,
      ...component,
      ...dev,
      'overlays/eu/kustomization.yaml': 'resources: [../../base]\ncomponents: [../../part]\n',
    });
    assert.match(found(linter, 'image/latest-tag').join(), /^part\/image\.yaml latest: /);
  });

  it('stands on the tag that a kustomization sets', () => {
    const linter = lint({
      ...BASE,
      'overlays/eu/kustomization.yaml': 'resources: [../../base]\nimages:\n  - name: registry.test/web\n    newTag: latest\n',
    });
    assert.match(found(linter, 'image/latest-tag').join(), /^overlays\/eu\/kustomization\.yaml latest: /);
  });

  it('is fixed in the patch, or in the base', () => {
    const linter = lint({ ...BASE, ...prod, 'overlays/prod/limit.yaml': LIMIT });
    const uri = uriOf('overlays/prod/limit.yaml');
    const [report] = linter.report(uri)?.reports.filter(({ rule }) => rule.id === 'resources/request-exceeds-limit') ?? [];
    const [raise] = report === undefined ? [] : linter.fixes(report);
    assert.equal(raise?.title, 'Raise the limit to 2Gi');
    assert.deepEqual(
      raise?.edits.map(({ uri: file, edits }) => [nameOf(file), applyEdits(linter.textOf(file) ?? '', edits)]),
      [['overlays/prod/limit.yaml', LIMIT.replace('memory: 1Gi', 'memory: 2Gi')]],
    );
  });

  it('is silence about absence where a remote base may bring it', () => {
    const linter = lint({
      'kustomization.yaml': 'resources: [web.yaml, "https://example.com/base.yaml", other.yaml]\n',
      'web.yaml': WEB,
      'other.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\n',
    });
    assert.deepEqual(found(linter, 'config/configmap-missing'), []);
  });

  it('is as before where an overlay cannot be built, which is said', () => {
    const linter = lint({ ...BASE, ...prod });
    assert.deepEqual(found(linter, 'resources/memory-limit-missing'), []);
    assert.match(linter.report(uriOf('overlays/prod/kustomization.yaml'))?.notAnalysed ?? '', /There is no "limit\.yaml" here\.$/);
  });

  it('is still found while a file of the base cannot be read, but for what that file may bring', () => {
    const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: api}\nspec:\n  selector: {app: api}\n  ports: [{port: 80}]\n';
    const broken = 'apiVersion: v1\nkind: Pod\nmetadata: {name: "api\n';
    const linter = lint({
      ...dev,
      'base/kustomization.yaml': 'resources: [web.yaml, api.yaml, service.yaml]\n',
      'base/web.yaml': WEB,
      'base/api.yaml': broken,
      'base/service.yaml': service,
    });
    assert.equal(found(linter, 'resources/memory-limit-missing').length, 1);
    assert.deepEqual(found(linter, 'selector/service-no-match'), []);
    assert.deepEqual(found(linter, 'config/configmap-missing'), []);
    const [outcome] = linter.explain(uriOf('base/service.yaml'), 'selector/service-no-match');
    assert.deepEqual(outcome?.outcome, { kind: 'unknown', because: '"api.yaml" cannot be read.' });
  });

  it('is still found beside a path that leads nowhere', () => {
    const linter = lint({ ...dev, 'base/kustomization.yaml': 'resources: [web.yaml, conf]\n', 'base/web.yaml': WEB });
    assert.equal(found(linter, 'resources/memory-limit-missing').length, 1);
    assert.deepEqual(found(linter, 'config/configmap-missing'), []);
    assert.deepEqual(found(linter, 'kustomize/patch-target'), ['base/kustomization.yaml conf: There is no "conf" here.']);
  });

  it('is one finding where applications share a component, and names those that have it', () => {
    const shared = {
      'a/kustomization.yaml': 'resources: [web.yaml]\ncomponents: [../part]\nnamePrefix: a-\n',
      'a/web.yaml': WEB.replaceAll('web', 'a'),
      'b/kustomization.yaml': 'resources: [web.yaml]\ncomponents: [../part]\nnamePrefix: b-\n',
      'b/web.yaml': WEB.replaceAll('web', 'b'),
      'part/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [web.yaml]\n',
      'part/web.yaml': WEB,
    };
    const inPart = (linter: Linter) => found(linter, 'resources/memory-limit-missing').filter(line => line.startsWith('part/'));
    const message = 'part/web.yaml web: Container "web" has no memory limit, so a leak in it uses up the memory of the node.';
    assert.deepEqual(inPart(lint(shared)), [message]);
    const patched = {
      ...shared,
      'b/kustomization.yaml': `${shared['b/kustomization.yaml']}patches: [{path: limit.yaml, target: {kind: Deployment}}]\n`,
      'b/limit.yaml': LIMIT.replace('2Gi', '1Gi'),
    };
    assert.deepEqual(inPart(lint(patched)), [`${message} Only in a.`]);
  });

  it('is hidden by a directive in the base', () => {
    const linter = lint({
      ...BASE,
      ...dev,
      'base/web.yaml': WEB.replace('- name: web\n', '- name: web # plimsoll-ignore resources/memory-limit-missing -- it is small\n'),
    });
    assert.deepEqual(found(linter, 'resources/memory-limit-missing'), []);
    assert.deepEqual(found(linter, 'meta/unused-suppression'), []);
  });
});

describe('a maker of kustomizations', () => {
  it('gives the same group for the same files', () => {
    const maker = new KustomizationMaker();
    maker.set('file:///w/kustomization.yaml', new SourceText('file:///w/kustomization.yaml', 'resources: [web.yaml]\n'));
    maker.set('file:///w/web.yaml', new SourceText('file:///w/web.yaml', WEB));
    const [first] = maker.take();
    maker.set('file:///w/web.yaml', new SourceText('file:///w/web.yaml', WEB.replace('1.0', '2.0')));
    const [second] = maker.take();
    maker.set('file:///w/web.yaml', new SourceText('file:///w/web.yaml', WEB));
    const [third] = maker.take();
    assert.notEqual(second, first);
    assert.equal(third, first);
    assert.deepEqual(maker.take(), []);
  });

  it('gives an empty group for one that is gone', () => {
    const maker = new KustomizationMaker();
    maker.set('file:///w/kustomization.yaml', new SourceText('file:///w/kustomization.yaml', 'resources: [web.yaml]\n'));
    maker.set('file:///w/web.yaml', new SourceText('file:///w/web.yaml', WEB));
    maker.take();
    maker.set('file:///w/kustomization.yaml', undefined);
    assert.deepEqual(
      maker.take().map(({ id, variants }) => [id, variants.length]),
      [['file:///w', 0]],
    );
  });

  it('leaves the objects of Flux alone', () => {
    const maker = new KustomizationMaker();
    maker.set(
      'file:///w/kustomization.yaml',
      new SourceText('file:///w/kustomization.yaml', 'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nspec: {}\n'),
    );
    assert.deepEqual(maker.take(), []);
  });

  it('tells overlays that share a base from those that share a component only', () => {
    const maker = new KustomizationMaker();
    const files = {
      'base/kustomization.yaml': 'namePrefix: a-\n',
      'part/kustomization.yaml': 'kind: Component\nnamePrefix: a-\n',
      'eu/kustomization.yaml': 'resources: [../base]\ncomponents: [../part]\n',
      'us/kustomization.yaml': 'resources: [../base]\n',
      'other/kustomization.yaml': 'components: [../part]\n',
    };
    for (const [name, text] of Object.entries(files)) maker.set(`file:///w/${name}`, new SourceText(`file:///w/${name}`, text));
    assert.deepEqual(
      maker.take().map(({ id, variants }) => [id, variants.map(({ name }) => name)]),
      [
        ['file:///w/base', ['eu', 'us']],
        ['file:///w/other', ['other']],
      ],
    );
  });
});
