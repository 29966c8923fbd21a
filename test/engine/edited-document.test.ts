import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Linter } from '../../server/src/engine/linter.js';
import type { Container } from '../../server/src/kubernetes/container.js';
import { defineRule, type Rule, type RuleContext, satisfied, violated } from '../../server/src/rules/define-rule.js';
import { SourceText } from '../../server/src/text/source-text.js';
import { parseYamlDocument } from '../../server/src/yaml/parse-yaml-document.js';
import type { YamlNode } from '../../server/src/yaml/yaml-node.js';
import { cutYamlStream } from '../../server/src/yaml/yaml-stream.js';
import { type CaseFile, lintFiles, uriOf } from '../support/case-workspace.js';
import { readMarkers } from '../support/markers.js';
import { parseSuite } from '../support/suite.js';

const POD = `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  initContainers: [{ name: first, image: a, restartPolicy: Never }]
  containers:
    - name: web
      image: "web:1"
      resources: { limits: { memory: 1Gi } }
`;

describe('a scalar that is edited again', () => {
  it('runs only rules that have read it', () => {
    const { edit } = linterWith(POD);
    assert.deepEqual(edit('memory: 1Gi', 'memory: 2Gi'), ['image', 'memory', 'presence', 'shared', 'text', 'comments']);
    assert.deepEqual(edit('memory: 2Gi', 'memory: 22Gi'), ['memory', 'shared', 'text']);
    assert.deepEqual(edit('memory: 22Gi', 'memory: "22Gi"'), ['memory', 'shared', 'text']);
    assert.deepEqual(edit('memory: "22Gi"', 'memory:'), ['memory', 'shared', 'text']);
  });

  it('counts as read by each rule that is given an answer that needed it', () => {
    const { edit } = linterWith(POD);
    edit('web:1', 'web:2');
    assert.deepEqual(edit('web:2', 'web:23'), ['image']);
    edit('memory: 1Gi', 'memory: 2Gi');
    assert.deepEqual(edit('memory: 2Gi', 'memory: 3Gi'), ['memory', 'shared', 'text']);
  });

  it('runs all rules if it decides what the objects are', () => {
    const { edit } = linterWith(POD);
    edit('restartPolicy: Never', 'restartPolicy: Alway');
    assert.equal(edit('restartPolicy: Alway', 'restartPolicy: Always').length, ALL.length);
  });

  it('runs all rules on an object that makes no Pods', () => {
    const { edit, linter } = linterWith('apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { clusterIP: None }\n');
    edit('None', 'Non');
    assert.deepEqual(edit('Non', 'No'), ['kinds']);
    assert.equal(linter.report(URI)?.reports.length, 0);
  });

  it('runs all rules if something else has changed', () => {
    const { edit } = linterWith(POD);
    edit('memory: 1Gi', 'memory: 2Gi');
    assert.equal(edit('web:1', 'web:2').length, ALL.length);
    assert.equal(edit('memory: 2Gi', 'memry: 2Gi').length, ALL.length);
    assert.equal(edit('memry: 2Gi', 'memory: 2Gi').length, ALL.length);
    assert.equal(edit('memory: 2Gi', 'memory: [').length, ALL.length);
    assert.equal(edit('memory: [', 'memory: 2Gi').length, ALL.length);
  });

  it('lets rules that found something say where it is now', () => {
    const { edit, linter } = linterWith(POD.replace('1Gi', '9Gi'));
    const place = () => linter.report(URI)?.reports.map(({ span }) => span.start);
    const [start = 0] = place() ?? [];
    edit('image: a', 'image: ab');
    edit('image: ab', 'image: abcd');
    assert.deepEqual(place(), [start + 3]);
  });
});

describe('white space and comments', () => {
  it('run only rules that have found something, or read comments', () => {
    const { edit } = linterWith(POD);
    assert.deepEqual(edit('  containers:', '\n  containers:'), []);
    edit('  containers:', '  # Some.\n  containers:');
    assert.deepEqual(edit('# Some.', '# Some more.'), ['comments']);
    assert.deepEqual(edit('      image:', '\n      image:'), ['comments']);
    assert.deepEqual(edit('{ limits:', '{  limits:'), []);
  });
});

describe('each rule', () => {
  it('finds after edits of a scalar what it finds in a text that nobody has edited', () => {
    for (const [index, files] of cases().entries()) checkEdits(files, index);
  });
});

const URI = 'file:///w/pod.yaml';

type Check = (container: Container, context: RuleContext) => unknown;

const memoryOf = ({ node }: Container) => node.find('resources', 'limits', 'memory');
const sharedMemory = (container: Container) => memoryOf(container)?.text;

/** Rules by what they read. */
const ALL: readonly (readonly [id: string, check: Check])[] = [
  ['image', ({ image }) => image?.text],
  ['memory', (container, { workspace }) => workspace.answer(container, sharedMemory)],
  ['presence', container => memoryOf(container) !== undefined],
  ['shared', (container, { workspace }) => workspace.answer(container, sharedMemory)],
  ['text', ({ node }) => node.find('resources')?.span],
  ['comments', ({ workload }) => workload.resource.document.comments.length],
];

/** A linter that has reported on a text, and a way to edit it, which answers the rules that ran. */
function linterWith(start: string): { linter: Linter; edit: (old: string, now: string) => string[] } {
  const log = new Set<string>();
  const base = { severity: 'warning', release: 1, sop: ['beyond: a rule of the tests'], why: 'Why.', remedy: 'Remedy.' } as const;
  const onContainers = ALL.map(([id, check]) =>
    defineRule({
      ...base,
      id: `test/${id}`,
      title: id,
      on: 'container',
      *check(container, context) {
        log.add(id);
        check(container, context);
        if (id === 'memory' && sharedMemory(container) === '9Gi') yield violated({ span: container.node.span, message: 'Much.' });
        yield satisfied();
      },
    }),
  );
  const kinds = defineRule({
    ...base,
    id: 'test/kinds',
    title: 'kinds',
    on: 'resource',
    *check({ kind }) {
      if (kind === 'Service') log.add('kinds');
      yield satisfied();
    },
  });
  const used: Rule[] = [...onContainers, kinds];
  const linter = new Linter({
    rules: used,
    onRuleCrash: (_rule, _uri, error) => {
      throw error;
    },
  });
  let text = start;
  linter.update({ uri: URI, text });
  linter.report(URI);
  const edit = (old: string, now: string) => {
    assert.ok(text.includes(old), old);
    log.clear();
    text = text.replace(old, now);
    linter.update({ uri: URI, text });
    linter.report(URI);
    return [...log];
  };
  return { linter, edit };
}

const SUITES = join(import.meta.dirname, '../../../test/rules');

/** The files of one case of each suite, without what templates print. */
function cases(): readonly (readonly CaseFile[])[] {
  const suites = readdirSync(SUITES, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.md'));
  return suites.sort().flatMap(name => {
    const all = parseSuite(readFileSync(join(SUITES, name), 'utf8')).cases;
    const plain = all.map(({ files }) => files.map(file => ({ name: file.name, text: readMarkers(file.content).text })));
    const first = plain.find(files => files.every(file => /^[^/]*\.yaml$/.test(file.name)));
    return first === undefined ? [] : [first];
  });
}

/** Edits a scalar of a file three times. */
function checkEdits(files: readonly CaseFile[], index: number): void {
  const file = files[index % files.length]!;
  const scalars = scalarsOf(file.text);
  const place = scalars[(index * 7) % scalars.length];
  if (place === undefined) return;
  const linter = lintFiles(files);
  const uris = files.map(({ name }) => uriOf(name));
  shown(linter, uris);
  const old = file.text.slice(place.start, place.end);
  const other = scalars[(index * 11) % scalars.length]!;
  for (const written of [`${old}0`, file.text.slice(other.start, other.end), '1', `${old} # Why.`]) {
    const text: string = `${file.text.slice(0, place.start)} ${written}${file.text.slice(place.end)}`;
    linter.update({ uri: uriOf(file.name), text });
    const fresh = lintFiles(files.map(each => (each === file ? { ...file, text } : each)));
    assert.deepEqual(shown(linter, uris), shown(fresh, uris), text);
  }
}

function shown(linter: Linter, uris: readonly string[]): unknown {
  return uris
    .flatMap(uri => linter.report(uri)?.reports ?? [])
    .map(({ rule, span, severity, message, related }) => [rule.id, span, severity, message, related]);
}

function scalarsOf(text: string): readonly { readonly start: number; readonly end: number }[] {
  return cutYamlStream(text).flatMap(({ start, end }) => {
    const { root, errors } = parseYamlDocument(new SourceText('file:///a.yaml', text.slice(start, end)));
    const scalars = errors.length > 0 || root === undefined ? [] : scalarsIn(root);
    return scalars.map(({ span }) => ({ start: span.start + start, end: span.end + start }));
  });
}

function scalarsIn(node: YamlNode): readonly YamlNode[] {
  if (node.kind === 'scalar') return node.isShared || node.style === 'literal' || node.style === 'folded' ? [] : [node];
  return [...node.entries().map(([, value]) => value), ...node.items()].flatMap(scalarsIn);
}
