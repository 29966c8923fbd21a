import type {
  CancellationToken,
  WorkspaceDiagnosticParams,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import { normaliseUri } from '../../host/file-uri.js';
import type { Session } from '../session.js';

/** `workspace/diagnostic`: the same for all documents, in slices that let other messages through. */
export async function onWorkspaceDiagnostic(
  session: Session,
  { previousResultIds }: WorkspaceDiagnosticParams,
  token: CancellationToken,
): Promise<WorkspaceDiagnosticReport> {
  await session.files.whenScanned();
  const previous = new Map(previousResultIds.map(({ uri, value }) => [normaliseUri(uri), value]));
  const items: WorkspaceDocumentDiagnosticReport[] = [];
  for (const uri of new Set([...previous.keys(), ...session.linter.uris()])) {
    if (token.isCancellationRequested) break;
    const report = session.publisher.pull(uri, previous.get(uri));
    items.push({ ...report, uri: session.clientUri(uri), version: session.versionOf(uri) });
    await session.traffic.breathe();
  }
  return { items };
}
