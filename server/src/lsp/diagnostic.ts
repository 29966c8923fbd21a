import type { Diagnostic, DiagnosticRelatedInformation } from 'vscode-languageserver/node';
import type { Report } from '../engine/report.js';
import { rulePageUrl } from '../features/rule-page.js';
import type { Severity } from '../rules/define-rule.js';
import type { SourceText } from '../text/source-text.js';
import { DiagnosticSeverity } from './language-server.js';
import { toRange } from './range.js';

const SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Where the places of other documents are found, and how the client calls those documents. */
export interface RelatedSources {
  sourceOf(uri: string): SourceText | undefined;
  clientUri(uri: string): string;
}

/** A finding as the protocol writes it. A related place whose document is gone is left out. */
export function toDiagnostic(source: SourceText, report: Report, sources: RelatedSources): Diagnostic {
  const related = report.related.flatMap(place => relatedInformation(source, place, sources));
  return {
    range: toRange(source, report.span),
    severity: SEVERITY[report.severity],
    source: 'plimsoll',
    code: report.rule.id,
    codeDescription: { href: rulePageUrl(report.rule.id) },
    message: report.message,
    ...(related.length === 0 ? {} : { relatedInformation: related }),
  };
}

function relatedInformation(
  source: SourceText,
  { uri, span, message }: Report['related'][number],
  sources: RelatedSources,
): DiagnosticRelatedInformation[] {
  const target = uri === source.uri ? source : sources.sourceOf(uri);
  return target === undefined ? [] : [{ location: { uri: sources.clientUri(uri), range: toRange(target, span) }, message }];
}
