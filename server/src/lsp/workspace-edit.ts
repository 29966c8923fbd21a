import type { CreateFile, SnippetTextEdit, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import { SourceText } from '../text/source-text.js';
import type { TextEdit } from '../text/text-edit.js';
import { toRange } from './range.js';
import type { Session } from './session.js';

/** Changes of several documents, by normalised URI, as the linter knows their texts. */
export interface Changes {
  readonly edits: readonly { readonly uri: string; readonly edits: readonly TextEdit[] }[];
  readonly create?: readonly { readonly uri: string; readonly text: string }[];
}

/**
 * Changes as the protocol writes them: each document with the version that the edit refers to, so that the client refuses it when
 * the document has moved on. `undefined` if the client cannot make them.
 */
export function toWorkspaceEdit(session: Session, { edits, create = [] }: Changes): WorkspaceEdit | undefined {
  if (create.length > 0 && !(session.client.takesVersionedEdits && session.client.createsFiles)) return undefined;
  const documents = edits.map(({ uri, edits }) => toDocumentEdit(session, uri, edits));
  if (!session.client.takesVersionedEdits) {
    return { changes: Object.fromEntries(documents.map(({ textDocument, edits }) => [textDocument.uri, edits])) };
  }
  return { documentChanges: [...create.flatMap(({ uri, text }) => creation(uri, text)), ...documents] };
}

/** An insertion with a part that the person is to replace at once, where the client can do that; else as it stands. */
export function toEditWithPlaceholder(session: Session, uri: string, edit: TextEdit, placeholder: string): WorkspaceEdit | undefined {
  const source = session.sourceOf(uri);
  if (source === undefined || !session.client.takesVersionedEdits || !session.client.takesSnippetEdits) {
    return toWorkspaceEdit(session, { edits: [{ uri, edits: [edit] }] });
  }
  const value = edit.newText.replace(/[\\$}]/g, '\\$&').replace(placeholder, `\${1:${placeholder}}`);
  const snippetEdit: SnippetTextEdit = { range: toRange(source, edit.span), snippet: { kind: 'snippet', value } };
  return { documentChanges: [{ textDocument: identifierOf(session, uri), edits: [snippetEdit] }] };
}

function toDocumentEdit(session: Session, uri: string, edits: readonly TextEdit[]) {
  const source = session.sourceOf(uri) ?? new SourceText(uri, '');
  return {
    textDocument: identifierOf(session, uri),
    edits: edits.map(({ span, newText }) => ({ range: toRange(source, span), newText })),
  };
}

function creation(uri: string, text: string): [CreateFile, TextDocumentEdit] {
  const start = { line: 0, character: 0 };
  return [
    { kind: 'create', uri, options: { overwrite: false, ignoreIfExists: false } },
    { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: text }] },
  ];
}

function identifierOf(session: Session, uri: string) {
  return { uri: session.clientUri(uri), version: session.versionOf(uri) };
}
