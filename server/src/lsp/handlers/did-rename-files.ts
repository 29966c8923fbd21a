import type { RenameFilesParams } from 'vscode-languageserver/node';
import type { Session } from '../session.js';

/** `workspace/didRenameFiles`: files or whole folders have other names now. */
export async function onDidRenameFiles(session: Session, { files }: RenameFilesParams): Promise<void> {
  for (const { oldUri } of files) session.files.deleted(session.files.normalise(oldUri));
  await session.files.changed(files.map(({ newUri }) => session.files.normalise(newUri)));
}
