import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { kustomizationCompletions } from '../../server/src/features/kustomize/kustomization-completion.js';
import { kustomizationDefinition, kustomizationHover } from '../../server/src/features/kustomize/kustomization-paths.js';
import { FIELD_DOCUMENTATION } from '../../server/src/kustomize/field-documentation.js';
import { KUSTOMIZATION_FIELDS } from '../../server/src/kustomize/kustomization-fields.js';
import { SourceText } from '../../server/src/text/source-text.js';

const ROOT = 'file:///w';
const OBJECT = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
const FILES: Readonly<Record<string, string>> = {
  'base/kustomization.yaml': 'resources: [web.yaml]\n',
  'base/web.yaml': OBJECT,
  'parts/metrics/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n',
  'flux/kustomization.yaml': 'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n',
  'overlays/dev/kustomization.yaml': 'resources: [../../base]\n',
  'overlays/prod/ingress.yaml': OBJECT,
  'overlays/prod/more/certificate.yaml': OBJECT,
  'overlays/prod/replicas.yaml': '- op: remove\n  path: /spec\n',
  'overlays/prod/app.properties': 'a=b\n',
  'overlays/prod/.env': 'A=b\n',
  'overlays/prod/nested/kustomization.yaml': 'resources: [own.yaml]\n',
  'overlays/prod/nested/own.yaml': OBJECT,
  'chart/values.yaml': 'a: 1\n',
};
const URI = `${ROOT}/overlays/prod/kustomization.yaml`;

/** The text without its cursor, and where that was. */
function typed(marked: string): { readonly source: SourceText; readonly offset: number } {
  return { source: new SourceText(URI, marked.replace('<|>', '')), offset: marked.indexOf('<|>') };
}

function completions(marked: string): ReturnType<typeof kustomizationCompletions> {
  const { source, offset } = typed(marked);
  const texts = new Map([...Object.entries(FILES).map(([name, text]) => [`${ROOT}/${name}`, text] as const), [URI, source.text]]);
  return kustomizationCompletions(source, offset, { uris: () => [...texts.keys()], textOf: uri => texts.get(uri) });
}

function labels(marked: string): string[] {
  return completions(marked).map(({ label }) => label);
}

/** The text once the completion with a label was taken. */
function taken(marked: string, label: string): string | undefined {
  const { source } = typed(marked);
  const chosen = completions(marked).find(completion => completion.label === label);
  return chosen && source.text.slice(0, chosen.span.start) + chosen.newText + source.text.slice(chosen.span.end);
}

describe('completion in kustomizations', () => {
  const resources = ['ingress.yaml', 'nested', 'more/certificate.yaml', '../dev', '../../base'];

  it('offers objects and kustomizations that are not listed yet', () => {
    assert.deepEqual(labels('resources:\n  - <|>\n'), resources);
    assert.deepEqual(labels('resources:\n- ingress.yaml\n- ../../base\n- <|>'), ['nested', 'more/certificate.yaml', '../dev']);
    assert.deepEqual(
      labels('resources: [nested, <|>]\n'),
      resources.filter(label => label !== 'nested'),
    );
    assert.deepEqual(labels('bases:\n  - <|>\n'), ['nested', '../dev', '../../base']);
  });

  it('offers components where they belong', () => {
    assert.deepEqual(labels('components:\n  - ../<|>\n'), ['../../parts/metrics']);
  });

  it('offers files for patches, generators and variables', () => {
    const yaml = ['ingress.yaml', 'replicas.yaml', 'more/certificate.yaml'];
    assert.deepEqual(labels('patches:\n  - path: <|>\n'), yaml);
    assert.deepEqual(labels('patches:\n- target:\n    kind: Deployment\n  path: r<|>\n'), yaml);
    assert.deepEqual(labels('patches:\n- path: replicas.yaml\n- path: <|>\n'), ['ingress.yaml', 'more/certificate.yaml']);
    const data = ['.env', 'app.properties', 'ingress.yaml', 'replicas.yaml', 'more/certificate.yaml'];
    assert.deepEqual(labels('configMapGenerator:\n  - name: a\n    files:\n      - <|>\n'), data);
    assert.deepEqual(labels('configMapGenerator:\n- name: a\n  envs:\n  - <|>\n'), data);
  });

  it('replaces what is typed, and keeps quotes, keys of files and comments', () => {
    assert.equal(taken('resources:\n  - ../ba<|>x # why\n', '../../base'), 'resources:\n  - ../../base # why\n');
    assert.equal(taken('resources:\n  - "ing<|>"\n', 'ingress.yaml'), 'resources:\n  - "ingress.yaml"\n');
    assert.equal(taken('resources: [a.yaml, ing<|>, b.yaml]\n', 'ingress.yaml'), 'resources: [a.yaml, ingress.yaml, b.yaml]\n');
    const generator = 'configMapGenerator:\n- name: a\n  files:\n  - config=<|>\n';
    assert.equal(taken(generator, 'app.properties'), generator.replace('<|>', 'app.properties'));
  });

  it('knows the fields that are not there yet, and none that others have replaced', () => {
    const fields = labels('resources: []\n<|>\n');
    assert.ok(fields.includes('configMapGenerator') && fields.includes('components'));
    assert.ok(!fields.includes('resources') && !fields.includes('commonLabels'));
    assert.equal(taken('pa<|>\n', 'patches'), 'patches:\n');
    assert.equal(taken('pa<|>: []\n', 'patches'), 'patches: []\n');
  });

  it('offers nothing where it knows nothing', () => {
    const elsewhere = [
      'namespace: <|>',
      'labels:\n- pairs:\n    a: <|>',
      '# resources:\n#  - <|>',
      'patches:\n- patch: |-\n    resources:\n    - <|>',
    ];
    for (const text of [...elsewhere, 'resources:\n  <|>', 'images:\n- <|>', 'resources:\n- a.yaml # <|>'])
      assert.deepEqual(labels(text), [], text);
  });
});

describe('paths and fields of kustomizations', () => {
  const texts = new Set(Object.keys(FILES).map(name => `${ROOT}/${name}`));

  function target(marked: string): string | undefined {
    const { source, offset } = typed(marked);
    return kustomizationDefinition(source, offset, uri => texts.has(uri))?.uri.slice(ROOT.length + 1);
  }

  it('lead to files, and to the kustomizations of folders', () => {
    assert.equal(target('resources:\n  - ../../b<|>ase\n'), 'base/kustomization.yaml');
    assert.equal(target('resources:\n  - "ing<|>ress.yaml"\n'), 'overlays/prod/ingress.yaml');
    assert.equal(target('patches:\n  - path: re<|>plicas.yaml\n'), 'overlays/prod/replicas.yaml');
    assert.equal(target('configMapGenerator:\n- files: [config=app.pro<|>perties]\n'), 'overlays/prod/app.properties');
    assert.equal(target('resources: [https://example.com/ba<|>se]\n'), undefined);
    assert.equal(target('resources: [mis<|>sing.yaml]\n'), undefined);
    assert.equal(target('name<|>space: ingress.yaml\n'), undefined);
  });

  it('are explained on hovering', () => {
    const { source, offset } = typed('namespace: a\nresour<|>ces: []\n');
    assert.match(kustomizationHover(source, offset)?.markdown ?? '', /^Files with objects/);
    const value = typed('namespace: <|>a\n');
    assert.equal(kustomizationHover(value.source, value.offset), undefined);
  });

  it('are all documented', () => {
    assert.deepEqual(Object.keys(FIELD_DOCUMENTATION), KUSTOMIZATION_FIELDS);
  });
});
