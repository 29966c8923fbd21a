import type { CodeAction, WorkspaceEdit } from 'vscode-languageserver/node';
import { canGenerateSchema, generatedSchemaFile } from '../../features/chart/values-schema.js';
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
  const asked = session.chartAt(uri);
  if (
    asked === undefined ||
    !canGenerateSchema(asked.chart, asked.uri) ||
    session.linter.has(`${asked.chart.sources.folder}/values.schema.json`)
  )
    return [];
  const action = { title: 'Generate values.schema.json', kind: GENERATE_SCHEMA };
  if (session.client.resolvesCodeActions) return [{ ...action, data: { uri, version: session.versionOf(uri) } }];
  const edit = isAsked ? generateSchemaEdit(session, uri) : undefined;
  return edit === undefined ? [] : [{ ...action, edit }];
}

export function generateSchemaEdit(session: Session, uri: string): WorkspaceEdit | undefined {
  const chart = session.chartAt(uri)?.chart;
  return chart && toWorkspaceEdit(session, { edits: [], create: [generatedSchemaFile(chart)] });
}
