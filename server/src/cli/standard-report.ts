import type { Report, Verdict } from '../engine/report.js';
import type { StandardClause } from '../rules/standard-clause.js';
import { standardClauses } from '../rules/standard-clauses.generated.js';
import { fileOfMade } from '../workspace/made-unit.js';
import type { CheckResult } from './check-command.js';
import type { OutputFormat } from './command.js';
import { shownPath } from './places.js';
import type { Terminal } from './terminal.js';

/** What became of a clause in an application. The first that holds is told: one violation outweighs all that is satisfied. */
type Status = 'violated' | 'suppressed' | 'cannot know' | 'satisfied' | 'not applicable' | 'not checked yet' | 'not checkable statically';

const STATUSES: readonly Status[] = [
  ...(['violated', 'suppressed', 'cannot know', 'satisfied', 'not applicable'] as const),
  ...(['not checked yet', 'not checkable statically'] as const),
];

interface ClauseResult {
  readonly clause: StandardClause;
  readonly status: Status;
  /** Findings, reasons of suppressions, or why nothing can be said: each once, the first few. */
  readonly details: readonly string[];
}

interface UnitResult {
  /** The path of the application, and its variant. */
  readonly unit: string;
  readonly clauses: readonly ClauseResult[];
}

/** What became of each clause of the standard in each application: Markdown, or JSON. */
export function standardReport(format: OutputFormat, result: CheckResult, terminal: Terminal): string {
  const units = unitResults(result, terminal);
  return format === 'json' ? JSON.stringify({ units: units.map(unitJson) }, undefined, 2) : markdown(units);
}

function unitResults(result: CheckResult, terminal: Terminal): UnitResult[] {
  terminal.progress('Asking every rule about every object');
  const evidence = evidenceByUnit(result);
  return [...evidence]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([unit, byRule]) => ({ unit: unitName(unit), clauses: standardClauses.map(clause => resultOf(clause, byRule)) }));
}

/** What is known about a rule in one application. */
interface Evidence {
  readonly status: Status;
  readonly detail: string | undefined;
}

/** The rules that judge clauses: those about Plimsoll itself make no application. */
const CITING = new Set(standardClauses.flatMap(({ rules }) => rules));

type EvidenceByRule = ReadonlyMap<string, readonly Evidence[]>;

function evidenceByUnit(result: CheckResult): ReadonlyMap<string, EvidenceByRule> {
  const units = new Map<string, Map<string, Evidence[]>>();
  for (const verdict of result.linter.verdicts()) {
    if (!CITING.has(verdict.rule.id) || !result.isChecked(verdict.uri)) continue;
    const evidence = evidenceOf(verdict, result);
    if (evidence === undefined) continue;
    const byRule = units.get(verdict.unit) ?? new Map<string, Evidence[]>();
    units.set(verdict.unit, byRule);
    byRule.set(verdict.rule.id, [...(byRule.get(verdict.rule.id) ?? []), evidence]);
  }
  return units;
}

/** `undefined` for a mistake that the configuration does not ask about, or that another rule speaks for. */
function evidenceOf(verdict: Verdict, { reports, suppressed, places }: CheckResult): Evidence | undefined {
  const { outcome } = verdict;
  if (outcome.kind === 'satisfied') return { status: 'satisfied', detail: undefined };
  if (outcome.kind === 'unknown') return { status: 'cannot know', detail: outcome.because };
  if (outcome.kind === 'not-applicable') return { status: 'not applicable', detail: undefined };
  const shown = reports.find(report => isAbout(report, verdict));
  if (shown !== undefined) {
    const { line } = places.range(shown.uri, shown.span).start;
    return { status: 'violated', detail: `${shown.rule.id} at ${places.file(shown.uri)}:${line + 1}: ${shown.message}` };
  }
  const hidden = suppressed.find(({ report }) => isAbout(report, verdict));
  return hidden && { status: 'suppressed', detail: `${hidden.report.rule.id}: ${hidden.reason}` };
}

/** Whether a finding is that of a verdict. Of several variants of an application one finding may speak, with the name that its object has there. */
function isAbout({ rule, uri, message, object, proposals }: Report, verdict: Verdict): boolean {
  if (rule !== verdict.rule || verdict.outcome.kind !== 'violated') return false;
  const isMade = proposals.uri !== uri;
  if (!isMade && uri !== verdict.uri) return false;
  if (isMade && fileOfMade(proposals.uri) !== verdict.uri) return false;
  return withoutName(message, object?.name).startsWith(withoutName(verdict.outcome.finding.message, verdict.object?.name));
}

function withoutName(message: string, name: string | undefined): string {
  return name === undefined || name === '' ? message : message.replaceAll(name, '\u0000');
}

const MOST_DETAILS = 5;

function resultOf(clause: StandardClause, byRule: EvidenceByRule): ClauseResult {
  const judged = clause.twin === undefined ? clause : (standardClauses.find(({ id }) => id === clause.twin) ?? clause);
  if (judged.notLintable !== undefined) return { clause, status: 'not checkable statically', details: [judged.notLintable] };
  if (judged.rules.length === 0) return { clause, status: 'not checked yet', details: [] };
  const evidence = judged.rules.flatMap(id => byRule.get(id) ?? []);
  const status = STATUSES.find(candidate => evidence.some(each => each.status === candidate)) ?? 'not applicable';
  const details = new Set(evidence.filter(each => each.status === status).flatMap(({ detail }) => detail ?? []));
  const shown = [...details].slice(0, MOST_DETAILS);
  return { clause, status, details: details.size > MOST_DETAILS ? [...shown, `and ${details.size - MOST_DETAILS} more`] : shown };
}

function unitName(unit: string): string {
  const mark = unit.indexOf('#');
  return mark === -1 ? shownPath(unit) : `${shownPath(unit.slice(0, mark))} with ${decodeURIComponent(unit.slice(mark + 1))}`;
}

function unitJson({ unit, clauses }: UnitResult) {
  return { unit, clauses: clauses.map(({ clause: { id, asks }, status, details }) => ({ clause: id, asks, status, details })) };
}

function markdown(units: readonly UnitResult[]): string {
  const sections = units.map(({ unit, clauses }) => {
    const counts = STATUSES.map(status => [clauses.filter(clause => clause.status === status).length, status] as const);
    const rows = clauses.map(({ clause, status, details }) => `| ${clause.id} | ${clause.asks} | ${status} | ${cell(details)} |`);
    return [
      `## ${unit}`,
      `${counts
        .filter(([count]) => count > 0)
        .map(([count, status]) => `${count} ${status}`)
        .join(', ')}.`,
      ['| Clause | What it asks | Result | Why |', '|---|---|---|---|', ...rows].join('\n'),
    ].join('\n\n');
  });
  return ['# The standard, clause by clause', ...(sections.length === 0 ? ['Nothing here is judged by it.'] : sections)].join('\n\n');
}

function cell(details: readonly string[]): string {
  return details.map(detail => detail.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ')).join('<br>');
}
