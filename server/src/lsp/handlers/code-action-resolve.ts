import type { CodeAction } from 'vscode-languageserver/node';
import { fixAllChanges } from '../../features/fix-all.js';
import { recordOf } from '../client-features.js';
import { LSPErrorCodes, ResponseError } from '../language-server.js';
import type { Session } from '../session.js';
import { toWorkspaceEdit } from '../workspace-edit.js';
import { GENERATE_SCHEMA, generateSchemaEdit } from './generate-schema.js';

export const FIX_ALL = 'source.fixAll.plimsoll';

/**
 * "Fix all" for a document. What it changes is worked out when it is chosen, where the client can wait for that.
 *
 * @param isAsked whether the client asked for this kind of action, so that the work is not in vain
 */
export function fixAllAction(session: Session, uri: string, isAsked: boolean): CodeAction[] {
  const action = { title: 'Fix all that Plimsoll can fix safely', kind: FIX_ALL };
  if (session.client.resolvesCodeActions) return [{ ...action, data: { uri, version: session.versionOf(uri) } }];
  const edit = isAsked ? fixAllEdit(session, uri) : undefined;
  return edit === undefined ? [] : [{ ...action, edit }];
}

/** `codeAction/resolve`: refuses if the document is not the one the action was offered for. */
export function onCodeActionResolve(session: Session, action: CodeAction): CodeAction {
  const { uri, version } = recordOf(action.data);
  if (typeof uri !== 'string' || action.edit !== undefined) return action;
  session.catchUp();
  if (version !== session.versionOf(uri)) throw new ResponseError(LSPErrorCodes.ContentModified, 'The document has changed since.');
  const edit = action.kind === GENERATE_SCHEMA ? generateSchemaEdit(session, uri) : fixAllEdit(session, uri);
  return { ...action, edit: edit ?? { documentChanges: [] } };
}

function fixAllEdit(session: Session, uri: string) {
  const { changes } = fixAllChanges(session.linter, [uri]);
  return changes.edits.length === 0 ? undefined : toWorkspaceEdit(session, changes);
}
