import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findNode } from '../../server/src/kustomize/built-node.js';
import { buildFolder } from './build-case.js';

const WEB = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 1}\n';

const EMPTY = 'This kustomization is empty: it needs a field beside "apiVersion" and "kind", such as "resources".';

/** What is wrong with a build, and the text that each message points at. */
function problems(files: Readonly<Record<string, string>>): readonly string[] {
  const build = buildFolder(new Map(Object.entries(files)));
  return [...(build?.problems ?? []), ...(build?.gaps ?? [])].map(({ message, origin: { uri, span } }) => {
    const path = uri.slice('file:///repo/'.length);
    return `${path} [${files[path]?.slice(span.start, span.end)}] ${message}`;
  });
}

function overlay(fields: string, more: Readonly<Record<string, string>> = {}): readonly string[] {
  return problems({ 'overlay/kustomization.yaml': `resources: [web.yaml]\n${fields}`, 'overlay/web.yaml': WEB, ...more });
}

describe('a build says what is wrong', () => {
  const cases: readonly (readonly [name: string, found: () => readonly string[], expected: readonly string[]])[] = [
    [
      'a missing file',
      () => problems({ 'overlay/kustomization.yaml': 'resources: [web.yaml]' }),
      ['overlay/kustomization.yaml [web.yaml] There is no "web.yaml" here.'],
    ],
    [
      'a file that is outside',
      () => problems({ 'overlay/kustomization.yaml': 'resources: [../web.yaml]', 'web.yaml': WEB }),
      ['overlay/kustomization.yaml [../web.yaml] "../web.yaml" is outside of the folder of this kustomization.'],
    ],
    [
      'kustomizations that lead to each other',
      () => problems({ 'overlay/kustomization.yaml': 'resources: [../base]', 'base/kustomization.yaml': 'resources: [../overlay]' }),
      ['base/kustomization.yaml [../overlay] "../overlay" leads back to this kustomization.'],
    ],
    [
      'a kustomization that leads to itself through a component',
      () =>
        problems({
          'overlay/kustomization.yaml': 'components: [../part]',
          'part/kustomization.yaml': 'kind: Component\ncomponents: [../part]',
        }),
      ['part/kustomization.yaml [../part] "../part" leads back to this kustomization.'],
    ],
    [
      'a remote base',
      () =>
        overlay('', {
          'overlay/kustomization.yaml': 'resources:\n- https://example.com/x.yaml\n- github.com/org/repo//base?ref=v1\n- web.yaml',
        }),
      [
        'overlay/kustomization.yaml [https://example.com/x.yaml] "https://example.com/x.yaml" is not a part of this workspace.',
        'overlay/kustomization.yaml [github.com/org/repo//base?ref=v1] "github.com/org/repo//base?ref=v1" is not a part of this workspace.',
      ],
    ],
    [
      'a chart',
      () => overlay('helmCharts: [{name: a}]'),
      ['overlay/kustomization.yaml [helmCharts] Charts that a kustomization installs are not rendered.'],
    ],
    [
      'plugins that are not built in, or not given as objects',
      () => [
        ...overlay('transformers: [t.yaml]', { 'overlay/t.yaml': 'apiVersion: example.com/v1\nkind: Labels\nmetadata: {name: a}\n' }),
        ...overlay('generators: [t.yaml]', { 'overlay/t.yaml': 'apiVersion: example.com/v1\nkind: Labels\nmetadata: {name: a}\n' }),
        ...overlay('transformers: [plugins]', { 'overlay/plugins/kustomization.yaml': 'resources: []\n' }),
      ],
      [
        'overlay/kustomization.yaml [transformers] What plugins change is not known.',
        'overlay/kustomization.yaml [generators] What plugins generate is not known.',
        'overlay/kustomization.yaml [transformers] What plugins change is not known.',
      ],
    ],
    [
      'a built-in plugin that kustomize refuses for want of fields',
      () => overlay('transformers:\n- |-\n  apiVersion: builtin\n  kind: PrefixTransformer\n  metadata: {name: a}\n  prefix: b-\n'),
      ['overlay/kustomization.yaml [transformers] What plugins change is not known.'],
    ],
    [
      'a patch for nothing',
      () => overlay('patches: [{path: p.yaml}]', { 'overlay/p.yaml': WEB.replace('web', 'wep') }),
      ['overlay/p.yaml [wep] This patch is for Deployment "wep", which is not among the resources.'],
    ],
    [
      'an inline patch for nothing',
      () => overlay('patches:\n- patch: |-\n    apiVersion: v1\n    kind: Service\n    metadata:\n      name: wep\n'),
      ['overlay/kustomization.yaml [wep] This patch is for Service "wep", which is not among the resources.'],
    ],
    [
      'an operation that finds nothing',
      () => overlay(`patches: [{target: {name: web}, patch: '[{"op": "remove", "path": "/spec/nothing"}]'}]`),
      [
        `overlay/kustomization.yaml ['[{"op": "remove", "path": "/spec/nothing"}]'] There is nothing at "/spec/nothing" in Deployment "web".`,
      ],
    ],
    ['a file that is no YAML', () => overlay('', { 'overlay/web.yaml': 'a: [\n' }), ['overlay/web.yaml [[] This "[" is not closed.']],
    [
      'a key that is given twice',
      () => overlay('', { 'overlay/web.yaml': 'kind: A\nkind: B\nmetadata: {name: a}\n' }),
      ['overlay/web.yaml [kind] The key "kind" is given twice.'],
    ],
    [
      'an object that is there already',
      () => overlay('', { 'overlay/web.yaml': `${WEB}---\n${WEB}` }),
      [`overlay/web.yaml [${WEB.trim()}] There is already Deployment "web".`],
    ],
    [
      'a kustomization with nothing in it, or nothing but comments',
      () => [
        ...problems({ 'overlay/kustomization.yaml': 'resources: [../base]', 'base/kustomization.yaml': '' }),
        ...problems({ 'overlay/kustomization.yaml': '---\n# Nothing\n# yet\n' }),
        ...problems({ 'overlay/kustomization.yaml': 'kind: Kustomization\n' }),
      ],
      [
        `base/kustomization.yaml [] ${EMPTY}`,
        `overlay/kustomization.yaml [# yet] ${EMPTY}`,
        `overlay/kustomization.yaml [kind: Kustomization] ${EMPTY}`,
      ],
    ],
    ['a kustomization that is half typed', () => problems({ 'overlay/kustomization.yaml': 'resources:\n' }), []],
    ['an unknown field', () => overlay('patch: []'), ['overlay/kustomization.yaml [patch] Kustomize knows no field "patch".']],
    [
      'replicas of nothing',
      () => overlay('replicas: [{name: wep, count: 2}]'),
      ['overlay/kustomization.yaml [wep] There is no workload "wep" whose replicas could be set.'],
    ],
    [
      'a replacement that reads from nothing',
      () => overlay('replacements: [{source: {kind: Service}, targets: [{select: {name: web}}]}]'),
      ['overlay/kustomization.yaml [{kind: Service}] No object is what this replacement reads from.'],
    ],
    [
      'a label that is no text',
      () => overlay('commonLabels: {a: 1}'),
      ['overlay/kustomization.yaml [1] "a" must be text: put it in quotes.'],
    ],
    [
      'a target that could take very long',
      () => overlay('patches: [{target: {name: (a+)+}, patch: "[]"}]'),
      ['overlay/kustomization.yaml [{name: (a+)+}] The target of a patch has a pattern that is not understood.'],
    ],
  ];
  for (const [name, found, expected] of cases) it(name, () => assert.deepEqual(found(), expected));

  it('nothing about a kustomization that is not there', () => assert.equal(buildFolder(new Map()), undefined));

  it('in time about documents that grow', () => {
    const levels = Array.from({ length: 12 }, (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index}, `.repeat(9)}*a${index}]`);
    const bomb = `kind: A\nmetadata: {name: a}\na0: &a0 [x]\n${levels.join('\n')}\n`;
    const found = overlay('', { 'overlay/web.yaml': bomb });
    assert.equal(found.length, 1);
  });

  it('that the keys of a file that is not there are not known', () => {
    const files = { 'overlay/kustomization.yaml': 'configMapGenerator: [{name: a, envs: [.env]}]\n' };
    const build = buildFolder(new Map(Object.entries(files)));
    assert.deepEqual(build?.problems, []);
    assert.deepEqual(
      build?.unreadSources.map(({ path }) => path),
      ['.env'],
    );
    const data = findNode(build?.objects[0]?.root, 'data');
    assert.deepEqual(data?.kind === 'map' ? [...data.entries.keys()] : undefined, ['${UNKNOWN}']);
  });

  it('nothing about ten thousand generated values', () => {
    const literals = Array.from({ length: 10_000 }, (_, index) => `  - KEY_${index}=${index}`).join('\n');
    assert.deepEqual(overlay(`configMapGenerator:\n- name: a\n  literals:\n${literals}\n`), []);
  });
});
