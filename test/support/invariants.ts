import assert from 'node:assert/strict';
import type { Report } from '../../server/src/engine/report.js';
import type { Rule } from '../../server/src/rules/define-rule.js';
import { rules } from '../../server/src/rules/index.generated.js';
import { fileOfMade } from '../../server/src/workspace/made-unit.js';
import { type CaseFile, lintFiles, reportsOn, uriOf } from './case-workspace.js';

/** What holds for every rule, checked on every case so that no rule's author has to remember it. */
export function checkInvariants(rule: Rule, files: readonly CaseFile[]): void {
  for (const { name } of files) {
    findingsMarkOneLine(rule, files, name);
    lineEndingsChangeNothing(rule, files, name);
    typingChangesNothing(rule, files, name);
    // A configuration concerns all documents below it, also when only its lines move, and a file of a chart all of the chart.
    const isOfChart = lintFiles(files).chartOf(uriOf(name)) !== undefined;
    if (!name.endsWith('.plimsoll.yaml') && !isOfChart) movingLinesRunsNothingElsewhere(files, name);
    suppressionHidesOneFinding(rule, files, name);
  }
  templateGivesTheSame(rule, files);
  safeFixesSettle(rule, files);
}

/** A manifest that stands in a chart, and has no actions, has the same findings at the same places. */
function templateGivesTheSame(rule: Rule, files: readonly CaseFile[]): void {
  const [file] = files;
  // About secrets they say for each value of a template where it is written.
  if (rule.id.startsWith('config/secret-in-')) return;
  if (rule.on === 'document' || rule.on === 'suppression' || file === undefined || files.length > 1) return;
  if (!/\.ya?ml$/.test(file.name) || file.name.includes('/') || !/^apiVersion:/m.test(file.text) || file.text.includes('{{')) return;
  const name = `templates/${file.name}`;
  const chart = [
    { name: 'Chart.yaml', text: 'apiVersion: v2\nname: chart\nversion: 1.0.0\n' },
    { name, text: file.text },
  ];
  const place = ({ rule: { id }, message, span }: Report) => `${id}: ${message} (${span.start}-${span.end})`;
  assert.deepEqual(
    reportsOn(lintFiles(chart, [rule]), name).map(place),
    reportsOn(lintFiles(files, [rule]), file.name).map(place),
    'template',
  );
}

function findingsMarkOneLine(rule: Rule, files: readonly CaseFile[], name: string): void {
  const linter = lintFiles(files);
  const { text } = fileNamed(files, name);
  for (const { outcome, span } of linter.explain(uriOf(name), rule.id)) {
    if (outcome.kind !== 'violated') continue;
    assert.ok(span.start < span.end && span.end <= text.length, `${name}: a finding marks some text`);
    assert.ok(!text.slice(span.start, span.end).includes('\n'), `${name}: a finding stays on one line`);
  }
}

function lineEndingsChangeNothing(rule: Rule, files: readonly CaseFile[], name: string): void {
  const windows = files.map(file => ({ ...file, text: file.text.replaceAll('\n', '\r\n') }));
  assert.deepEqual(
    reportsOn(lintFiles(windows, [rule]), name, rule).map(withoutPlace),
    reportsOn(lintFiles(files, [rule]), name, rule).map(withoutPlace),
    'line endings',
  );
}

/** Types the file line by line: no half of it may crash the rule, and the way to a text may not matter. Other rules have suites of their own. */
function typingChangesNothing(rule: Rule, files: readonly CaseFile[], name: string): void {
  const { text } = fileNamed(files, name);
  const linter = lintFiles(
    files.filter(file => file.name !== name),
    [rule],
  );
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) {
    linter.update({ uri: uriOf(name), text: text.slice(0, end) });
    for (const file of files) linter.report(uriOf(file.name));
  }
  linter.update({ uri: uriOf(name), text });
  const expected = lintFiles(files, [rule]);
  for (const file of files) {
    assert.deepEqual(
      reportsOn(linter, file.name, rule).map(withoutPlace),
      reportsOn(expected, file.name, rule).map(withoutPlace),
      'typing',
    );
  }
}

function movingLinesRunsNothingElsewhere(files: readonly CaseFile[], name: string): void {
  const ran: string[] = [];
  const spied = rules.map(rule => ({
    ...rule,
    check(...args: Parameters<Rule['check']>) {
      ran.push(args[1].workspace.uri);
      return rule.check(...args);
    },
  }));
  const linter = lintFiles(files, spied);
  for (const file of files) linter.report(uriOf(file.name));
  ran.length = 0;
  linter.update({ uri: uriOf(name), text: withExtraLine(fileNamed(files, name).text) });
  for (const file of files) linter.report(uriOf(file.name));
  assert.deepEqual(
    // What is made from a file is that file, too.
    [...new Set(ran)].filter(uri => fileOfMade(uri) !== uriOf(name)),
    [],
    'moving lines makes no rule run elsewhere',
  );
}

/** A comment line at the top, below what has to stay first. */
function withExtraLine(text: string): string {
  const head = /^(?:\uFEFF?(?:#\s*\w+\s*=.*\n)*)/.exec(text)?.[0] ?? '';
  return `${head}# A line.\n${text.slice(head.length)}`;
}

function suppressionHidesOneFinding(rule: Rule, files: readonly CaseFile[], name: string): void {
  if (rule.on === 'suppression' || rule.on === 'document' || name.endsWith('.plimsoll.yaml')) return;
  const { text } = fileNamed(files, name);
  const before = reportsOn(lintFiles(files), name);
  for (const report of before.filter(({ rule: { id } }) => id === rule.id)) {
    const lineStart = text.lastIndexOf('\n', report.span.start - 1) + 1;
    const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
    const directive = `plimsoll-ignore ${rule.id} -- A reason.`;
    const comment = name.includes('templates/') ? `{{/* ${directive} */}}` : `# ${directive}`;
    const suppressed = `${text.slice(0, lineStart)}${indent}${comment}\n${text.slice(lineStart)}`;
    const after = reportsOn(lintFiles(files.map(file => (file.name === name ? { name, text: suppressed } : file))), name);
    const onSameLine = (other: Report) => other.rule.id === rule.id && text.lastIndexOf('\n', other.span.start - 1) + 1 === lineStart;
    assert.deepEqual(
      after.map(withoutPlace),
      before.filter(other => !onSameLine(other)).map(withoutPlace),
      'a suppression hides its finding only',
    );
  }
}

/** Safe fixes of the rule, with all rules on: they settle in one go, leave documents that parse, and keep comments. */
function safeFixesSettle(rule: Rule, files: readonly CaseFile[]): void {
  const uris = files.map(({ name }) => uriOf(name));
  const ofRule = (report: Report) => report.rule.id === rule.id;
  const linter = lintFiles(files);
  const { changes, created, fixed } = linter.fixAll(uris, ['safe'], ofRule);
  if (fixed === 0) return;
  const after = lintFiles([
    ...files.map(file => ({ ...file, text: changes.get(uriOf(file.name)) ?? file.text })),
    ...[...created].map(([uri, text]) => ({ name: uri.slice(uriOf('').length), text })),
  ]);
  for (const [uri, text] of changes) {
    const file = files.find(({ name }) => uriOf(name) === uri)!;
    assert.ok(!after.hasErrors(uri) || linter.hasErrors(uri), 'safe fixes leave a document that parses');
    if (rule.on !== 'suppression') assert.equal(text.split('#').length, file.text.split('#').length, 'safe fixes keep comments');
  }
  assert.equal(after.fixAll(uris, ['safe'], ofRule).fixed, 0, 'safe fixes settle');
}

function fileNamed(files: readonly CaseFile[], name: string): CaseFile {
  return files.find(file => file.name === name)!;
}

function withoutPlace({ rule, severity, message, span }: Report): string {
  return `${rule.id} ${severity}: ${message} (${span.end - span.start})`;
}
