import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { documentedFunctions, functionDocumentation, functionSignature } from '../../server/src/features/chart/function-signature.js';
import { BUILTIN_FUNCTIONS } from '../../server/src/gotemplate/builtin-functions.js';
import { executeTemplate } from '../../server/src/gotemplate/execute-template.js';
import { parseTemplate } from '../../server/src/gotemplate/parse-template.js';
import { TemplateSet } from '../../server/src/gotemplate/template-set.js';
import { TracedText } from '../../server/src/gotemplate/traced-text.js';
import { GoMap, makeValue, type Value } from '../../server/src/gotemplate/value.js';
import { readYaml } from '../../server/src/helm/encoding/read-yaml.js';
import { HELM_FUNCTIONS } from '../../server/src/helm/functions/helm-functions.js';
import { EXCEPTIONS } from './function-exceptions.js';

type Answer = string | { readonly error: string };

const ROOT = join(import.meta.dirname, '../../..');
/** Expressions and what helm 4.1.4 answers, one a line. Of an error, what follows the place. */
const CASES: readonly (readonly [template: string, answer: Answer])[] = readFileSync(join(ROOT, 'test/helm/function-cases.jsonl'), 'utf8')
  .split('\n')
  .filter(line => line !== '')
  .map(line => JSON.parse(line));
const FUNCTIONS = new Map([...BUILTIN_FUNCTIONS.map(declared => [declared.name, declared] as const), ...HELM_FUNCTIONS]);
const EXCEPTED = new Set(EXCEPTIONS.flatMap(exception => exception.templates));

describe('functions, as the real helm answers them', () => {
  for (const [name, cases] of casesByFunction()) {
    it(`${name}: ${cases.length} cases`, () => {
      const wrong = cases.filter(([template, answer]) => !EXCEPTED.has(template) && !isAnswer(template, answer));
      assert.deepEqual(
        wrong.map(([template, answer]) => ({ template, got: answerOf(template), answer })),
        [],
      );
    });
  }

  it('are documented, all of them', () => {
    assert.deepEqual(
      [...FUNCTIONS.keys()].filter(name => functionSignature(name) === undefined || functionDocumentation(name) === undefined),
      [],
    );
    assert.deepEqual(
      documentedFunctions().filter(name => !FUNCTIONS.has(name)),
      [],
    );
  });

  it('differ where the exceptions say so, and only there', () => {
    const known = new Map(CASES);
    for (const template of EXCEPTED) {
      const answer = known.get(template);
      assert.ok(answer !== undefined && !isAnswer(template, answer), `${template} is no exception`);
    }
  });

  it('differ as docs/helm.md tells', () => {
    const page = readFileSync(join(ROOT, 'docs/helm.md'), 'utf8').replace(/\s+/g, ' ');
    for (const { reason, templates } of EXCEPTIONS) {
      assert.ok(page.includes(reason), reason);
      for (const template of templates) assert.ok(page.includes(template), template);
    }
  });
});

function casesByFunction(): Map<string, (typeof CASES)[number][]> {
  const groups = new Map<string, (typeof CASES)[number][]>();
  for (const given of CASES) {
    const name = /\w+/.exec(given[0])?.[0] ?? '';
    groups.set(name, [...(groups.get(name) ?? []), given]);
  }
  return groups;
}

const VALUES = `{ s: str, i: 5, f: 1.5, big: 12345678, huge: 123456789012345678, neg: -3, b: true, nul: null, l: [1, two, 3.5], m: { k: v, x: { y: z } } }`;

function isAnswer(template: string, answer: Answer): boolean {
  const got = answerOf(template);
  if (typeof answer === 'string') return got === answer;
  return typeof got !== 'string' && got.error.endsWith(answer.error);
}

function answerOf(template: string): Answer {
  const file = parseTemplate('templates/a.yaml', template, { hasFunction: name => FUNCTIONS.has(name) });
  const [problem] = file.errors;
  if (problem !== undefined) return { error: problem.message };
  const templates = new TemplateSet();
  templates.add(file);
  const { output, error } = executeTemplate('templates/a.yaml', dot(), { templates, functions: FUNCTIONS });
  // What is not there prints as `<no value>`, which Helm takes out of the text of a whole template.
  return error === undefined ? output.text.replaceAll('<no value>', '') : { error: error.message.replace(/\s+/g, ' ').trim() };
}

function dot(): Value {
  const read = readYaml(TracedText.of(VALUES));
  assert.ok('value' in read && read.value.data instanceof GoMap);
  const values = new GoMap({ entries: read.value.data.entries, type: 'common.Values' });
  return makeValue(new GoMap().set('Values', makeValue(values)));
}
