import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Linter } from '../../server/src/engine/linter.js';
import { applyEdits } from '../../server/src/text/text-edit.js';
import { lintFiles, uriOf } from '../support/case-workspace.js';

const CHART: Readonly<Record<string, string>> = {
  'charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\nappVersion: 1.2.3\n',
  'charts/shop/values.yaml': 'image: registry.test/shop\ntag: "1.2"\nlimit: 512Mi\nreplicas: 2\nhosts: []\n',
  'charts/shop/templates/shop.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
  namespace: {{ .Release.Namespace }}
  annotations: { hosts: {{ .Values.hosts | join " " | quote }}, kind: {{ kindOf .Values.replicas }} }
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels: { app: shop }
  template:
    metadata:
      labels: { app: shop }
    spec:
      containers:
        - name: shop
          image: "{{ .Values.image }}:{{ .Values.tag }}"
          env:
            - name: GOMEMLIMIT
              value: 460MiB
          resources:
            requests: { cpu: 100m, memory: 64Mi }
            limits: { memory: {{ .Values.limit }} }
`,
};
const RULE = 'go/gomemlimit-exceeds-limit';

interface SetOptions {
  readonly language?: 'names' | 'go';
  readonly generators?: string;
  readonly name?: string;
  readonly path?: string;
  readonly more?: string;
}

const ELEMENTS = `- list:
    elements:
      - env: prod
        limit: 256Mi
      - env: staging
        limit: 640Mi
`;

/** An ApplicationSet with the lines of the `helm` of its template. */
function applicationSet(helm: string, options: SetOptions = {}): string {
  const { language = 'names', generators = ELEMENTS, path = 'charts/shop', more = '' } = options;
  const { name = language === 'go' ? '{{ .env }}-shop' : '{{env}}-shop' } = options;
  return `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata:
  name: shops
spec:
  goTemplate: ${language === 'go'}
  generators:
${generators.replace(/^(?=.)/gm, '    ')}${more}  template:
    metadata:
      name: '${name}'
    spec:
      project: default
      destination:
        server: https://kubernetes.default.svc
        namespace: shop
      source:
        repoURL: https://git.test/team/app.git
        targetRevision: HEAD
        path: ${path}
        helm:
${helm.replace(/^(?=.)/gm, '          ')}`;
}

describe('an ApplicationSet with a list', () => {
  it('is one installation for each element, with files that are called after it', () => {
    const linter = lint({
      'apps/set.yaml': applicationSet('valueFiles: ["values-{{env}}.yaml"]\n'),
      'charts/shop/values-prod.yaml': 'limit: 256Mi\n',
      'charts/shop/values-staging.yaml': 'limit: 640Mi\n',
    });
    assert.deepEqual(variants(linter), ['Application "prod-shop"', 'Application "staging-shop"']);
    assert.deepEqual(objects(linter), ['Deployment "prod-shop"', 'Deployment "staging-shop"']);
    assert.deepEqual(environments(linter), ['prod', 'staging']);
    assert.deepEqual(seen(linter, 'charts/shop/values-prod.yaml', RULE), ['256Mi']);
    assert.deepEqual(seen(linter, 'charts/shop/values-staging.yaml', RULE), []);
  });

  for (const [what, helm] of [
    ['a map', "valuesObject:\n  limit: '{{limit}}'\n  tag: b\n"],
    ['a text', 'values: |\n  # Less.\n  limit: {{ limit }}\n  tag: b\n'],
    ['a text with quotes', "values: |\n  limit: '{{limit}}' # Less.\n  tag: b\n"],
    ['parameters', "parameters:\n  - name: limit\n    value: '{{limit}}'\n"],
  ] as const) {
    it(`fills ${what} in, and has its findings in the element, where they are fixed`, () => {
      for (const language of ['names', 'go'] as const) {
        const filled = language === 'go' ? helm.replace(/\{\{ ?limit/, '{{ .limit') : helm;
        const text = applicationSet(filled, { language });
        const linter = lint({ 'apps/set.yaml': text });
        assert.deepEqual(placed(linter, 'apps/set.yaml', RULE), ['11: limit: 256Mi']);
        assert.equal(fixedText(linter, 'apps/set.yaml', RULE), text.replace('256Mi', '512Mi'));
      }
    });
  }

  it('has its findings in the template where a parameter is used for more than one thing', () => {
    for (const [helm, line] of [
      ["valuesObject:\n  limit: '{{limit}}'\n  hosts: ['{{limit}}']\n", "28: limit: '{{limit}}'"],
      ["values: |\n  limit: {{limit}}\n  hosts: ['{{limit}}']\n", '28: limit: {{limit}}'],
      ["values: |\n  limit: '{{limit}}' # {{limit}}\n", "28: limit: '{{limit}}' # {{limit}}"],
      ["parameters:\n  - name: limit\n    value: '{{limit}}'\n  - { name: tag, value: 'v-{{limit}}' }\n", "29: value: '{{limit}}'"],
    ] as const) {
      const linter = lint({ 'apps/set.yaml': applicationSet(helm) });
      assert.deepEqual(placed(linter, 'apps/set.yaml', RULE), [line]);
      assert.equal(fixedText(linter, 'apps/set.yaml', RULE), undefined);
    }
  });

  it('has what is missing added beside what is filled in, which stays', () => {
    const [template = ''] = [
      CHART['charts/shop/templates/shop.yaml']?.replace(
        /resources:[\s\S]*$/,
        'resources:\n            {{- toYaml .Values.resources | nindent 12 }}\n',
      ),
    ];
    const files = {
      'charts/shop/templates/shop.yaml': template,
      'charts/shop/values.yaml': `${CHART['charts/shop/values.yaml']}resources: {}\n`,
    };
    for (const [helm, fixed] of [
      [
        'values: |\n  resources:\n    limits:\n      memory: {{limit}} # here\n  tag: {{env}}\n',
        'values: |\n  resources:\n    limits:\n      memory: {{limit}} # here\n    requests:\n      cpu: 100m\n  tag: {{env}}\n',
      ],
      [
        "valuesObject:\n  resources:\n    limits:\n      memory: '{{limit}}'\n",
        "valuesObject:\n  resources:\n    limits:\n      memory: '{{limit}}'\n    requests:\n      cpu: 100m\n",
      ],
    ] as const) {
      const linter = lint({ ...files, 'apps/set.yaml': applicationSet(helm) });
      assert.equal(fixedText(linter, 'apps/set.yaml', 'resources/requests-missing'), applicationSet(fixed));
    }
  });

  it('fills in numbers, lists and parts of texts as Argo CD does', () => {
    const generators = '- list:\n    elements:\n      - { env: prod, replicas: "3", host: a, flag: "yes" }\n';
    const text = 'values: |\n  replicas: {{replicas}}\n  hosts: [ "{{host}}.test", {{host}} ]\n  tag: v-{{env}}\n';
    const made = documents(lint({ 'apps/set.yaml': applicationSet(text, { generators }) }));
    assert.match(made, /replicas: 3\n/);
    const named = lint({ 'apps/set.yaml': applicationSet(text, { generators, name: 'shop' }) });
    assert.deepEqual(environments(named).at(-1), 'prod');
    assert.match(made, /hosts: "a\.test a", kind: float64/);
    assert.match(made, /shop:v-prod"/);
    const object = "valuesObject:\n  replicas: '{{replicas}}'\n  hosts: ['{{host}}.test', 'b']\n";
    const ofObject = documents(lint({ 'apps/set.yaml': applicationSet(object, { generators }) }));
    assert.match(ofObject, /hosts: "a\.test b", kind: string/);
    const flag = documents(lint({ 'apps/set.yaml': applicationSet('values: |\n  replicas: {{flag}}\n', { generators }) }));
    assert.match(flag, /kind: bool/);
    const float = documents(
      lint({
        'apps/set.yaml': applicationSet('values: |\n  replicas: {{number}}\n', {
          generators: generators.replace('replicas: "3"', 'number: "1.50"'),
        }),
      }),
    );
    assert.match(float, /kind: float64[\s\S]*replicas: 1\.5\n/);
  });

  it('may name its release, its namespace and its chart by parameters', () => {
    const generators = '- list:\n    elements:\n      - { env: prod, chart: shop, values: { space: eu } }\n';
    const options = { generators, path: "'charts/{{ chart }}'", name: 'a-{{values.space}}' };
    const text = applicationSet("releaseName: 'r-{{env}}'\n", options).replace('namespace: shop', "namespace: '{{values.space}}'");
    const linter = lint({ 'apps/set.yaml': text });
    assert.deepEqual(variants(linter), ['Application "a-eu"']);
    assert.match(documents(linter), /name: r-prod\n {2}namespace: eu\n/);
  });

  it('has its names and keys judged once, as those of an Application are', () => {
    const helm = "parameters:\n  - name: tga\n    value: '{{limit}}'\nvalues: |\n  replicas: {{env}}\n  limt: {{env}}\n";
    const linter = lint({ 'apps/set.yaml': applicationSet(helm.replace('{{env}}', '3')) });
    assert.deepEqual(seen(linter, 'apps/set.yaml', 'helm/override-unknown-key').sort(), ['limt', 'tga']);
    const wrong = lint({ 'apps/set.yaml': applicationSet('values: |\n  hosts: {{env}}\n') });
    assert.deepEqual(seen(wrong, 'apps/set.yaml', 'helm/override-type'), ['hosts']);
  });
});

describe('an ApplicationSet with several generators', () => {
  const environments = '- list: { elements: [{ env: prod }, { env: staging }] }\n';
  const regions = '- list: { elements: [{ region: eu }, { region: us }] }\n';
  const nested = (kind: string, generators: string, more = '') =>
    `- ${kind}:\n${more}    generators:\n${generators.replace(/^(?=.)/gm, '      ')}`;

  it('multiplies lists', () => {
    const generators = nested('matrix', environments + regions);
    const linter = lint({
      'apps/set.yaml': applicationSet("valuesObject: { tag: '{{region}}' }\n", { generators, name: '{{env}}-{{region}}' }),
    });
    assert.deepEqual(variants(linter), [
      'Application "prod-eu"',
      'Application "prod-us"',
      'Application "staging-eu"',
      'Application "staging-us"',
    ]);
  });

  it('lays lists over each other', () => {
    const over = '- list: { elements: [{ env: prod, tag: b }, { env: other, tag: c }] }\n';
    const base = '- list: { elements: [{ env: prod, tag: a }, { env: staging, tag: a }] }\n';
    const generators = nested('merge', base + over, '    mergeKeys: [env]\n');
    const linter = lint({ 'apps/set.yaml': applicationSet("valuesObject: { tag: '{{tag}}' }\n", { generators }) });
    assert.deepEqual(variants(linter), ['Application "prod-shop"', 'Application "staging-shop"']);
    assert.deepEqual(documents(linter).match(/shop:\w"/g), ['shop:b"', 'shop:a"']);
  });

  it('makes what is known where others are not', () => {
    const linter = lint({
      'apps/set.yaml': applicationSet('', { generators: `${environments}- clusters: {}\n` }).replace(/ *helm:\n$/, ''),
    });
    assert.deepEqual(variants(linter), ['Application "prod-shop"', 'Application "staging-shop"']);
    assert.deepEqual(leftOut(linter), ['ApplicationSet "shops" is left out: What its generator "clusters" finds is in no file.']);
  });

  for (const [what, generators, reason] of [
    ['clusters', '- clusters: {}\n', 'What its generator "clusters" finds is in no file.'],
    ['folders of a repository', '- git: { repoURL: a, directories: [{ path: "*" }] }\n', 'What its generator "git" finds is in no file.'],
    ['one of them in a matrix', nested('matrix', `${environments}- clusters: {}\n`), 'What its generator "clusters" finds is in no file.'],
    ['one name twice', nested('matrix', environments + environments), 'Two of its generators have other values for one name.'],
    ['three in a matrix', nested('matrix', environments + regions + regions), 'Its matrix has not two generators.'],
    ['keys that are not there', nested('merge', environments + regions, '    mergeKeys: [env]\n'), 'Its generators cannot be merged.'],
    ['a selector', `${environments}  selector: { matchLabels: { env: prod } }\n`, 'Its generator selects some of its elements.'],
    [
      'a template of its own',
      environments.replace('{ ', '{ template: { metadata: { name: a } }, '),
      'Its generator has a template of its own.',
    ],
    ['elements that are filled in', '- list: { elements: [{ env: "{{ env }}" }] }\n', 'Not all elements of its list are written out.'],
    ['no elements', '- list: { elements: [] }\n', 'Its list is empty: its elements come from elsewhere.'],
    ['elements in a text', '- list: { elementsYaml: "[]" }\n', 'The elements of its list are a text.'],
    ['elements that are no texts', '- list: { elements: [{ env: prod, port: 80 }] }\n', 'The value of "port" in its list is no text.'],
    [
      'too many',
      `- list:\n    elements:\n${Array.from({ length: 21 }, (_, index) => `      - env: e${index}\n`).join('')}`,
      'It makes 21 Applications.',
    ],
  ] as const) {
    it(`is left out with ${what}, and says so`, () => {
      const linter = lint({ 'apps/set.yaml': applicationSet('valuesObject: { limit: 256Mi }\n', { generators }) });
      assert.deepEqual(seen(linter, 'apps/set.yaml', RULE), []);
      assert.deepEqual(leftOut(linter), [`ApplicationSet "shops" is left out: ${reason}`]);
    });
  }
});

describe('an ApplicationSet that is filled in with more than names', () => {
  const generators = '- list: { elements: [{ env: prod, number: "1.5", map: "{a: 1}" }] }\n';
  for (const [what, helm, options] of [
    ['an unknown name', "valuesObject: { limit: 256Mi, tag: '{{other}}' }\n", {}],
    ['an action', "valuesObject: { limit: 256Mi, tag: '{{ .env | upper }}' }\n", { language: 'go' }],
    ['a condition', 'values: |\n  limit: 256Mi\n  {{- if .env }}\n  tag: b\n  {{- end }}\n', { language: 'go' }],
    ['names of the other language', "valuesObject: { limit: 256Mi, tag: '{{ .env }}' }\n", {}],
    ['a null, which goes away when the rest is filled in', 'valuesObject: { limit: 256Mi, tag: null }\n', {}],
    ['a key', "valuesObject: { limit: 256Mi, '{{env}}': a }\n", {}],
    ['a key in a text', 'values: |\n  limit: 256Mi\n  {{env}}: a\n', {}],
    ['more than a scalar', 'values: |\n  limit: 256Mi\n  tag: {{map}}\n', {}],
    ['a file that is not here', "valueFiles: ['values-{{env}}.yaml']\nvaluesObject: { limit: 256Mi }\n", {}],
    ['a patch', 'valuesObject: { limit: 256Mi }\n', { more: '  templatePatch: |\n    spec: {}\n' }],
    ['a release that is not known', "releaseName: '{{other}}'\nvaluesObject: { limit: 256Mi }\n", {}],
  ] as const) {
    it(`is left out: ${what}`, () => {
      const linter = lint({ 'apps/set.yaml': applicationSet(helm, { generators, ...options }) });
      assert.deepEqual(seen(linter, 'apps/set.yaml', RULE), []);
      assert.equal(leftOut(linter).length, 1);
    });
  }

  it('may install each chart in a folder with values that are not known: nothing of them is set by nobody', () => {
    const text = (helm: string) =>
      applicationSet(helm, {
        generators: '- git: { repoURL: a, directories: [{ path: charts/* }, { path: charts/other, exclude: true }] }\n',
        path: "'{{path}}'",
        name: '{{path.basename}}',
      });
    const template = `${CHART['charts/shop/templates/shop.yaml']}---\n{{ .Values.tier }}\n`;
    const other = application('here', 'helm: {}', 'charts/other');
    const files = { 'charts/shop/templates/shop.yaml': template, 'apps/other.yaml': other, 'charts/other/a.yaml': '' };
    const open = lint({ ...files, 'apps/set.yaml': text("valueFiles: ['/envs/{{env}}.yaml']\n") });
    assert.deepEqual(seen(open, 'charts/shop/templates/shop.yaml', 'helm/values-undefined'), []);
    assert.deepEqual(leftOut(open), ['ApplicationSet "shops" is left out: What its generator "git" finds is in no file.']);
    for (const helm of ['releaseName: shop\n', 'valuesObject: { limit: 640Mi }\n']) {
      const known = lint({ ...files, 'apps/set.yaml': text(helm) });
      assert.deepEqual(seen(known, 'charts/shop/templates/shop.yaml', 'helm/values-undefined'), ['tier']);
      assert.deepEqual(leftOut(known), []);
    }
  });

  it('may install a chart that is not known with a file that another one is installed with', () => {
    const helm = 'valueFiles: [/envs/all.yaml]\n';
    const known = {
      'apps/shop.yaml': application('shop', 'helm: { valueFiles: [/envs/all.yaml] }', 'charts/shop'),
      'envs/all.yaml': 'zone: a\n',
    };
    const found = (files: Readonly<Record<string, string>>) =>
      seen(lint({ ...known, ...files }), 'envs/all.yaml', 'helm/override-unknown-key');
    assert.deepEqual(found({}), ['zone']);
    assert.deepEqual(found({ 'apps/set.yaml': applicationSet(helm, { generators, path: "'charts/{{name}}'" }) }), []);
  });

  it('is left out where several elements have one name', () => {
    const linter = lint({ 'apps/set.yaml': applicationSet("valuesObject: { limit: '{{limit}}' }\n", { name: 'shop' }) });
    assert.deepEqual(seen(linter, 'apps/set.yaml', RULE), []);
    const reason = 'Application "shop" is left out: Two elements make Applications of this name.';
    assert.deepEqual(leftOut(linter), [reason]);
  });

  it('is left out where its revision is one version, or not known', () => {
    for (const revision of ['v1.2.0', "'{{tag}}'", "'{{other}}'"]) {
      const text = applicationSet('valuesObject: { limit: 256Mi }\n', {
        generators: '- list: { elements: [{ env: prod, tag: v1.0.0 }] }\n',
      });
      const linter = lint({ 'apps/set.yaml': text.replace('HEAD', revision) });
      assert.deepEqual(seen(linter, 'apps/set.yaml', RULE), []);
      assert.equal(leftOut(linter).length, 1);
    }
  });
});

/** An Application, with the line of its `helm`. */
function application(name: string, helm: string, path: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${name}
spec:
  destination: { namespace: shop }
  source:
    repoURL: https://git.test/team/app.git
    path: ${path}
    ${helm}
`;
}

function lint(files: Readonly<Record<string, string>>): Linter {
  return lintFiles(Object.entries({ ...CHART, ...files }).map(([name, text]) => ({ name, text })));
}

function variants(linter: Linter): string[] {
  const { variant = '', siblings = [] } = linter.units().find(({ kind }) => kind === 'chart') ?? {};
  return [variant, ...siblings];
}

function objects(linter: Linter): string[] {
  return linter.units().flatMap(({ kind, objects: names }) => (kind === 'chart' ? names : []));
}

function environments(linter: Linter): string[] {
  return linter.groupsOf(uriOf('charts/shop/Chart.yaml')).flatMap(({ variants: all }) => all.map(({ environment }) => environment));
}

function leftOut(linter: Linter): readonly string[] {
  return linter.units().find(({ kind }) => kind === 'chart')?.leftOut ?? [];
}

function documents(linter: Linter): string {
  const [group] = linter.groupsOf(uriOf('charts/shop/Chart.yaml'));
  return (group?.variants ?? []).flatMap(variant => variant.documents.map(({ text }) => text)).join('');
}

function reports(linter: Linter, name: string, rule: string) {
  return (linter.report(uriOf(name))?.reports ?? []).filter(report => report.rule.id === rule);
}

function seen(linter: Linter, name: string, rule: string): string[] {
  return reports(linter, name, rule).map(({ uri, span }) => linter.textOf(uri)?.slice(span.start, span.end) ?? '');
}

/** The lines of findings. */
function placed(linter: Linter, name: string, rule: string): string[] {
  return reports(linter, name, rule).map(({ uri, span }) => {
    const text = linter.textOf(uri) ?? '';
    const line = text.slice(0, span.start).split('\n').length;
    return `${line}: ${text.split('\n')[line - 1]?.trim()}`;
  });
}

/** The file after the first fix of its first finding. */
function fixedText(linter: Linter, name: string, rule: string): string | undefined {
  const [report] = reports(linter, name, rule);
  const [fix] = report === undefined ? [] : linter.fixes(report);
  const edits = fix?.edits.find(({ uri }) => uri === uriOf(name))?.edits;
  return edits && applyEdits(linter.textOf(uriOf(name)) ?? '', edits);
}
