import type { DidCloseTextDocumentParams } from 'vscode-languageserver/node';
import type { Session } from '../session.js';

/** `textDocument/didClose`: the disk counts again. */
export async function onDidClose(session: Session, { textDocument }: DidCloseTextDocumentParams): Promise<void> {
  const uri = session.documents.close(textDocument.uri);
  if (uri === undefined) return;
  session.publisher.queue(uri);
  await session.files.closed(uri);
}
