import assert from 'node:assert/strict';
import type { Linter } from '../../../server/src/engine/linter.js';
import type { Report } from '../../../server/src/engine/report.js';
import { explanationText } from '../../../server/src/features/explanation-text.js';
import { findingText } from '../../../server/src/features/finding-text.js';
import { ignoreEdit } from '../../../server/src/features/ignore-edit.js';
import { valuesFileOf } from '../../../server/src/helm/values-file.js';
import { SourceText } from '../../../server/src/text/source-text.js';
import { applyEdits } from '../../../server/src/text/text-edit.js';
import { type CaseFile, lintFiles, uriOf } from '../case-workspace.js';
import { mutate } from './mutate.js';
import { Random } from './random.js';

/** Trying fixes is the slowest part, so only the fixes of this many findings are tried. */
const MOST_TRIED = 3;

/** Two states of a small workspace that follow from a seed: one file is a mess, and then another mess. */
export interface Scenario {
  readonly files: readonly CaseFile[];
  readonly edited: CaseFile;
}

export function scenarioFor(seed: number, corpus: readonly (readonly CaseFile[])[]): Scenario {
  const random = new Random(seed);
  const files = random.pick(corpus) ?? [];
  const texts = (random.pick(corpus) ?? []).map(({ text }) => text);
  const index = random.below(files.length);
  const messy = files.map((file, at) => (at === index ? { ...file, text: mutate(random, file.text, texts) } : file));
  const { name, text } = messy[index] ?? { name: 'a.yaml', text: '' };
  return { files: messy, edited: { name, text: mutate(random, text, texts) } };
}

/** Throws if anything that must hold for any text does not. */
export function checkScenario({ files, edited }: Scenario): void {
  const linter = lintFiles(files);
  for (const { name, text } of files) checkReports(linter, uriOf(name), text);
  linter.update({ uri: uriOf(edited.name), text: edited.text });
  const now = files.map(file => (file.name === edited.name ? edited : file));
  for (const { name, text } of now) checkReports(linter, uriOf(name), text);
  if (now.some(({ name, text }) => isRemembered(linter, uriOf(name), text))) return;
  const fresh = lintFiles(now);
  for (const { name } of now) {
    assert.deepEqual(summary(linter, uriOf(name)), summary(fresh, uriOf(name)), `${name}: an edit ends with what a fresh start finds`);
  }
}

/** A file of a chart that cannot be read at the moment counts as it was when it could be, which a fresh start cannot know. */
function isRemembered(linter: Linter, uri: string, text: string): boolean {
  if (uri.endsWith('/Chart.yaml') && valuesFileOf(new SourceText(uri, text)).errors.length > 0) return true;
  return linter.chartOf(uri) !== undefined && linter.hasErrors(uri);
}

function checkReports(linter: Linter, uri: string, text: string): void {
  const reports = linter.report(uri)?.reports ?? [];
  for (const { rule, span, message } of reports) {
    assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length, `${rule.id} points outside of the text`);
    assert.ok(!text.slice(span.start, span.end).includes('\n'), `${rule.id} points at several lines`);
    assert.ok(message.length > 0, `${rule.id} says nothing`);
  }
  for (const report of reports.slice(0, MOST_TRIED)) checkFeatures(linter, report);
}

function checkFeatures(linter: Linter, report: Report): void {
  for (const { edits } of linter.fixes(report)) for (const { uri, edits: list } of edits) applyEdits(linter.textOf(uri) ?? '', list);
  findingText(report, undefined);
  const source = linter.report(report.uri)?.source;
  if (source === undefined) return;
  explanationText(linter, source, report.rule.id, report.span.start);
  const ignoring = ignoreEdit(source, report.span, report.rule.id, 'a reason');
  if (ignoring !== undefined) applyEdits(source.text, [ignoring]);
}

function summary(linter: Linter, uri: string): string[] {
  return (linter.report(uri)?.reports ?? []).map(
    ({ rule, severity, span, message }) => `${rule.id} ${severity} ${span.start}-${span.end} ${message}`,
  );
}
