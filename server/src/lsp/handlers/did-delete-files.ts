import type { DeleteFilesParams } from 'vscode-languageserver/node';
import { normaliseUri } from '../../host/file-uri.js';
import type { Session } from '../session.js';

/** `workspace/didDeleteFiles`: files or whole folders were deleted in the editor. */
export function onDidDeleteFiles(session: Session, { files }: DeleteFilesParams): void {
  for (const { uri } of files) session.files.deleted(normaliseUri(uri));
}
