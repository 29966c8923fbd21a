import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Linter } from '../../server/src/engine/linter.js';
import { rules } from '../../server/src/rules/index.generated.js';
import { applyEdits } from '../../server/src/text/text-edit.js';

const ROOT = 'file:///w/shop-infra';
const CHART = 'apiVersion: v2\nname: shop\nversion: 1.0.0\nappVersion: 1.2.3\n';
const VALUES = 'image: registry.test/shop\ntag: "1.2"\nlimit: 512Mi\n';
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
  namespace: {{ .Release.Namespace }}
spec:
  replicas: 2
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
`;
const RULE = 'go/gomemlimit-exceeds-limit';
const SOURCE = '    repoURL: https://git.test/team/shop-infra.git\n    path: charts/shop\n    targetRevision: HEAD\n';

/** An Application with the lines of its `helm`. */
function application(name: string, helm: string): string {
  const lines = helm.replace(/^(?=.)/gm, '      ');
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${name}
spec:
  project: default
  destination:
    server: https://kubernetes.default.svc
    namespace: shop
  source:
${SOURCE}${helm === '' ? '' : `    helm:\n${lines}`}`;
}

describe('an Application of Argo CD', () => {
  it('is a value set of its chart, and has its findings on its own lines', () => {
    const linter = lint({ 'apps/shop.yaml': application('shop-prod', 'valuesObject:\n  limit: 256Mi\n') });
    assert.deepEqual(seen(linter, 'apps/shop.yaml', RULE), ['256Mi']);
    assert.deepEqual(seen(linter, 'charts/shop/values.yaml', RULE), []);
    assert.equal(linter.isCovered(`${ROOT}/apps/shop.yaml`), false);
    const names = linter.groupsOf(`${ROOT}/apps/shop.yaml`).flatMap(({ variants }) => variants.map(({ name }) => name));
    assert.deepEqual(names, ['values.yaml', 'Application "shop-prod"']);
  });

  it('may have its values as a text of YAML, which is edited in place', () => {
    const linter = lint({ 'apps/shop.yaml': `# The shop.\n${application('shop-prod', 'values: |\n  # Less.\n  limit: 256Mi # here\n')}` });
    const [report] = (linter.report(`${ROOT}/apps/shop.yaml`)?.reports ?? []).filter(({ rule }) => rule.id === RULE);
    assert.ok(report !== undefined);
    assert.equal(linter.textOf(report.uri)?.slice(report.span.start, report.span.end), '256Mi');
    const latest = lint({ 'apps/shop.yaml': application('shop-prod', 'values: |\n  tag: latest\n') });
    assert.deepEqual(seen(latest, 'apps/shop.yaml', 'image/latest-tag'), ['latest']);
  });

  it('may set parameters', () => {
    const helm = 'parameters:\n  - name: limit\n    value: "256Mi"\n  - name: tag\n    value: "1.30"\n    forceString: true\n';
    const linter = lint({ 'apps/shop.yaml': application('shop-prod', helm) });
    assert.deepEqual(seen(linter, 'apps/shop.yaml', RULE), ['256Mi']);
    set(linter, 'apps/shop.yaml', `# A line above.\n${application('shop-prod', helm)}`);
    assert.deepEqual(seen(linter, 'apps/shop.yaml', RULE), ['256Mi']);
  });

  it('has the names of its parameters judged as they are typed, moved and replaced', () => {
    const helm = (name: string) => application('shop-prod', `parameters:\n  - name: ${name}\n    value: a\n`);
    const linter = lint({ 'apps/shop.yaml': helm('tga') });
    const found = () => seen(linter, 'apps/shop.yaml', 'helm/override-unknown-key');
    assert.deepEqual(found(), ['tga']);
    set(linter, 'apps/shop.yaml', `# Above.\n---\n${helm('tga')}`);
    assert.deepEqual(found(), ['tga']);
    set(linter, 'apps/shop.yaml', helm('tag'));
    assert.deepEqual(found(), []);
    set(linter, 'apps/shop.yaml', helm('limt.a'));
    assert.deepEqual(found(), ['limt']);
    set(linter, 'charts/shop/values.yaml', `${VALUES}limt: { a: 1 }\n`);
    assert.deepEqual(found(), []);
  });

  it('is the one that installs with a file, whatever the file is called', () => {
    const files = {
      'apps/shop.yaml': application('shop-prod', 'releaseName: till\nvalueFiles:\n  - values-prod.yaml\n  - /envs/eu.yaml\n'),
      'charts/shop/values-prod.yaml': 'limit: 256Mi\n',
      'envs/eu.yaml': 'tag: "1.3"\n',
    };
    const linter = lint(files);
    assert.deepEqual(seen(linter, 'charts/shop/values-prod.yaml', RULE), ['256Mi']);
    assert.equal(linter.isCovered(`${ROOT}/envs/eu.yaml`), true);
    const names = linter.groupsOf(`${ROOT}/envs/eu.yaml`).flatMap(({ variants }) => variants.map(({ name }) => name));
    assert.deepEqual(names, ['values.yaml', 'Application "shop-prod"']);
    const unit = linter.units().find(({ variant }) => variant === 'Application "shop-prod"');
    assert.deepEqual(unit?.objects, ['Deployment "till"']);
    linter.remove(`${ROOT}/apps/shop.yaml`);
    assert.deepEqual(seen(linter, 'charts/shop/values-prod.yaml', RULE), ['256Mi']);
    assert.equal(linter.isCovered(`${ROOT}/envs/eu.yaml`), false);
  });

  it('may say what its cluster is', () => {
    const template = `${DEPLOYMENT}---
apiVersion: v1
kind: ConfigMap
metadata: { name: shop, namespace: shop }
data:
  version: {{ .Capabilities.KubeVersion.Minor | quote }}
  monitors: {{ .Capabilities.APIVersions.Has "monitoring.coreos.com/v1/ServiceMonitor" | quote }}
`;
    const chart = { 'charts/shop/templates/shop.yaml': template };
    const helm = 'kubeVersion: v1.30.2\napiVersions: [monitoring.coreos.com/v1/ServiceMonitor]\n';
    const helmfile = `kubeVersion: 1.29\n---\nreleases:\n  - name: shop\n    chart: ./charts/shop\n    namespace: shop\n    apiVersions:\n      - monitoring.coreos.com/v1\n`;
    const made = (files: Readonly<Record<string, string>>) => {
      const [group] = lint({ ...chart, ...files }).groupsOf(`${ROOT}/charts/shop/values.yaml`);
      const text =
        group?.variants
          .at(-1)
          ?.documents.map(document => document.text)
          .join() ?? '';
      return [/version: (.*)/.exec(text)?.[1], /monitors: (.*)/.exec(text)?.[1]];
    };
    assert.deepEqual(made({ 'apps/shop.yaml': application('shop', helm) }), ['"30"', '"true"']);
    assert.deepEqual(made({ 'helmfile.yaml': helmfile }), ['"29"', '"false"']);
    assert.deepEqual(made({ '.plimsoll.yaml': 'kubernetesVersion: "1.31"\n' }), ['"31"', '"false"']);
  });

  it('is judged for its cluster, also when nothing else is another', () => {
    const hook = 'lifecycle: { preStop: { sleep: { seconds: 5 } } }';
    const template = DEPLOYMENT.replace(/^( *)env:$/m, `$1${hook}\n$&`);
    const helm = (version: string) => application('shop', `kubeVersion: ${version}\n`);
    const linter = lint({ 'charts/shop/templates/shop.yaml': template, 'apps/shop.yaml': helm('v1.29.3') });
    const found = () => seen(linter, 'charts/shop/templates/shop.yaml', 'shutdown/sleep-action-version');
    assert.deepEqual(found(), ['sleep']);
    set(linter, 'apps/shop.yaml', helm('1.31'));
    assert.deepEqual(found(), []);
    set(linter, 'apps/shop.yaml', helm('1.28'));
    assert.deepEqual(found(), ['sleep']);
    set(linter, 'apps/shop.yaml', application('shop', ''));
    assert.deepEqual(found(), []);
    set(linter, '.plimsoll.yaml', 'kubernetesVersion: "1.29"\n');
    assert.deepEqual(found(), ['sleep']);
  });

  it('may take files from another source that is here', () => {
    const sources = `  sources:
    - repoURL: https://git.test/team/shop-infra
      path: charts/shop
      helm:
        valueFiles: [$values/envs/eu.yaml]
    - repoURL: https://git.test/team/shop-infra
      ref: values
`;
    const text = application('shop-eu', '').replace(/ {2}source:[\s\S]*$/, sources);
    const linter = lint({ 'apps/shop.yaml': text, 'envs/eu.yaml': 'limit: 256Mi\n' });
    assert.deepEqual(seen(linter, 'envs/eu.yaml', RULE), ['256Mi']);
  });

  for (const [what, helm, reason] of [
    ['templates', 'valuesObject:\n  limit: "{{ limit }}"\n', /Not all of its values are written out there/],
    ['files that are not here', 'valueFiles: [values-prod.yaml]\n', /The file "charts\/shop\/values-prod\.yaml" is not here/],
    ['whole files as values', 'fileParameters:\n  - name: a\n    path: b\n', /Some of its values are whole files/],
    ['values in quotes', 'values: "limit: 256Mi"\n', /a text in quotes/],
    ['a cluster that is not known', 'kubeVersion: "{{ version }}"\n', /Not all of its values are written out there/],
    ['values that are no YAML', 'values: |\n  limit: [\n', /no YAML/],
  ] as const) {
    it(`is left out with ${what}, and says so`, () => {
      const linter = lint({ 'apps/shop.yaml': application('shop-prod', helm) });
      assert.deepEqual(seen(linter, 'apps/shop.yaml', RULE), []);
      const [unit] = linter.units();
      assert.equal(unit?.variant, 'values.yaml');
      assert.match(unit.leftOut.join(), reason);
    });
  }

  it('is left out if it installs another revision, or what a kustomization may change', () => {
    const values = application('shop-prod', 'valuesObject:\n  limit: 256Mi\n');
    for (const files of [
      { 'apps/shop.yaml': values.replace('HEAD', 'v1.2.0') },
      { 'apps/shop.yaml': values, 'apps/kustomization.yaml': 'resources: [shop.yaml]\npatches:\n  - path: patch.yaml\n' },
    ]) {
      const linter = lint(files);
      assert.deepEqual(seen(linter, 'apps/shop.yaml', RULE), []);
      assert.equal(linter.units().find(({ kind }) => kind === 'chart')?.leftOut.length, 1);
    }
  });

  it('is installed where it says, wherever a kustomization puts the object', () => {
    const linter = lint({
      'apps/shop.yaml': application('shop', ''),
      'apps/kustomization.yaml': 'resources: [shop.yaml]\nnamespace: argocd\n',
    });
    const [variant] = linter.groupsOf(`${ROOT}/charts/shop/values.yaml`).flatMap(({ variants }) => variants);
    assert.match(variant?.documents[0]?.text ?? '', /namespace: shop\n/);
  });

  it('says nothing about charts of other repositories', () => {
    const text = application('shop-prod', 'valuesObject:\n  limit: 256Mi\n').replace('team/shop-infra.git', 'team/other.git');
    const other = application('other', '').replace('team/shop-infra.git', 'team/other.git').replace('charts/shop', 'charts/other');
    const linter = lint({ 'apps/shop.yaml': text, 'apps/other.yaml': other });
    assert.deepEqual(seen(linter, 'apps/shop.yaml', RULE), []);
    assert.deepEqual(linter.units().find(({ kind }) => kind === 'chart')?.leftOut, []);
  });
});

describe('findings in installations', () => {
  const resources = DEPLOYMENT.replace(/resources:[\s\S]*$/, 'resources:\n            {{- toYaml .Values.resources | nindent 12 }}\n');
  for (const [what, helm, fixed] of [
    ['a map', 'valuesObject:\n  limit: 256Mi # here\n', 'valuesObject:\n  limit: 512Mi # here\n'],
    ['a text', 'values: |\n  limit: 256Mi # here\n', 'values: |\n  limit: 512Mi # here\n'],
    ['parameters', 'parameters:\n  - name: limit\n    value: "256Mi"\n', 'parameters:\n  - name: limit\n    value: "512Mi"\n'],
  ] as const) {
    it(`are fixed in ${what}`, () => assert.equal(fixedText({}, helm, RULE), application('shop-prod', fixed)));
  }

  it('are fixed by adding to what stands there', () => {
    const files = { 'charts/shop/templates/shop.yaml': resources, 'charts/shop/values.yaml': `${VALUES}resources: {}\n` };
    const before = 'resources:\n    limits:\n      memory: 512Mi # here\n';
    const after = `${before}    requests:\n      cpu: 100m\n`;
    for (const head of ['valuesObject:\n  ', 'values: |\n  # Values.\n  ']) {
      const fixed = fixedText(files, `${head}${before}  tag: "2"\n`, 'resources/requests-missing');
      assert.equal(fixed, application('shop-prod', `${head}${after}  tag: "2"\n`));
    }
  });

  it('are not that nothing sets a value which they set', () => {
    const template = `${DEPLOYMENT}---\n{{ .Values.extra.text }}\n{{ .Values.tier }}\n`;
    const helm = 'valuesObject:\n  extra: { text: "# A comment." }\nparameters:\n  - { name: tier, value: "# Another." }\n';
    const linter = lint({
      'charts/shop/values.yaml': `${VALUES}extra: { other: 1 }\n`,
      'charts/shop/templates/shop.yaml': template,
      'apps/shop.yaml': application('shop-prod', helm),
    });
    assert.deepEqual(seen(linter, 'charts/shop/templates/shop.yaml', 'helm/values-undefined'), []);
    linter.remove(`${ROOT}/apps/shop.yaml`);
    assert.deepEqual(seen(linter, 'charts/shop/templates/shop.yaml', 'helm/values-undefined'), ['text', 'tier']);
  });

  it('are one where several Applications install the same', () => {
    const helm = 'valueFiles: [values-prod.yaml]\n';
    const linter = lint({
      'apps/a.yaml': application('shop-a', helm),
      'apps/b.yaml': application('shop-b', helm),
      'charts/shop/values-prod.yaml': 'limit: 256Mi\n',
    });
    assert.deepEqual(seen(linter, 'charts/shop/values-prod.yaml', RULE), ['256Mi']);
  });
});

/** An Application after the first fix of the first finding of a rule in it. */
function fixedText(files: Readonly<Record<string, string>>, helm: string, rule: string): string | undefined {
  const uri = `${ROOT}/apps/shop.yaml`;
  const linter = lint({ ...files, 'apps/shop.yaml': application('shop-prod', helm) });
  const report = linter.report(uri)?.reports.find(candidate => candidate.rule.id === rule);
  const [edit] = (report === undefined ? [] : linter.fixes(report)).flatMap(({ edits }) => edits.filter(target => target.uri === uri));
  return edit && applyEdits(linter.textOf(uri) ?? '', edit.edits);
}

describe('sets with one name', () => {
  it('say the release, the namespace and the file too', () => {
    const helm = (limit: string) => `valuesObject:\n  limit: ${limit}\n`;
    const linter = lint({
      'apps/eu/shop.yaml': application('shop', helm('256Mi')),
      'apps/us/shop.yaml': application('shop', helm('128Mi')).replace('namespace: shop', 'namespace: us'),
    });
    const names = linter.units().flatMap(({ kind, variant }) => (kind === 'chart' ? [variant] : []));
    assert.deepEqual(names, [
      'Application "shop" (shop, shop, ../../apps/eu/shop.yaml)',
      'Application "shop" (shop, us, ../../apps/us/shop.yaml)',
    ]);
    assert.deepEqual(seen(linter, 'apps/us/shop.yaml', RULE), ['128Mi']);
  });
});

describe('objects of one name in one file', () => {
  it('are each what they say', () => {
    const helm = (limit: string, tag: string) => `valuesObject:\n  limit: ${limit}\nparameters:\n  - name: tag\n    value: ${tag}\n`;
    const [eu, us] = [
      application('shop', helm('640Mi', 'latest')),
      application('shop', helm('256Mi', 'v2')).replace('namespace: shop', 'namespace: us'),
    ];
    const linter = lint({ 'apps/all.yaml': `${eu}---\n${us}` });
    assert.deepEqual(seen(linter, 'apps/all.yaml', RULE), ['256Mi']);
    assert.deepEqual(seen(linter, 'apps/all.yaml', 'image/latest-tag'), ['latest']);
    const made = linter
      .groupsOf(`${ROOT}/charts/shop/values.yaml`)
      .flatMap(({ variants }) => variants.map(({ documents }) => documents[0]?.text ?? ''));
    assert.deepEqual(
      made.map(text => /memory: (\d{3}Mi)/.exec(text)?.[1]),
      ['640Mi', '256Mi'],
    );
  });
});

describe('a HelmRelease of Flux', () => {
  const repository = `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: flux-system
spec:
  url: ssh://git@git.test/team/shop-infra
  ref: { branch: main }
`;
  const release = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: shop
  namespace: shop
spec:
  chart:
    spec:
      chart: ./charts/shop
      sourceRef: { kind: GitRepository, name: flux-system }
  values:
    limit: 256Mi
`;

  it('is a value set of a chart in its repository', () => {
    const linter = lint({ 'flux/sync.yaml': repository, 'flux/shop.yaml': release });
    assert.deepEqual(seen(linter, 'flux/shop.yaml', RULE), ['256Mi']);
    assert.deepEqual(linter.units()[1]?.variant, 'HelmRelease "shop"');
    linter.remove(`${ROOT}/flux/sync.yaml`);
    assert.deepEqual(seen(linter, 'flux/shop.yaml', RULE), []);
  });

  it('is installed where it is, which a kustomization may say, if it says nothing else', () => {
    const kustomization = 'resources: [shop.yaml]\nnamespace: eu\n';
    const made = (text: string) => {
      const linter = lint({ 'flux/sync.yaml': repository, 'flux/shop.yaml': text, 'flux/kustomization.yaml': kustomization });
      const variants = linter.groupsOf(`${ROOT}/charts/shop/values.yaml`).flatMap(group => group.variants);
      return variants.at(-1)?.documents[0]?.text ?? '';
    };
    assert.match(made(release), /namespace: eu\n/);
    assert.match(made(release.replace('spec:\n', 'spec:\n  targetNamespace: us\n')), /name: us-shop\n {2}namespace: us\n/);
  });

  it('may take files in place of the values of the chart', () => {
    const text = release
      .replace('  values:\n    limit: 256Mi\n', '')
      .replace('  chart: ./charts/shop\n', '$&      valuesFiles: [charts/shop/a.yaml]\n');
    const linter = lint({ 'flux/sync.yaml': repository, 'flux/shop.yaml': text, 'charts/shop/a.yaml': VALUES.replace('512', '256') });
    assert.deepEqual(seen(linter, 'charts/shop/a.yaml', RULE), ['256Mi']);
    const variant = linter.groupsOf(`${ROOT}/charts/shop/a.yaml`)[0]?.variants[1];
    assert.ok(variant?.documents.some(({ text: made }) => made.includes('256Mi')));
  });

  it('is left out where it takes values from the cluster', () => {
    const text = `${release}  valuesFrom:\n    - { kind: ConfigMap, name: shop }\n`;
    const linter = lint({ 'flux/sync.yaml': repository, 'flux/shop.yaml': text });
    assert.deepEqual(seen(linter, 'flux/shop.yaml', RULE), []);
    assert.match(
      linter
        .units()
        .find(({ kind }) => kind === 'chart')
        ?.leftOut.join() ?? '',
      /takes values from objects of the cluster/,
    );
  });
});

describe('a release of Helmfile', () => {
  it('is a value set of a chart in a folder', () => {
    const helmfile = `releases:
  - name: shop
    namespace: shop
    chart: ./charts/shop
    values:
      - limit: 256Mi
        tag: "1.3"
    set:
      - name: tag
        value: latest
`;
    const linter = lint({ 'helmfile.yaml': helmfile });
    assert.deepEqual(seen(linter, 'helmfile.yaml', RULE), ['256Mi']);
    assert.deepEqual(seen(linter, 'helmfile.yaml', 'image/latest-tag'), ['latest']);
    assert.equal(linter.units()[1]?.variant, 'Helmfile release "shop"');
  });

  it('is left out where a template makes its values, or itself: what it sets is not known', () => {
    const helmfile = 'releases:\n  - name: shop\n    chart: ./charts/shop\n    values: [envs/eu.yaml, envs/eu.yaml.gotmpl]\n';
    const template = `${DEPLOYMENT}---\n{{ .Values.tier }}\n`;
    const shared = { 'charts/shop/templates/shop.yaml': template, 'envs/eu.yaml': 'limit: 256Mi\nlimt: 1\n' };
    for (const [files, reason] of [
      [
        { 'helmfile.yaml': helmfile, 'envs/eu.yaml.gotmpl': 'tier: {{ requiredEnv "A" }}\n' },
        /The file "envs\/eu\.yaml\.gotmpl" is a template/,
      ],
      [{ 'helmfile.yaml': helmfile }, /The file "envs\/eu\.yaml\.gotmpl" is a template/],
      [
        { 'helmfile.yaml.gotmpl': `{{ if .x }}\n${helmfile}{{ end }}\n` },
        /The helmfile "helmfile\.yaml\.gotmpl" is left out: It is a template/,
      ],
    ] as const) {
      const linter = lint({ ...shared, ...files });
      assert.match(
        linter
          .units()
          .find(({ kind }) => kind === 'chart')
          ?.leftOut.join() ?? '',
        reason,
      );
      assert.deepEqual(seen(linter, 'charts/shop/templates/shop.yaml', 'helm/values-undefined'), []);
      assert.deepEqual(seen(linter, 'envs/eu.yaml', 'helm/override-unknown-key'), []);
      assert.deepEqual(seen(linter, 'envs/eu.yaml', RULE), []);
    }
    assert.deepEqual(seen(lint(shared), 'charts/shop/templates/shop.yaml', 'helm/values-undefined'), ['tier']);
  });

  it('is one for each environment if its files are', () => {
    const helmfile = `environments:
  staging: {}
  prod: {}
---
releases:
  - name: shop
    chart: ./charts/shop
    values: ["envs/{{ .Environment.Name }}.yaml"]
  - name: other
    installed: false
    chart: ./charts/shop
  - name: secret
    chart: ./charts/shop
    secrets: [secrets.yaml]
`;
    const linter = lint({ 'helmfile.yaml': helmfile, 'envs/prod.yaml': 'limit: 256Mi\n', 'envs/staging.yaml': 'tag: "2"\n' });
    assert.deepEqual(seen(linter, 'envs/prod.yaml', RULE), ['256Mi']);
    const [unit] = linter.units();
    assert.deepEqual([unit?.variant, ...(unit?.siblings ?? [])], ['Helmfile release "shop" in prod', 'Helmfile release "shop" in staging']);
    assert.deepEqual(unit?.leftOut, ['Helmfile release "secret" is left out: What its "secrets" does is not worked out.']);
  });
});

function lint(files: Readonly<Record<string, string>>): Linter {
  const onRuleCrash = (_: unknown, __: string, error: unknown) => {
    throw error;
  };
  const linter = new Linter({ rules, onRuleCrash });
  const chart = { 'charts/shop/Chart.yaml': CHART, 'charts/shop/values.yaml': VALUES, 'charts/shop/templates/shop.yaml': DEPLOYMENT };
  for (const [name, text] of Object.entries({ ...chart, ...files })) set(linter, name, text);
  return linter;
}

function set(linter: Linter, name: string, text: string): void {
  linter.update({ uri: `${ROOT}/${name}`, text });
}

function seen(linter: Linter, name: string, rule: string): string[] {
  const reports = (linter.report(`${ROOT}/${name}`)?.reports ?? []).filter(report => report.rule.id === rule);
  return reports.map(({ uri, span }) => linter.textOf(uri)?.slice(span.start, span.end) ?? '');
}
