import type { CodeAction, WorkspaceEdit } from 'vscode-languageserver/node';
import { canGenerateSchema, generatedSchemaFile } from '../../features/chart/values-schema.js';
import { normaliseUri } from '../../host/file-uri.js';
import type { Session } from '../session.js';
import { toWorkspaceEdit } from '../workspace-edit.js';

export const GENERATE_SCHEMA = 'source.generateValuesSchema.plimsoll';

/**
 * "Generate values.schema.json" for the values of a chart that has none. The text is made when the action is chosen, where the client can
 * wait for that.
 *
 * @param isAsked whether the client asked for this kind of action, so that the work is not in vain
 */
export function generateSchemaAction(session: Session, uri: string, isAsked: boolean): CodeAction[] {
  session.catchUp();
  const file = normaliseUri(uri);
  const chart = session.linter.chartOf(file);
  if (chart === undefined || !canGenerateSchema(chart, file)) return [];
  const schema = `${chart.sources.folder}/values.schema.json`;
  if (session.linter.has(schema)) return [];
  const action = { title: 'Generate values.schema.json', kind: GENERATE_SCHEMA, ...showing(session, schema) };
  if (session.client.resolvesCodeActions) return [{ ...action, data: { uri, version: session.versionOf(uri) } }];
  const edit = isAsked ? generateSchemaEdit(session, uri) : undefined;
  return edit === undefined ? [] : [{ ...action, edit }];
}

/** Shows the new file, where the client can. */
function showing(session: Session, uri: string): Pick<CodeAction, 'command'> {
  if (!session.client.commands.has('plimsoll.select')) return {};
  const start = { line: 0, character: 0 };
  const title = 'Show values.schema.json';
  return { command: { title, command: 'plimsoll.select', arguments: [{ uri: session.clientUri(uri), range: { start, end: start } }] } };
}

export function generateSchemaEdit(session: Session, uri: string): WorkspaceEdit | undefined {
  const chart = session.chartsAt(uri)?.chart;
  return chart && toWorkspaceEdit(session, { edits: [], create: [generatedSchemaFile(chart)] });
}
