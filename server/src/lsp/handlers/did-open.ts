import type { DidOpenTextDocumentParams } from 'vscode-languageserver/node';
import type { Session } from '../session.js';

/** `textDocument/didOpen`: from now on the editor's text counts. */
export function onDidOpen(session: Session, { textDocument: { uri, languageId, version, text } }: DidOpenTextDocumentParams): void {
  session.edited(session.documents.open(uri, languageId, version, text));
}
