import type { Report } from '../engine/report.js';
import type { Severity } from '../rules/define-rule.js';
import type { CheckResult } from './check-command.js';
import { codeFrame } from './code-frame.js';
import { printable } from './printable.js';
import type { Style, Terminal } from './terminal.js';

export const SEVERITY_STYLES: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', information: 'cyan', hint: 'dim' };

/** Findings with the code that they are about, then what was not looked at, and how many there are. */
export function textOutput(result: CheckResult, terminal: Terminal): string {
  const shown = result.reports.filter(report => !isListed(report, result));
  const findings = shown.map(report => findingText(report, result, terminal));
  return [...findings, ...notAnalysedText(result, terminal), summaryText(shown, result, terminal)].join('\n\n');
}

/** The finding that a file was not analysed says nothing that the list of such files does not say on one line for all. */
function isListed({ rule, uri }: Report, { notAnalysed }: CheckResult): boolean {
  return rule.id === 'meta/not-analysed' && notAnalysed.some(file => file.uri === uri);
}

function findingText(report: Report, { places }: CheckResult, terminal: Terminal): string {
  const { rule, severity, message, uri, span, related } = report;
  const style = SEVERITY_STYLES[severity];
  const at = (place: { readonly uri: string; readonly span: Report['span'] }) => {
    const { line, character } = places.range(place.uri, place.span).start;
    return printable(`${places.file(place.uri)}:${line + 1}:${character + 1}`);
  };
  return [
    `${terminal.style(at({ uri, span }), 'bold')} ${terminal.style(severity, style)} ${printable(message)} ${terminal.style(`[${rule.id}]`, 'dim')}`,
    codeFrame(places.source(uri), span, style, terminal),
    ...related.map(place => `  ${terminal.style('see', 'dim')} ${at(place)}: ${printable(place.message)}`),
  ].join('\n');
}

/** One line for each reason, with the first files that it holds for. */
function notAnalysedText({ notAnalysed, places }: CheckResult, terminal: Terminal): string[] {
  if (notAnalysed.length === 0) return [];
  const filesByReason = new Map<string, string[]>();
  for (const { uri, reason } of notAnalysed) filesByReason.set(reason, [...(filesByReason.get(reason) ?? []), printable(places.file(uri))]);
  const lines = [...filesByReason].map(([reason, files]) => {
    const named = files.length > 3 ? `${files.slice(0, 2).join(', ')} and ${files.length - 2} more` : files.join(', ');
    return `  ${named}: ${reason}`;
  });
  return [[terminal.style(`${counted(notAnalysed.length, 'file')} not analysed:`, 'dim'), ...lines].join('\n')];
}

function summaryText(shown: readonly Report[], { summary: { files, fixed }, baseline }: CheckResult, terminal: Terminal): string {
  const count = (severity: Severity) => shown.filter(report => report.severity === severity).length;
  const [error, warning, information, hint] = [count('error'), count('warning'), count('information'), count('hint')];
  const found = [
    error > 0 ? terminal.style(counted(error, 'error'), 'red') : '',
    warning > 0 ? terminal.style(counted(warning, 'warning'), 'yellow') : '',
    information > 0 ? terminal.style(`${information} for information`, 'cyan') : '',
    hint > 0 ? counted(hint, 'hint') : '',
  ].filter(text => text !== '');
  const findings = found.length === 0 ? terminal.style('No findings', 'green') : listed(found);
  return `${findings} in ${counted(files, 'file')}.${fixed > 0 ? ` Fixed ${fixed}.` : ''}${baselineText(baseline)}`;
}

function baselineText(baseline: CheckResult['baseline']): string {
  const { known = 0, gone = 0 } = baseline ?? {};
  const hidden = known === 0 ? '' : ` The baseline knows ${counted(known, 'other')}.`;
  return gone === 0 ? hidden : `${hidden} ${gone} of its findings ${gone === 1 ? 'is' : 'are'} gone: "--update-baseline" takes them out.`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
