import type { ExecuteCommandParams } from 'vscode-languageserver/node';
import { fixAllChanges } from '../../features/fix-all.js';
import { ErrorCodes, ResponseError } from '../language-server.js';
import type { Session } from '../session.js';
import { toWorkspaceEdit } from '../workspace-edit.js';

/** The commands that the server runs itself. */
export const SERVER_COMMANDS = ['plimsoll.fixWorkspace'] as const;

/** `workspace/executeCommand`. */
export async function onExecuteCommand(session: Session, { command }: ExecuteCommandParams): Promise<unknown> {
  if (command === 'plimsoll.fixWorkspace') return fixWorkspace(session);
  throw new ResponseError(ErrorCodes.InvalidParams, `There is no command "${command}".`);
}

/** Asks the client to apply every safe fix in the workspace as one change. Answers how many findings that takes away. */
async function fixWorkspace(session: Session): Promise<{ readonly fixed: number }> {
  await session.files.whenScanned();
  session.catchUp();
  const { changes, fixed } = fixAllChanges(session.linter, session.linter.uris());
  const edit = changes.edits.length + changes.create.length === 0 ? undefined : toWorkspaceEdit(session, changes);
  if (edit === undefined) return { fixed: 0 };
  const { applied } = await session.connection.workspace.applyEdit({ label: 'Fix all that Plimsoll can fix safely', edit });
  return { fixed: applied ? fixed : 0 };
}
