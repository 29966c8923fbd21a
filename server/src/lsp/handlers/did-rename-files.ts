import type { RenameFilesParams } from 'vscode-languageserver/node';
import { normaliseUri } from '../../host/file-uri.js';
import type { Session } from '../session.js';

/** `workspace/didRenameFiles`: files or whole folders have other names now. */
export async function onDidRenameFiles(session: Session, { files }: RenameFilesParams): Promise<void> {
  const folders = files.filter(({ oldUri }) => session.files.deleted(normaliseUri(oldUri)));
  if (folders.length > 0) await session.files.scan();
  else await session.files.changed(files.map(({ newUri }) => normaliseUri(newUri)));
}
