import type { DidChangeWatchedFilesParams } from 'vscode-languageserver/node';
import { normaliseUri } from '../../host/file-uri.js';
import { FileChangeType } from '../language-server.js';
import type { Session } from '../session.js';

/** `workspace/didChangeWatchedFiles`: files came, went or changed behind the editor's back. */
export async function onDidChangeWatchedFiles(session: Session, { changes }: DidChangeWatchedFilesParams): Promise<void> {
  const changed: string[] = [];
  for (const { uri, type } of changes) {
    const normalised = normaliseUri(uri);
    if (type === FileChangeType.Deleted) session.files.deleted(normalised);
    else changed.push(normalised);
  }
  if (changes.some(({ uri }) => uri.endsWith('/.gitignore'))) await session.files.scan();
  else await session.files.changed(changed);
}
