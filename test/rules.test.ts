import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Rule } from '../server/src/rules/define-rule.js';
import { rules } from '../server/src/rules/index.generated.js';
import { type CaseFile, lintFiles, nameOf, reportsOn, uriOf } from './support/case-workspace.js';
import { Expectations } from './support/expectations.js';
import { checkInvariants } from './support/invariants.js';
import { lineDiff } from './support/line-diff.js';
import { readMarkers, writeMarkers } from './support/markers.js';
import { type Case, parseSuite } from './support/suite.js';

const ROOT = join(import.meta.dirname, '../../test/rules');
const ONLY = process.env['RULE'];
const suites = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.md'));

for (const entry of suites.filter(name => ONLY === undefined || name.includes(ONLY))) {
  const path = join(ROOT, entry);
  const suite = parseSuite(readFileSync(path, 'utf8'));
  const rule = rules.find(({ id }) => id === suite.ruleId);
  describe(suite.ruleId, () => {
    it('is the suite of a rule that exists', () => {
      assert.ok(rule, `${entry}: no rule has the id "${suite.ruleId}"`);
      assert.equal(entry.replaceAll('\\', '/'), `${suite.ruleId}.md`);
      assert.ok(suite.cases.length > 0, 'it has cases');
    });
    if (rule === undefined) return;
    const expectations = new Expectations(path);
    for (const testCase of suite.cases) it(testCase.title, () => checkCase(rule, testCase, expectations));
  });
}

describe('suites', () => {
  it('every rule has one', () => {
    const missing = rules.filter(({ id }) => !suites.includes(`${id}.md`)).map(({ id }) => id);
    assert.deepEqual(missing, []);
  });
});

function checkCase(rule: Rule, testCase: Case, expectations: Expectations): void {
  const files = testCase.files.map(block => ({ name: block.name, text: readMarkers(block.content).text }));
  const linter = lintFiles(files);
  for (const [index, block] of testCase.files.entries()) {
    const { text } = files[index]!;
    const reports = reportsOn(linter, block.name, rule);
    const marks = reports.map(({ span, severity, message }) => ({ span, text: `${severity}: ${message}` }));
    expectations.check(block, writeMarkers(text, marks), content => writeMarkers(text, readMarkers(content).markers));
  }
  if (testCase.outcomes !== undefined) expectations.check(testCase.outcomes, silences(rule, files));
  const changes = fixDiff(rule, files);
  if (testCase.diff !== undefined) expectations.check(testCase.diff, changes);
  checkInvariants(rule, files);
}

/** What the rule concludes where it does not fire, one line each, sorted and without repetition. */
function silences(rule: Rule, files: readonly CaseFile[]): string {
  const linter = lintFiles(files);
  const lines = files.flatMap(({ name }) =>
    linter.explain(uriOf(name), rule.id).flatMap(({ outcome }) => {
      if (outcome.kind === 'violated') return [];
      return outcome.because === undefined ? [outcome.kind] : [`${outcome.kind}: ${outcome.because}`];
    }),
  );
  return [...new Set(lines)]
    .sort()
    .map(line => `${line}\n`)
    .join('');
}

/** What all fixes of the rule change. Where that is more than the first file, a line with `@` names each file. */
function fixDiff(rule: Rule, files: readonly CaseFile[]): string {
  const uris = files.map(({ name }) => uriOf(name));
  const { changes, created } = lintFiles(files).fixAll(uris, ['safe', 'unsafe'], report => report.rule.id === rule.id);
  const texts = new Map(files.map(({ name, text }) => [uriOf(name), text]));
  const first = uris[0];
  const isPlain = created.size === 0 && [...changes.keys()].every(uri => uri === first);
  return [...changes, ...created]
    .map(([uri, text]) => {
      const diff = texts.has(uri) ? lineDiff(texts.get(uri)!, text) : text.replace(/^(?=.)/gm, '+');
      return isPlain ? diff : `@ ${nameOf(uri)}\n${diff}`;
    })
    .join('');
}
