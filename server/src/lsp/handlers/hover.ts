import type { Hover, HoverParams } from 'vscode-languageserver/node';
import { findingText } from '../../features/finding-text.js';
import { findingsAt } from '../../features/findings.js';
import { normaliseUri } from '../../host/file-uri.js';
import { toOffset, toRange } from '../range.js';
import type { Session } from '../session.js';

/** `textDocument/hover`: why the rule of a finding exists and what to do about it. */
export function onHover(session: Session, { textDocument, position }: HoverParams): Hover | undefined {
  const uri = normaliseUri(textDocument.uri);
  const report = session.reportOf(uri);
  if (report === undefined) return undefined;
  const offset = toOffset(report.source, position);
  const [first, ...others] = findingsAt(session.visible(report), { start: offset, end: offset });
  if (first === undefined) return undefined;
  const texts = [first, ...others].map(finding => findingText(finding, explainLink(session, uri, finding.rule.id, position)));
  return { contents: { kind: 'markdown', value: texts.join('\n\n---\n\n') }, range: toRange(report.source, first.span) };
}

/** A link that runs the client's command, where it has one. */
function explainLink(session: Session, uri: string, rule: string, position: HoverParams['position']): string | undefined {
  if (!session.client.commands.has('plimsoll.explainRule')) return undefined;
  const argument = encodeURIComponent(JSON.stringify([{ uri: session.clientUri(uri), rule, position }]));
  return `[Why here?](command:plimsoll.explainRule?${argument})`;
}
