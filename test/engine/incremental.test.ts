import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Linter } from '../../server/src/engine/linter.js';
import { defineRule, type Rule, satisfied, violated } from '../../server/src/rules/define-rule.js';

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: { name: web, labels: { app: web } }\nspec: { containers: [] }\n';
const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec:\n  selector: { app: web }\n';

describe('an edit', () => {
  it('runs a rule again where a fact that it read has changed', () => {
    const { linter, ran } = linterWith({ pod: POD, service: SERVICE });
    linter.update({ uri: at('pod'), text: POD.replace('app: web', 'app: wbe') });
    assert.deepEqual(linter.takeStale().sort(), [at('pod'), at('service')]);
    assert.equal(linter.report(at('service'))?.reports.length, 1);
    assert.deepEqual(ran(), [at('service')]);
  });

  it('runs nothing elsewhere when no fact that other rules read has changed', () => {
    const { linter, ran } = linterWith({ pod: POD, service: SERVICE });
    linter.update({ uri: at('pod'), text: `# A comment.\n\n${POD}` });
    assert.deepEqual(linter.takeStale(), [at('pod')]);
    linter.report(at('service'));
    assert.deepEqual(ran(), []);
  });

  it('leaves other labels alone', () => {
    const { linter } = linterWith({
      pod: POD,
      other: POD.replace('app: web', 'app: other'),
      service: SERVICE.replace('app: web', 'app: other'),
    });
    linter.update({ uri: at('pod'), text: POD.replace('app: web', 'app: wbe') });
    assert.deepEqual(linter.takeStale(), [at('pod')]);
  });

  it('analyses only the document of the stream that it touches', () => {
    const { linter, ran } = linterWith({ stream: `${SERVICE}---\n${SERVICE.replace('name: web', 'name: other')}` });
    linter.update({ uri: at('stream'), text: `${SERVICE}---\n${SERVICE.replace('name: web', 'name: third')}` });
    assert.equal(linter.report(at('stream'))?.reports.length, 2);
    assert.deepEqual(ran(), [at('stream')]);
  });

  it('of a document that a report points into publishes the report again, at the new place', () => {
    const { linter, ran } = linterWith({ pod: POD.replace('app: web', 'app: wbe'), service: SERVICE });
    const before = linter.report(at('service'))?.reports[0]?.related[0]?.span.start ?? 0;
    linter.update({ uri: at('pod'), text: `# A line.\n${POD.replace('app: web', 'app: wbe')}` });
    assert.deepEqual(linter.takeStale().sort(), [at('pod'), at('service')]);
    assert.equal(linter.report(at('service'))?.reports[0]?.related[0]?.span.start, before + '# A line.\n'.length);
    assert.deepEqual(ran(), []);
  });
});

describe('a document that goes', () => {
  it('takes its facts along', () => {
    const { linter } = linterWith({ pod: POD, service: SERVICE });
    linter.remove(at('pod'));
    assert.deepEqual(linter.takeStale().sort(), [at('pod'), at('service')]);
    assert.equal(linter.report(at('pod')), undefined);
    assert.equal(linter.report(at('service'))?.reports.length, 1);
  });
});

describe('a trial', () => {
  const tryLabel = (linter: Linter, label: string, depth = 1): void =>
    linter.tentatively(() => {
      linter.update({ uri: at('pod'), text: POD.replace('app: web', `app: ${label}`) });
      linter.report(at('service'));
      if (depth > 1) tryLabel(linter, 'web', depth - 1);
      linter.report(at('service'));
    });

  it('leaves what rules had found before', () => {
    const { linter, ran } = linterWith({ pod: POD, service: SERVICE });
    tryLabel(linter, 'wbe');
    assert.deepEqual(linter.takeStale(), []);
    assert.equal(linter.report(at('service'))?.reports.length, 0);
    assert.deepEqual(ran(), [at('service')]);
  });

  it('leaves nothing of what rules found in it, at whatever depth', () => {
    for (const depth of [1, 2, 3]) {
      const { linter } = linterWith({ pod: POD });
      linter.update({ uri: at('service'), text: SERVICE });
      tryLabel(linter, 'wbe', depth);
      assert.equal(linter.report(at('service'))?.reports.length, 0, `depth ${depth}`);
    }
  });

  it('does not keep an edit from running rules again later', () => {
    for (const depth of [1, 2, 3]) {
      const { linter } = linterWith({ pod: POD, service: SERVICE });
      tryLabel(linter, 'wbe', depth);
      linter.remove(at('pod'));
      assert.equal(linter.report(at('service'))?.reports.length, 1, `depth ${depth}`);
      tryLabel(linter, 'web', depth);
      assert.equal(linter.report(at('service'))?.reports.length, 1, `depth ${depth}`);
      linter.update({ uri: at('pod'), text: POD });
      assert.equal(linter.report(at('service'))?.reports.length, 0, `depth ${depth}`);
    }
  });
});

describe('a file that decides what others are', () => {
  it('makes templates of the files below a Chart.yaml, and manifests again when it goes', () => {
    const { linter } = linterWith({ 'chart/templates/service': SERVICE });
    assert.equal(linter.report(at('chart/templates/service'))?.reports.length, 1);
    linter.update({ uri: 'file:///w/chart/Chart.yaml', text: 'name: chart\n' });
    assert.equal(linter.isCovered(at('chart/templates/service')), true);
    assert.equal(linter.report(at('chart/templates/service'))?.reports.length, 1);
    linter.update({ uri: at('chart/templates/service'), text: '{{ fail "Not yet." }}' });
    assert.match(linter.report(at('chart/templates/service'))?.notAnalysed ?? '', /cannot be rendered .*Not yet\./);
    linter.update({ uri: at('chart/templates/service'), text: SERVICE });
    linter.remove('file:///w/chart/Chart.yaml');
    assert.equal(linter.report(at('chart/templates/service'))?.reports.length, 1);
  });

  it('judges no patch of a kustomization', () => {
    const { linter } = linterWith({ service: SERVICE });
    linter.update({ uri: 'file:///w/kustomization.yaml', text: 'patches:\n  - path: service.yaml\n' });
    assert.deepEqual(linter.takeStale().includes(at('service')), true);
    assert.deepEqual(linter.report(at('service'))?.reports, []);
  });
});

describe('a rule that crashes', () => {
  it('costs its own result only', () => {
    const crashed: string[] = [];
    const broken = defineRule({
      ...selectsNothing,
      id: 'test/crash',
      *check() {
        yield satisfied();
        throw new Error('broken');
      },
    });
    const linter = new Linter({ rules: [broken, selectsNothing], onRuleCrash: ({ id }) => crashed.push(id) });
    linter.update({ uri: at('service'), text: SERVICE });
    assert.equal(linter.report(at('service'))?.reports.length, 1);
    assert.deepEqual(crashed, ['test/crash']);
  });
});

const selectsNothing = defineRule({
  id: 'test/selects-nothing',
  title: 'Service that selects nothing',
  severity: 'warning',
  release: 1,
  sop: ['beyond: a rule of the tests'],
  why: 'Why.',
  remedy: 'Remedy.',
  on: 'resource',

  *check(resource, { workspace }) {
    const selector = resource.node.find('spec', 'selector');
    if (resource.kind !== 'Service' || selector?.keySpan === undefined) return;
    const labels = Object.fromEntries(selector.entries().map(([key, value]) => [key, value.text ?? '']));
    if (workspace.workloadsSelectedBy(labels, resource.namespace).length > 0) {
      yield satisfied();
      return;
    }
    const [other] = workspace.workloads('unit', resource.namespace);
    const related = other === undefined ? [] : [{ message: 'Here.', uri: other.uri, object: other.object, path: ['metadata', 'name'] }];
    yield violated({ span: selector.keySpan, message: 'Nothing.', related });
  },
});

function at(name: string): string {
  return `file:///w/${name}.yaml`;
}

/** A linter that has reported on `files`, and a way to ask in which documents rules ran since. */
function linterWith(files: Readonly<Record<string, string>>): { linter: Linter; ran: () => string[] } {
  const log: string[] = [];
  const spied: Rule = {
    ...selectsNothing,
    check(subject: never, context) {
      log.push(context.workspace.uri);
      return selectsNothing.check(subject, context);
    },
  };
  const linter = new Linter({
    rules: [spied],
    onRuleCrash: (_rule, _uri, error) => {
      throw error;
    },
  });
  for (const [name, text] of Object.entries(files)) linter.update({ uri: at(name), text });
  for (const name of Object.keys(files)) linter.report(at(name));
  linter.takeStale();
  log.length = 0;
  return { linter, ran: () => log };
}

describe('an edit of the values of a chart', () => {
  const chart = 'apiVersion: v2\nname: web\nversion: 0.1.0\n';
  const values = 'replicas: 1\nimage:\n  tag: "1.0"\n';
  const template = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\ndata: { replicas: "{{ .Values.replicas }}" }\n';
  const start = () => {
    const runs: string[] = [];
    /** Finds each key that no template names. */
    const rule = defineRule({
      id: 'test/values',
      title: 'Value that nobody reads',
      severity: 'warning',
      release: 1,
      sop: [],
      why: 'It is there for nothing.',
      remedy: 'Remove it.',
      on: 'values',
      *check({ source, document }, { workspace }) {
        runs.push(source.text);
        const names = workspace.chartOutline()?.templates.occurrences.map(({ text }) => text) ?? [];
        for (const [key, node] of document.root?.entries() ?? [])
          yield names.includes(key) ? satisfied() : violated({ span: node.keySpan ?? node.span, message: `Nobody reads "${key}".` });
      },
    });
    const linter = new Linter({ rules: [rule], onRuleCrash: (_, __, error) => assert.fail(String(error)) });
    const at = (path: string) => `file:///chart/${path}`;
    const edit = (path: string, text: string) => {
      runs.length = 0;
      linter.update({ uri: at(path), text });
      for (const uri of linter.takeStale()) linter.report(uri);
      const found = linter.report(at('values.yaml'))?.reports ?? [];
      return { runs: runs.length, found: found.map(({ message, span }) => `${span.start} ${message}`) };
    };
    edit('Chart.yaml', chart);
    edit('templates/config.yaml', template);
    return edit;
  };

  it('does not run rules about them again that found nothing, as long as keys, kinds and comments stay', () => {
    const edit = start();
    assert.deepEqual(edit('values.yaml', 'replicas: 1\n'), { runs: 1, found: [] });
    assert.deepEqual(edit('values.yaml', 'replicas: 23\n'), { runs: 0, found: [] });
    assert.deepEqual(edit('values.yaml', 'replicas: 23\nother: 1\n'), { runs: 1, found: ['13 Nobody reads "other".'] });
  });

  it('runs those again that found something, as it may stand elsewhere now', () => {
    const edit = start();
    assert.deepEqual(edit('values.yaml', values).found, ['12 Nobody reads "image".']);
    assert.deepEqual(edit('values.yaml', values.replace('1', '23')), { runs: 1, found: ['13 Nobody reads "image".'] });
  });

  it('runs all again where a template names other values, also after an edit that changed nothing else', () => {
    const edit = start();
    edit('values.yaml', 'replicas: 1\n');
    edit('values.yaml', 'replicas: 2\n');
    assert.deepEqual(edit('templates/config.yaml', template.replace('.replicas', '.count')), {
      runs: 1,
      found: ['0 Nobody reads "replicas".'],
    });
  });
});
