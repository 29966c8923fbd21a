import { existsSync } from 'node:fs';
import type { Linter } from '../engine/linter.js';
import { PROFILES, profileSeverity } from '../engine/profiles.js';
import type { Explanation } from '../engine/report.js';
import { uriOfPath } from '../host/file-uri.js';
import type { Profile, Rule } from '../rules/define-rule.js';
import { rules } from '../rules/index.generated.js';
import { codeFrame } from './code-frame.js';
import { type ExplainCommand, suggestion } from './command.js';
import { loadWorkspace } from './load-workspace.js';
import { Places } from './places.js';
import { plainText } from './plain-text.js';
import { printable } from './printable.js';
import type { Style, Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';

/** Says what a rule is for, or why it fired or stayed silent at a place. */
export function runExplain({ rule: id, place }: ExplainCommand, terminal: Terminal): number {
  const rule = rules.find(candidate => candidate.id === id);
  const known = rules.map(candidate => candidate.id);
  if (rule === undefined) throw new UsageError(`There is no rule "${id}".${suggestion(id, known)} "plimsoll rules" lists them.`);
  terminal.print(place === undefined ? ruleText(rule, terminal) : placeText(rule, place, terminal));
  return 0;
}

function ruleText(rule: Rule, terminal: Terminal): string {
  const profiles = Object.keys(PROFILES).map(profile => `${profile} ${profileSeverity(rule, [profile as Profile])}`);
  const options = Object.entries(rule.options ?? {}).map(
    ([name, { description, default: value }]) => `  ${name} (${JSON.stringify(value)}): ${plainText(description)}`,
  );
  return [
    `${terminal.style(rule.id, 'bold')}: ${rule.title}.`,
    plainText(rule.why),
    plainText(rule.remedy),
    ...(rule.fixSafety === undefined ? [] : [`About its fixes: ${plainText(rule.fixSafety)}`]),
    ...(options.length === 0 ? [] : [`Options:\n${options.join('\n')}`]),
    `Severity by profile: ${profiles.join(', ')}.\nStandard: ${rule.sop.join(', ')}.`,
  ].join('\n\n');
}

function placeText(rule: Rule, place: string, terminal: Terminal): string {
  const { file, line } = parsePlace(place);
  const { linter } = loadWorkspace([file], { config: undefined, terminal });
  const uri = uriOfPath(file);
  const places = new Places(linter);
  if (!linter.has(uri)) throw new UsageError(`"${file}" is not a file that Plimsoll analyses.`);
  const source = places.source(uri);
  if (line !== undefined && line > source.lineStarts.length) throw new UsageError(`"${file}" has ${source.lineStarts.length} lines.`);
  const explanations = linter.explain(uri, rule.id, line === undefined ? undefined : source.lineStart(line - 1));
  if (explanations.length > 0) return explanations.map(explanation => outcomeText(rule, uri, explanation, linter, terminal)).join('\n\n');
  const reason = linter.report(uri)?.notAnalysed;
  return reason === undefined
    ? `${rule.id} judges nothing ${line === undefined ? 'in this file' : 'on this line'}.`
    : `This file was not analysed. ${reason}`;
}

/** `FILE`, `FILE:LINE` or `FILE:LINE:COLUMN`, unless a file has such a name. */
function parsePlace(place: string): { file: string; line: number | undefined } {
  const [, file, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(place) ?? [];
  if (file === undefined || existsSync(place)) return { file: place, line: undefined };
  if (Number(line) < 1) throw new UsageError('Lines are counted from 1.');
  return { file, line: Number(line) };
}

const VERDICTS: Readonly<Record<Explanation['outcome']['kind'], readonly [words: string, style: Style]>> = {
  violated: ['violated', 'red'],
  satisfied: ['satisfied', 'green'],
  unknown: ['cannot be known', 'yellow'],
  'not-applicable': ['does not apply', 'dim'],
};

function outcomeText(rule: Rule, uri: string, explanation: Explanation, linter: Linter, terminal: Terminal): string {
  const { outcome, span, object, variant, facts } = explanation;
  const places = new Places(linter);
  const { line, character } = places.range(uri, span).start;
  const [words, style] = VERDICTS[outcome.kind];
  const subject =
    object === undefined
      ? ''
      : `${object.kind} "${object.name}"${object.container === undefined ? '' : `, container "${object.container}"`}: `;
  const made = variant === undefined ? '' : `${variant}: `;
  const at = terminal.style(`${places.file(uri)}:${line + 1}:${character + 1}`, 'bold');
  return [
    `${printable(at)} ${printable(made)}${printable(subject)}${terminal.style(words, style)}. ${printable(reasonFor(explanation))}`.trimEnd(),
    ...(outcome.kind === 'violated' ? [codeFrame(places.source(uri), span, style, terminal)] : []),
    ...(outcome.kind === 'violated' && !isShown(rule, uri, explanation, linter) ? [HIDDEN] : []),
    ...(facts.length === 0 ? [] : [`It asked of the other files:\n${facts.map(fact => `  ${printable(fact)}`).join('\n')}`]),
  ].join('\n');
}

const HIDDEN = 'The finding is not shown: the rule is off here, a comment suppresses it, or another rule speaks for the same defect.';

function reasonFor({ outcome }: Explanation): string {
  return outcome.kind === 'violated' ? outcome.finding.message : (outcome.because ?? '');
}

function isShown(rule: Rule, uri: string, { span }: Explanation, linter: Linter): boolean {
  return (linter.report(uri)?.reports ?? []).some(report => report.rule.id === rule.id && report.span.start === span.start);
}
