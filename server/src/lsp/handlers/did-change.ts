import type { DidChangeTextDocumentParams } from 'vscode-languageserver/node';
import type { Session } from '../session.js';

/** `textDocument/didChange`: the text is changed at once, and checked when the messages that have arrived are handled. */
export function onDidChange(session: Session, { textDocument, contentChanges }: DidChangeTextDocumentParams): void {
  const uri = session.documents.change(textDocument.uri, textDocument.version, contentChanges);
  if (uri !== undefined) session.edited(uri);
}
