import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Linter } from '../../server/src/engine/linter.js';
import { type CaseFile, lintFiles, uriOf } from '../support/case-workspace.js';
import { Random } from '../support/fuzz/random.js';

/** Of each file, what it may be turned into; `undefined` removes it. The first is what it is at the start. */
type Workspace = Readonly<Record<string, readonly (string | undefined)[]>>;

const CONFIGS = [
  undefined,
  'rules:\n  resources/memory-limit-missing: off\n',
  'overrides:\n  - environments: [prod]\n    rules: { image/latest-tag: off }\nprofile: strict\n',
];

/** The last one tries something before anybody has looked at an edit. */
const SEEDS =
  process.env['SEEDS'] === undefined ? [1, 2, 3, 20] : Array.from({ length: Number(process.env['SEEDS']) }, (_, seed) => seed + 1);
const EDITS = 10;

describe('after any edits, all is said that a fresh start says', () => {
  for (const [what, workspace] of Object.entries(workspaces())) {
    for (const seed of SEEDS) it(`of ${what}, seed ${seed}`, () => editAtRandom(workspace, new Random(seed)));
  }
});

function editAtRandom(workspace: Workspace, random: Random): void {
  const now = new Map(Object.entries(workspace).flatMap(([name, [text]]) => (text === undefined ? [] : [[name, text] as const])));
  const linter = lintFiles(filesIn(now));
  const names = Object.keys(workspace);
  reportAll(linter);
  const said = new Map(linter.uris().map(uri => [uri, saidOf(linter, uri)]));
  const steps: string[] = [];
  for (let count = 0; count < EDITS; count++) {
    if (random.chance(0.25)) tryAtRandom(linter, workspace, random);
    const name = random.pick(names) ?? '';
    const text = editedText(random, now.get(name), workspace[name] ?? []);
    steps.push(`${name}: ${JSON.stringify(text)}`);
    if (text === undefined) now.delete(name);
    else now.set(name, text);
    apply(linter, name, text);
    // Most edits are looked at, some only together with the next one.
    if (random.chance(0.2)) continue;
    for (const uri of linter.takeStale()) said.set(uri, saidOf(linter, uri));
    const fresh = lintFiles(filesIn(now));
    for (const uri of fresh.uris()) {
      assert.deepEqual(said.get(uri), saidOf(fresh, uri), `what was published of ${uri} after ${steps.join('\n')}`);
      assert.deepEqual(saidOf(linter, uri), saidOf(fresh, uri), `${uri} after ${steps.join('\n')}`);
    }
    const uri = random.pick(fresh.uris()) ?? '';
    if (random.chance(0.3)) assert.deepEqual(fixesIn(linter, uri), fixesIn(fresh, uri), `fixes in ${uri} after ${steps.join('\n')}`);
  }
}

/** Something is tried, with all that it changes looked at, and taken back; or the fixes of a finding are. */
function tryAtRandom(linter: Linter, workspace: Workspace, random: Random): void {
  if (random.chance(0.3)) {
    const [report] = linter.report(random.pick(linter.uris()) ?? '')?.reports ?? [];
    if (report !== undefined) linter.fixes(report);
    return;
  }
  linter.tentatively(() => {
    const name = random.pick(Object.keys(workspace)) ?? '';
    apply(linter, name, editedText(random, linter.textOf(uriOf(name)), workspace[name] ?? []));
    if (random.chance(0.7)) reportAll(linter);
  });
}

function editedText(random: Random, text: string | undefined, alternatives: Workspace[string]): string | undefined {
  if (text === undefined || random.chance(0.6)) return random.pick(alternatives);
  // Something longer above moves all places.
  return text.startsWith('# A line') ? text.slice(text.indexOf('\n') + 1) : `# A line${'.'.repeat(random.below(3))}\n${text}`;
}

function apply(linter: Linter, name: string, text: string | undefined): void {
  if (text === undefined) linter.remove(uriOf(name));
  else linter.update({ uri: uriOf(name), text });
}

function reportAll(linter: Linter): void {
  for (const uri of linter.takeStale()) linter.report(uri);
}

function saidOf(linter: Linter, uri: string): unknown {
  const told = linter.report(uri);
  const plain = (report: NonNullable<typeof told>['reports'][number]) => ({
    ...{ rule: report.rule.id, uri: report.uri, span: report.span, severity: report.severity, message: report.message },
    ...{ object: report.object?.kind, related: report.related, isEverywhere: report.proposals.isEverywhere },
    fixes: report.proposals.fixes.map(({ title }) => title),
  });
  return {
    reports: told?.reports.map(plain).sort(byText),
    suppressed: told?.suppressed.map(({ report, reason }) => ({ ...plain(report), reason })).sort(byText),
    notAnalysed: told?.notAnalysed,
  };
}

/** The fixes of the first finding of a file. */
function fixesIn(linter: Linter, uri: string): unknown {
  return linter
    .report(uri)
    ?.reports.slice(0, 1)
    .map(report => linter.fixes(report));
}

/** Findings at one place are in the order in which documents came. */
function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

function filesIn(files: ReadonlyMap<string, string>): CaseFile[] {
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, text]) => ({ name, text }));
}

function workspaces(): Readonly<Record<string, Workspace>> {
  return { 'a chart with several sets of values': chart(), 'overlays of shared bases': overlays() };
}

function workload(name: string, more = '', annotations = ''): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}${annotations}
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      containers:
        - name: web
          image: {{ .Values.image }}${more}
          {{- with .Values.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
`;
}

function service(name: string, app: string): string {
  return `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  selector: { app: ${app} }\n  ports: [{ port: 80, targetPort: http }]\n`;
}

function chart(): Workspace {
  const values = 'image: registry.test/web:latest\nreplicas: 1\nresources: {}\ndb:\n  replicas: 2\napp: web\n';
  const suppressed = '\n  annotations:\n    plimsoll/ignore: resources/memory-limit-missing -- It is measured first.';
  return {
    'web/Chart.yaml': ['apiVersion: v2\nname: web\nversion: 1.0.0\n', 'apiVersion: v2\nname: other\nversion: 1.0.0\nappVersion: "1"\n'],
    'web/values.yaml': [
      values,
      values.replace('resources: {}', 'resources:\n  requests:\n    memory: 64Mi\n  limits:\n    memory: 32Mi'),
      values.replace('resources: {}', 'resources: {} # plimsoll-ignore resources/memory-limit-missing -- Later.'),
      values.replace('replicas: 1', 'replicas: 10').replace('app: web', 'app: wbe'),
      values.replace('web:latest', 'web:1.0.0'),
    ],
    'web/values-prod.yaml': [
      'replicas: 3\n',
      undefined,
      'resources:\n  limits:\n    memory: 16Mi\n',
      'app: api\nimage: registry.test/web:2.0\n',
    ],
    'web/values-staging.yaml': ['image: registry.test/web:1.0\n', 'replicas: 1\n', undefined],
    'web/templates/web.yaml': [
      workload('web'),
      workload('web', '\n          ports: [{ name: http, containerPort: 80 }]'),
      workload('web-{{ .Values.app }}', '', suppressed),
      `{{/* plimsoll-ignore-file image/latest-tag -- It is a test. */}}\n${workload('web')}`,
      '{{ if gt (int .Values.replicas) 2 }}\n'.concat(workload('web'), '{{ end }}\n'),
    ],
    'web/templates/service.yaml': [service('web', '{{ .Values.app }}'), service('web', 'web'), undefined, '{{ fail "Not yet." }}\n'],
    'web/charts/db/Chart.yaml': ['apiVersion: v2\nname: db\nversion: 1.0.0\n', undefined],
    'web/charts/db/values.yaml': [
      'image: registry.test/db:latest\nreplicas: 1\n',
      'image: registry.test/db:1\nreplicas: 1\nresources: {}\n',
    ],
    'web/charts/db/templates/db.yaml': [workload('db').replaceAll('app: web', 'app: db'), service('db', 'web')],
    'plain/service.yaml': [service('plain', 'web'), service('plain', 'api'), undefined],
    '.plimsoll.yaml': CONFIGS,
  };
}

function overlays(): Workspace {
  const deployment = (name: string, memory: string) =>
    workload(name)
      .replace('{{ .Values.replicas }}', '1')
      .replace('{{ .Values.image }}', 'registry.test/web:latest')
      .replace(
        / +\{\{- with[\s\S]*/,
        `          resources:\n            requests: { memory: 64Mi }\n            limits: { memory: ${memory} }\n`,
      );
  const patch = (memory: string) => deployment('web', memory).replace('replicas: 1', 'replicas: 2');
  const suppressed = deployment('web', '32Mi').replace(
    'name: web\n',
    'name: web\n  annotations: { plimsoll/ignore: image/* -- It is a test. }\n',
  );
  const overlay = (name: string): Workspace => ({
    [`overlays/${name}/kustomization.yaml`]: [
      'resources: [../../base]\npatches: [{ path: patch.yaml }]\n',
      'resources: [../../base]\nnamePrefix: a-\npatches: [{ path: patch.yaml }]\ncomponents: [../../shared]\n',
      undefined,
    ],
    [`overlays/${name}/patch.yaml`]: [patch('48Mi'), patch('128Mi'), patch('48Mi').replace(':latest', ':1.0')],
  });
  return {
    'base/kustomization.yaml': ['resources: [web.yaml, service.yaml]\n', 'resources: [web.yaml]\n'],
    'base/web.yaml': [
      deployment('web', '32Mi'),
      suppressed,
      `${deployment('web', '32Mi')}---\n${deployment('api', '8Mi')}`,
      deployment('web', '32Mi').replace('64Mi', '64Mi # plimsoll-ignore resources/request-exceeds-limit -- Later.'),
    ],
    'base/service.yaml': [service('web', 'web'), service('web', 'api')],
    ...overlay('prod'),
    ...overlay('staging'),
    ...overlay('test'),
    'shared/kustomization.yaml': ['apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [extra.yaml]\n'],
    'shared/extra.yaml': [
      service('extra', 'web'),
      service('extra', 'nothing'),
      service('extra', 'web').replace('name: extra', 'name: more'),
    ],
    'other/kustomization.yaml': ['resources: [own.yaml]\ncomponents: [../shared]\n', undefined],
    'other/own.yaml': [deployment('web', '32Mi'), deployment('other', '128Mi')],
    'plain/service.yaml': [service('plain', 'web'), service('plain', 'api'), undefined],
    '.plimsoll.yaml': CONFIGS,
  };
}
