import type { Hover, HoverParams } from 'vscode-languageserver/node';
import { chartHover } from '../../features/chart/chart-hover.js';
import { findingText } from '../../features/finding-text.js';
import { findingsAt } from '../../features/findings.js';
import { kustomizationHover } from '../../features/kustomize/kustomization-paths.js';
import { normaliseUri } from '../../host/file-uri.js';
import type { Span } from '../../text/span.js';
import { toOffset, toRange } from '../range.js';
import type { Session } from '../session.js';

/** `textDocument/hover`: why the rule of a finding exists and what to do about it; in charts, what a name stands for; in kustomizations, what a field is for. */
export function onHover(session: Session, { textDocument, position }: HoverParams): Hover | undefined {
  const uri = normaliseUri(textDocument.uri);
  const report = session.reportOf(uri);
  if (report === undefined) return undefined;
  const offset = toOffset(report.source, position);
  const [first, ...others] = findingsAt(session.visible(report), { start: offset, end: offset });
  const name = nameAt(session, uri, offset);
  if (first === undefined)
    return name && { contents: { kind: 'markdown', value: name.markdown }, range: toRange(report.source, name.span) };
  const texts = [first, ...others].map(finding => findingText(finding, explainLink(session, uri, finding.rule.id, position)));
  const all = name === undefined ? texts : [...texts, name.markdown];
  return { contents: { kind: 'markdown', value: all.join('\n\n---\n\n') }, range: toRange(report.source, first.span) };
}

/** What a name in a chart stands for, or what a field of a kustomization is for. */
function nameAt(session: Session, uri: string, offset: number): { readonly markdown: string; readonly span: Span } | undefined {
  const kustomization = session.kustomizationAt(uri);
  if (kustomization !== undefined) return kustomizationHover(kustomization, offset);
  const asked = session.chartsAt(uri);
  const groups = session.linter.groupsOf(uri);
  const charts = asked === undefined ? [] : [asked.chart, ...asked.others];
  const names = charts.flatMap(chart => {
    const own = groups.filter(({ id }) => id === chart.sources.folder);
    return chartHover(chart, uri, offset, own.length === 0 ? groups : own) ?? [];
  });
  const [first] = names;
  return first && { markdown: [...new Set(names.map(({ markdown }) => markdown))].join('\n\n---\n\n'), span: first.place.span };
}

/** A link that runs the client's command, where it has one. */
function explainLink(session: Session, uri: string, rule: string, position: HoverParams['position']): string | undefined {
  if (!session.client.commands.has('plimsoll.explainRule')) return undefined;
  const argument = encodeURIComponent(JSON.stringify([{ uri: session.clientUri(uri), rule, position }]));
  return `[Why here?](command:plimsoll.explainRule?${argument})`;
}
