import type { CodeAction, CodeActionParams, Command } from 'vscode-languageserver/node';
import type { DocumentReport, Report } from '../../engine/report.js';
import { findingsAt } from '../../features/findings.js';
import { ignoreEdit, PLACEHOLDER_REASON } from '../../features/ignore-edit.js';
import { placeholderSpan } from '../../features/placeholder-span.js';
import { quickFixesFor } from '../../features/quick-fixes.js';
import { severityEdit } from '../../features/severity-edit.js';
import { normaliseUri } from '../../host/file-uri.js';
import type { Span } from '../../text/span.js';
import { toDiagnostic } from '../diagnostic.js';
import { CodeActionKind } from '../language-server.js';
import { toRange, toSpan } from '../range.js';
import type { Session } from '../session.js';
import { toEditWithPlaceholder, toWorkspaceEdit } from '../workspace-edit.js';
import { FIX_ALL, fixAllAction } from './code-action-resolve.js';
import { GENERATE_SCHEMA, generateSchemaAction } from './generate-schema.js';

/** How many findings of a selection get fixes: each is tried on a copy first. */
const MOST_FINDINGS = 20;

/** `textDocument/codeAction`: fixes that hold, then ways to live with a finding, then everything at once. */
export function onCodeAction(session: Session, { textDocument, range, context }: CodeActionParams): (CodeAction | Command)[] {
  const uri = normaliseUri(textDocument.uri);
  const report = session.reportOf(uri);
  if (report === undefined) return [];
  const findings = findingsAt(session.visible(report), toSpan(report.source, range)).slice(0, MOST_FINDINGS);
  const isWanted = (kind: string) => context.only?.some(only => only === '' || kind === only || kind.startsWith(`${only}.`)) ?? true;
  return [
    ...(isWanted(CodeActionKind.QuickFix) ? findings.flatMap(finding => quickFixActions(session, report, finding)) : []),
    ...(isWanted(CodeActionKind.QuickFix) ? findings.flatMap(finding => selections(session, report, finding)) : []),
    ...(isWanted(CodeActionKind.QuickFix) ? findings.flatMap(finding => exemptions(session, report, finding)) : []),
    ...(isWanted(FIX_ALL) && report.reports.length > 0 ? fixAllAction(session, uri, context.only !== undefined) : []),
    ...(isWanted(GENERATE_SCHEMA) ? generateSchemaAction(session, uri, context.only !== undefined) : []),
  ];
}

function quickFixActions(session: Session, { source }: DocumentReport, finding: Report): CodeAction[] {
  const diagnostics = [toDiagnostic(source, finding, session)];
  return quickFixesFor(session.linter, finding).flatMap(({ fix, isPreferred }) => {
    const edit = toWorkspaceEdit(session, fix);
    return edit === undefined ? [] : [{ title: fix.title, kind: CodeActionKind.QuickFix, diagnostics, isPreferred, edit }];
  });
}

/** Selecting what only a person can fill in, where the client can select. */
function selections(session: Session, { source }: DocumentReport, finding: Report): CodeAction[] {
  const span = placeholderSpan(source, finding);
  if (span === undefined || !session.client.commands.has('plimsoll.select')) return [];
  const title = `Select "${source.text.slice(span.start, span.end)}" to type over it`;
  const command = { title, command: 'plimsoll.select', arguments: [placeOf(session, source, span)] };
  return [{ title, kind: CodeActionKind.QuickFix, diagnostics: [toDiagnostic(source, finding, session)], command }];
}

/** "Ignore here" and "configure": through commands of the client that ask, where it has them. */
function exemptions(session: Session, { source }: DocumentReport, finding: Report): CodeAction[] {
  const common = { kind: CodeActionKind.QuickFix, diagnostics: [toDiagnostic(source, finding, session)] };
  const actions = [ignoring(session, source, finding), configuring(session, source, finding)];
  return actions.flatMap(action => (action === undefined ? [] : [{ ...common, ...action }]));
}

type Action = Pick<CodeAction, 'title' | 'command' | 'edit'>;

function ignoring(session: Session, source: DocumentReport['source'], { rule: { id, on }, span }: Report): Action | undefined {
  if (on === 'suppression') return undefined;
  const title = `Ignore ${id} here, with a reason`;
  const edit = ignoreEdit(source, span, id, PLACEHOLDER_REASON, session.linter.languageOf(source.uri));
  if (edit === undefined) return undefined;
  if (session.client.commands.has('plimsoll.ignoreWithReason')) {
    const place = placeOf(session, source, span);
    return { title, command: { title, command: 'plimsoll.ignoreWithReason', arguments: [{ ...place, rule: id }] } };
  }
  const workspaceEdit = toEditWithPlaceholder(session, source.uri, edit, PLACEHOLDER_REASON);
  return workspaceEdit === undefined ? undefined : { title, edit: workspaceEdit };
}

/** A place in a version of a document, for a command of the client. */
function placeOf(session: Session, source: DocumentReport['source'], span: Span) {
  const version = session.versionOf(source.uri);
  return { uri: session.clientUri(source.uri), ...(version === null ? {} : { version }), range: toRange(source, span) };
}

function configuring(session: Session, source: DocumentReport['source'], { rule: { id } }: Report): Action | undefined {
  if (session.client.commands.has('plimsoll.configureRule')) {
    const title = `Configure ${id} in .plimsoll.yaml`;
    return { title, command: { title, command: 'plimsoll.configureRule', arguments: [{ uri: session.clientUri(source.uri), rule: id }] } };
  }
  const folder = session.files.folderOf(source.uri);
  const changes = severityEdit(session.linter, source.uri, folder, id, 'off');
  const edit = changes === undefined ? undefined : toWorkspaceEdit(session, changes);
  return edit === undefined ? undefined : { title: `Turn ${id} off in .plimsoll.yaml`, edit };
}
