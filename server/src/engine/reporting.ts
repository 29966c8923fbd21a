import type { Finding, Fix, RelatedPlace, Rule, Severity } from '../rules/define-rule.js';
import type { SourceText } from '../text/source-text.js';
import type { Location, Span } from '../text/span.js';
import { fileOfMade } from '../workspace/made-unit.js';
import type { WorkspaceView } from '../workspace/workspace-view.js';
import type { AnalysedDocument, PlacedPiece } from './analysed-document.js';
import type { Config } from './config.js';
import { type Directive, inFile, SuppressionSheet } from './directive.js';
import { ErrorShadow } from './error-shadow.js';
import type { PlacedFinding } from './made-placing.js';
import type { DocumentReport, Report } from './report.js';

/** What reporting asks of the linter. */
export interface FindingContext {
  readonly config: Config;
  readonly rules: readonly Rule[];
  /** Where a related place in another document is now. */
  readonly locate: (place: RelatedPlace) => Location | undefined;
  /** For rules about suppressions. */
  readonly workspace: WorkspaceView;
}

/** What reporting about a file asks of the linter. */
export interface ReportingContext extends FindingContext {
  /** Findings of documents that the file is a source of. */
  readonly placed: readonly PlacedFinding[];
  /** The reason of a directive in another file that hides a rule's findings at a place in it. */
  readonly reasonToHideAt: (ruleId: string, place: Location) => string | undefined;
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, information: 2, hint: 3 };

/** Puts the findings of a document's pieces at their places in the file, less those that are off, subsumed or suppressed. */
export function reportOf(document: AnalysedDocument, context: ReportingContext): DocumentReport {
  const { source } = document;
  const sheet = new SuppressionSheet(source, directivesOf(document));
  const own = findingsOf(document, context).map(report => ({ report, reason: sheet.reasonToHide(report.rule.id, report.span.start) }));
  const placed = context.placed
    .map(finding => ({ report: finding.report, reason: reasonToHidePlaced(source.uri, finding, sheet, context) }))
    .filter(({ report }) => report.uri === source.uri);
  const found = [...own, ...placed];
  const shown = found.filter(({ reason }) => reason === undefined).map(({ report }) => report);
  return {
    source,
    reports: [...shown, ...suppressionReports(document, context, sheet)].sort(byPlace),
    suppressed: found.flatMap(({ report, reason }) => (reason === undefined ? [] : [{ report, reason }])),
    notAnalysed: document.notAnalysed,
  };
}

/** The findings of a document at their places in it, those that are off or said by another rule left out. */
export function findingsOf(document: AnalysedDocument, context: FindingContext): Report[] {
  return document.pieces.flatMap(placed => reportsOfPiece(document, placed, context));
}

/** The reason of a directive that hides a placed finding, in a file that is a source of it or in another one. */
function reasonToHidePlaced(
  uri: string,
  { report, ends, reasonToHide }: PlacedFinding,
  sheet: SuppressionSheet,
  { reasonToHideAt }: ReportingContext,
): string | undefined {
  // Every directive that hides it counts as used.
  const reasons = ends.map(place =>
    place.uri === uri ? sheet.reasonToHide(report.rule.id, place.span.start) : reasonToHideAt(report.rule.id, place),
  );
  return reasonToHide ?? reasons.find(reason => reason !== undefined);
}

const NOTHING: readonly Report[] = [];

function reportsOfPiece(document: AnalysedDocument, placed: PlacedPiece, context: FindingContext): readonly Report[] {
  if (placed.piece.found.size === 0) return NOTHING;
  const byDefect = new Map<string, Report>();
  const reports: Report[] = [];
  const { source, subjects } = placed.piece.analysis;
  const error = subjects.document.find(({ language }) => language === 'yaml')?.errors[0];
  const shadow = error && new ErrorShadow(error.span, source);
  for (const [rule, { findings, dependencies }] of placed.piece.found) {
    for (const { finding, object } of findings) {
      // What may come of an error of syntax is no mistake of its own.
      if (rule.on !== 'document' && shadow?.covers(finding.span) === true) continue;
      const report = reportFor(document, placed.start, { rule, finding, object, needsWorkspace: dependencies.size > 0 }, context);
      if (report === undefined) continue;
      if (finding.defect === undefined) {
        reports.push(report);
        continue;
      }
      const rival = byDefect.get(finding.defect);
      if (rival === undefined || speaksBefore(report, rival)) byDefect.set(finding.defect, report);
    }
  }
  return [...reports, ...byDefect.values()];
}

interface Found {
  readonly rule: Rule;
  readonly finding: Finding;
  readonly object: Report['object'];
  readonly needsWorkspace: boolean;
}

function reportFor(
  { source, place: { environment } }: AnalysedDocument,
  start: number,
  { rule, finding, object, needsWorkspace }: Found,
  context: FindingContext,
): Report | undefined {
  const subject = { object, severity: finding.severity, uri: fileOfMade(source.uri), environment };
  const severity = context.config.severityOf(rule, subject);
  if (severity === 'off') return undefined;
  return {
    rule,
    uri: source.uri,
    span: onOneLine(source, { start: finding.span.start + start, end: finding.span.end + start }),
    severity,
    message: finding.message,
    object,
    defect: finding.defect,
    comesToLight: finding.comesToLight ?? false,
    placeholder: finding.placeholder,
    needsWorkspace,
    related: (finding.related ?? []).flatMap(place => relatedPlace(source, start, place, context)),
    proposals: proposalsOf(source.uri, start, finding),
  };
}

function proposalsOf(uri: string, start: number, { fixes = [], missing }: Finding): Report['proposals'] {
  let made: readonly Fix[] | undefined;
  return {
    uri,
    start,
    isEverywhere: true,
    missing,
    get fixes() {
      made ??= (typeof fixes === 'function' ? fixes() : fixes).filter(fix => fix !== undefined);
      return made;
    },
  };
}

function relatedPlace(source: SourceText, start: number, place: RelatedPlace, { locate }: FindingContext): Report['related'] {
  const { message } = place;
  if ('span' in place)
    return [{ uri: source.uri, span: onOneLine(source, { start: place.span.start + start, end: place.span.end + start }), message }];
  const found = locate(place);
  return found === undefined ? [] : [{ ...found, message }];
}

/** What rules about suppressions say of the directives on a sheet, once all findings have been held against it. */
export function suppressionReports(document: AnalysedDocument, context: FindingContext, sheet: SuppressionSheet): Report[] {
  const { config, rules, workspace } = context;
  const uses = sheet.uses(id => rules.some(rule => rule.id === id || (id.endsWith('/*') && rule.id.startsWith(id.slice(0, -1)))));
  if (uses.length === 0) return [];
  const judges = rules.filter(rule => rule.on === 'suppression');
  return judges.flatMap(rule =>
    uses.flatMap(use =>
      [...rule.check(use as never, { workspace, options: config.optionsOf(rule) })].flatMap(outcome => {
        if (outcome.kind !== 'violated') return [];
        const report = reportFor(document, 0, { rule, finding: outcome.finding, object: undefined, needsWorkspace: false }, context);
        return report === undefined || sheet.reasonToHide(rule.id, report.span.start) !== undefined ? [] : [report];
      }),
    ),
  );
}

export function directivesOf({ source, pieces }: AnalysedDocument): Directive[] {
  return pieces.flatMap(({ piece, start }) => {
    const { directives } = piece.analysis;
    return directives.length === 0 ? [] : directives.map(directive => inFile(directive, start, source.lineAt(start)));
  });
}

/** Cuts a span at the end of its first line: a person points at one line. */
function onOneLine(source: SourceText, { start, end }: Span): Span {
  // Most spans end before their line does, which is told without counting lines.
  if (end < source.text.indexOf('\n', start)) return { start, end };
  return { start, end: Math.max(Math.min(end, source.lineSpan(source.lineAt(start)).end), start) };
}

function speaksBefore(a: Report, b: Report): boolean {
  return RANK[a.severity] - RANK[b.severity] < 0 || (a.severity === b.severity && a.rule.id < b.rule.id);
}

function byPlace(a: Report, b: Report): number {
  return a.span.start - b.span.start || a.span.end - b.span.end || (a.rule.id < b.rule.id ? -1 : a.rule.id > b.rule.id ? 1 : 0);
}
