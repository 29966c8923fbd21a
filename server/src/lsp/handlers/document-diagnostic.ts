import type { DocumentDiagnosticParams, DocumentDiagnosticReport } from 'vscode-languageserver/node';
import { normaliseUri } from '../../host/file-uri.js';
import type { Session } from '../session.js';

/** `textDocument/diagnostic`: the client asks for what would else be pushed. */
export async function onDocumentDiagnostic(session: Session, params: DocumentDiagnosticParams): Promise<DocumentDiagnosticReport> {
  await session.files.whenScanned();
  return session.publisher.pull(normaliseUri(params.textDocument.uri), params.previousResultId);
}
