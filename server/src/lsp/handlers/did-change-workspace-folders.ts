import type { WorkspaceFoldersChangeEvent } from 'vscode-languageserver/node';
import { normaliseUri } from '../../host/file-uri.js';
import type { Session } from '../session.js';

/** `workspace/didChangeWorkspaceFolders`: folders joined or left the workspace. */
export async function onDidChangeWorkspaceFolders(session: Session, { added, removed }: WorkspaceFoldersChangeEvent): Promise<void> {
  const gone = new Set(removed.map(({ uri }) => normaliseUri(uri)));
  session.files.folders = [...session.files.folders.filter(folder => !gone.has(folder)), ...added.map(({ uri }) => uri)];
  await session.files.scan();
}
