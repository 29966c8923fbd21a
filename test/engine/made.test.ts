import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Linter } from '../../server/src/engine/linter.js';
import type { Report } from '../../server/src/engine/report.js';
import { rules } from '../../server/src/rules/index.generated.js';
import { applyEdits } from '../../server/src/text/text-edit.js';
import { ToyMaker } from '../support/toy-maker.js';

const FOLDER = 'file:///w/chart';
const TEMPLATE = `apiVersion: apps/v1
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
          image: "{{ image }}"
          env:
            - name: GOMEMLIMIT
              value: 460MiB
          resources:{{ tree resources 12 }}
`;
const VALUES = `image: registry.test/web:1.0
resources:
  requests:
    cpu: 100m
    memory: "512Mi"
  limits:
    memory: "512Mi"
`;
const PROD = 'resources:\n  limits:\n    memory: 256Mi\n';
const STAGING = 'resources:\n  limits:\n    memory: 1Gi\n';

describe('a finding of a made document', () => {
  it('stands on the line that causes it, in the file that sets it, and names the other end', () => {
    const linter = lint({ 'values-prod.yaml': PROD, 'values-staging.yaml': STAGING });
    assert.deepEqual(seen(linter, 'values-prod.yaml', 'go/gomemlimit-exceeds-limit'), [
      '256Mi: GOMEMLIMIT is 460MiB, above the memory limit of 256Mi. Container "web" is killed before the Go runtime reacts.',
    ]);
    const [report] = reportsOf(linter, 'values-prod.yaml', 'go/gomemlimit-exceeds-limit');
    assert.deepEqual(
      report?.related.map(({ uri, span, message }) => `${linter.textOf(uri)?.slice(span.start, span.end)}: ${message}`),
      ['460MiB: It is about this text.', '{{ tree resources 12 }}: The template writes it here.'],
    );
    for (const name of ['templates/web.yaml', 'values-staging.yaml', 'values.yaml'])
      assert.deepEqual(seen(linter, name, 'go/gomemlimit-exceeds-limit'), []);
  });

  it('is one for all variants that have it, which are named if not all have it', () => {
    const image = { 'values.yaml': VALUES.replace('web:1.0', 'web:latest') };
    const both = lint({ ...image, 'values-prod.yaml': STAGING, 'values-staging.yaml': STAGING });
    assert.equal(seen(both, 'values.yaml', 'image/latest-tag').length, 1);
    assert.doesNotMatch(seen(both, 'values.yaml', 'image/latest-tag')[0] ?? '', /Only in/);
    const one = lint({ ...image, 'values-prod.yaml': `${STAGING}image: registry.test/web:1.1\n`, 'values-staging.yaml': STAGING });
    assert.match(seen(one, 'values.yaml', 'image/latest-tag')[0] ?? '', / Only in values-staging\.yaml\.$/);
  });

  it('follows an edit of the values, and of lines above', () => {
    const linter = lint({ 'values-prod.yaml': PROD, 'values-staging.yaml': STAGING });
    const before = seen(linter, 'values-prod.yaml');
    linter.takeStale();
    set(linter, 'values-prod.yaml', `# A line.\n${PROD}`);
    assert.ok(linter.takeStale().includes(`${FOLDER}/values-prod.yaml`));
    assert.deepEqual(seen(linter, 'values-prod.yaml'), before);
    set(linter, 'values-prod.yaml', STAGING);
    assert.deepEqual(seen(linter, 'values-prod.yaml', 'go/gomemlimit-exceeds-limit'), []);
    linter.remove(`${FOLDER}/values-prod.yaml`);
    assert.deepEqual(seen(linter, 'values-staging.yaml', 'go/gomemlimit-exceeds-limit'), []);
  });

  it('is not made of placeholders', () => {
    const linter = lint({ 'templates/web.yaml': TEMPLATE.replace('460MiB', '{{ random }}') });
    assert.deepEqual(seen(linter, 'templates/web.yaml', 'go/gomemlimit-invalid-unit'), []);
    const written = lint({ 'templates/web.yaml': TEMPLATE.replace('460MiB', 'Zm9v') });
    assert.equal(seen(written, 'templates/web.yaml', 'go/gomemlimit-invalid-unit').length, 1);
  });

  it('never names a made document', () => {
    const linter = lint({ 'values-prod.yaml': PROD });
    for (const uri of [...linter.uris(), ...linter.takeStale()]) {
      assert.ok(!uri.includes('#'), uri);
      for (const report of linter.report(uri)?.reports ?? []) {
        assert.ok(![report.uri, ...report.related.map(related => related.uri)].some(place => place.includes('#')));
      }
    }
  });

  it('can be suppressed at its place and at the other end, by an annotation, and unused directives are told', () => {
    const reason = '-- A reason.';
    const rule = 'go/gomemlimit-exceeds-limit';
    const inValues = lint({ 'values-prod.yaml': PROD.replace('    memory', `    # plimsoll-ignore ${rule} ${reason}\n    memory`) });
    assert.deepEqual(seen(inValues, 'values-prod.yaml', rule), []);
    assert.deepEqual(seen(inValues, 'values-prod.yaml', 'meta/unused-suppression'), []);
    const inTemplate = lint({
      'values-prod.yaml': PROD,
      'templates/web.yaml': TEMPLATE.replace(
        '              value:',
        `              {{/* plimsoll-ignore ${rule} ${reason} */}}\n              value:`,
      ),
    });
    assert.deepEqual(seen(inTemplate, 'values-prod.yaml', rule), []);
    assert.deepEqual(seen(inTemplate, 'templates/web.yaml', 'meta/unused-suppression'), []);
    const annotated = TEMPLATE.replace('  name: web\n', `  name: web\n  annotations:\n    plimsoll/ignore: ${rule} ${reason}\n`);
    const onObject = { 'values-staging.yaml': STAGING, 'templates/web.yaml': annotated };
    assert.deepEqual(seen(lint({ ...onObject, 'values-prod.yaml': PROD }), 'values-prod.yaml', rule), []);
    assert.deepEqual(seen(lint({ ...onObject, 'values-prod.yaml': PROD }), 'templates/web.yaml', 'meta/unused-suppression'), []);
    assert.equal(seen(lint(onObject), 'templates/web.yaml', 'meta/unused-suppression').length, 1);
  });

  it('is explained at its line, and where there is none, with the variant', () => {
    const linter = lint({ 'values-prod.yaml': PROD, 'values-staging.yaml': STAGING });
    const at = (name: string, text: string) =>
      linter
        .explain(`${FOLDER}/${name}`, 'go/gomemlimit-exceeds-limit', linter.textOf(`${FOLDER}/${name}`)?.indexOf(text))
        .map(({ outcome, variant }) => `${variant} ${outcome.kind}`);
    assert.deepEqual(at('values-prod.yaml', 'memory'), ['values-prod.yaml violated']);
    assert.deepEqual(at('values-staging.yaml', 'memory'), ['values-staging.yaml satisfied']);
    assert.deepEqual(at('templates/web.yaml', 'value: 460'), ['values-prod.yaml violated']);
    assert.deepEqual(at('templates/web.yaml', 'image:'), ['values-prod.yaml violated', 'values-staging.yaml satisfied']);
  });
});

describe('a fix of a made document', () => {
  it('is carried to the text of the template, but first to the file where it stands if only one variant needs it', () => {
    const inTemplate = { 'templates/web.yaml': TEMPLATE.replace('460MiB', '230MiB') };
    assert.deepEqual(fixed(lint({ 'values-prod.yaml': PROD }), 'values-prod.yaml', 'go/gomemlimit-exceeds-limit'), inTemplate);
    const two = lint({ 'values-prod.yaml': PROD, 'values-staging.yaml': STAGING });
    assert.deepEqual(fixed(two, 'values-prod.yaml', 'go/gomemlimit-exceeds-limit'), {
      'values-prod.yaml': PROD.replace('256Mi', '512Mi'),
    });
  });

  it('is not offered where it would add a finding in another variant', () => {
    const linter = lint({
      'templates/web.yaml': TEMPLATE.replace('460MiB', '"{{ budget }}"'),
      'values.yaml': `${VALUES}budget: 460MiB\n`,
      'values-prod.yaml': PROD,
      'values-tiny.yaml': 'resources:\n  limits:\n    memory: 128Mi\n',
    });
    const [report] = reportsOf(linter, 'values-prod.yaml', 'go/gomemlimit-exceeds-limit');
    assert.deepEqual(
      linter.fixes(report!).map(({ title }) => title),
      ['Limit memory to 512Mi'],
    );
  });

  it('keeps the quotes of the values', () => {
    const linter = lint({
      'templates/web.yaml': TEMPLATE.replace('460MiB', '"{{ budget }}"'),
      'values.yaml': `budget: '900MiB' # The heap.\n${VALUES}`,
    });
    assert.deepEqual(fixed(linter, 'values.yaml', 'go/gomemlimit-exceeds-limit'), {
      'values.yaml': `budget: '460MiB' # The heap.\n${VALUES}`,
    });
  });

  it('inserts what is missing under the right parent in the values', () => {
    const values = VALUES.replace('    cpu: 100m\n', '');
    const linter = lint({ 'values.yaml': values, 'values-prod.yaml': STAGING });
    assert.deepEqual(fixed(linter, 'values.yaml', 'resources/requests-missing'), {
      'values.yaml': values.replace('    memory: "512Mi"\n', '    memory: "512Mi"\n    cpu: 100m\n'),
    });
  });

  it('fills the empty value that keeps something out, where the finding stands', () => {
    const values = 'image: registry.test/web:1.0\nresources: {} # Later.\n';
    const template = TEMPLATE.replace('          resources:{{ tree resources 12 }}', '          tty: false{{ block resources 10 }}');
    const linter = lint({ 'values.yaml': values, 'templates/web.yaml': template });
    assert.match(seen(linter, 'values.yaml', 'resources/requests-missing')[0] ?? '', /^\{\}: /);
    assert.deepEqual(fixed(linter, 'values.yaml', 'resources/requests-missing'), {
      'values.yaml': `${values.replace(' {}', '')}  requests:\n    cpu: 100m\n    memory: 128Mi\n`,
    });
  });

  it('leaves the linter as it was', () => {
    const linter = lint({ 'values-prod.yaml': PROD, 'values-staging.yaml': STAGING });
    const all = () => linter.uris().map(uri => linter.report(uri)?.reports.map(({ message, span }) => [message, span]));
    const before = all();
    linter.takeStale();
    for (const uri of linter.uris()) for (const report of linter.report(uri)?.reports ?? []) linter.fixes(report);
    assert.deepEqual(linter.takeStale(), []);
    assert.deepEqual(all(), before);
  });
});

describe('variants', () => {
  it('do not see each other, and everything else sees all of them', () => {
    const service = (app: string) =>
      `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${app}\nspec:\n  selector: { app: ${app} }\n  ports: [{ port: 80 }]\n`;
    const templates = {
      'templates/web.yaml': TEMPLATE.replaceAll('{ app: web }', '{ app: "{{ app }}" }'),
      'templates/service.yaml': service('{{ selected }}'),
      'values.yaml': `app: web\nselected: web\n${VALUES}`,
    };
    const linter = lint({
      ...templates,
      'values-a.yaml': 'app: a\nselected: a\n',
      'values-b.yaml': 'app: b\nselected: a\n',
      '../plain/a.yaml': service('a'),
      '../plain/c.yaml': service('c'),
    });
    assert.deepEqual(seen(linter, 'values-a.yaml', 'selector/service-no-match'), []);
    assert.equal(seen(linter, 'templates/service.yaml', 'selector/service-no-match').length, 1);
    assert.deepEqual(seen(linter, '../plain/a.yaml', 'selector/service-no-match'), []);
  });
});

describe('overrides', () => {
  it('hold for the environment that they name', () => {
    const config = 'overrides:\n  - environments: [prod]\n    rules: { go/gomemlimit-exceeds-limit: off }\n';
    const files = { 'values-prod.yaml': PROD, 'values-eu.yaml': PROD };
    const linter = lint({ ...files, '.plimsoll.yaml': config });
    assert.deepEqual(seen(linter, 'values-prod.yaml', 'go/gomemlimit-exceeds-limit'), []);
    assert.equal(seen(linter, 'values-eu.yaml', 'go/gomemlimit-exceeds-limit').length, 1);
  });
});

function lint(files: Readonly<Record<string, string>>): Linter {
  const onRuleCrash = (_: unknown, __: string, error: unknown) => {
    throw error;
  };
  const linter = new Linter({ rules, onRuleCrash }, [new ToyMaker()]);
  const all = { 'Chart.yaml': 'name: web\n', 'templates/web.yaml': TEMPLATE, 'values.yaml': VALUES, ...files };
  for (const [name, text] of Object.entries(all)) set(linter, name, text);
  return linter;
}

function set(linter: Linter, name: string, text: string): void {
  linter.update({ uri: uriOf(name), text });
}

function uriOf(name: string): string {
  return name.startsWith('../') ? `file:///w/${name.slice(3)}` : `${FOLDER}/${name}`;
}

function reportsOf(linter: Linter, name: string, rule?: string): readonly Report[] {
  const reports = linter.report(uriOf(name))?.reports ?? [];
  return rule === undefined ? reports : reports.filter(report => report.rule.id === rule);
}

function seen(linter: Linter, name: string, rule?: string): string[] {
  return reportsOf(linter, name, rule).map(({ uri, span, message }) => `${linter.textOf(uri)?.slice(span.start, span.end)}: ${message}`);
}

/** The files that the first fix of the only finding of a rule changes. */
function fixed(linter: Linter, name: string, rule: string): Record<string, string> {
  const reports = reportsOf(linter, name, rule);
  assert.equal(reports.length, 1, 'one finding');
  const [fix] = reports.flatMap(report => linter.fixes(report));
  return Object.fromEntries(
    (fix?.edits ?? []).map(({ uri, edits }) => [uri.slice(FOLDER.length + 1), applyEdits(linter.textOf(uri) ?? '', edits)]),
  );
}
