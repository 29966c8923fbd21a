import type { Rule } from '../rules/define-rule.js';
import { rules as allRules } from '../rules/index.generated.js';
import { onCodeAction } from './handlers/code-action.js';
import { onCodeActionResolve } from './handlers/code-action-resolve.js';
import { onCompletion } from './handlers/completion.js';
import { type ConfigureParams, onConfigure } from './handlers/configure.js';
import { onDefinition } from './handlers/definition.js';
import { onDidChange } from './handlers/did-change.js';
import { onDidChangeConfiguration } from './handlers/did-change-configuration.js';
import { onDidChangeWatchedFiles } from './handlers/did-change-watched-files.js';
import { onDidChangeWorkspaceFolders } from './handlers/did-change-workspace-folders.js';
import { onDidClose } from './handlers/did-close.js';
import { onDidDeleteFiles } from './handlers/did-delete-files.js';
import { onDidOpen } from './handlers/did-open.js';
import { onDidRenameFiles } from './handlers/did-rename-files.js';
import { onDocumentDiagnostic } from './handlers/document-diagnostic.js';
import { onDocumentSymbol } from './handlers/document-symbol.js';
import { onExecuteCommand } from './handlers/execute-command.js';
import { type ExplainParams, onExplain } from './handlers/explain.js';
import { onFoldingRange } from './handlers/folding-range.js';
import { onHover } from './handlers/hover.js';
import { type IgnoreParams, onIgnore } from './handlers/ignore.js';
import { onInitialize } from './handlers/initialize.js';
import { onInitialized } from './handlers/initialized.js';
import { type MadeParams, onMade, onMadeOrigin } from './handlers/made.js';
import { onReferences } from './handlers/references.js';
import { onPrepareRename, onRename } from './handlers/rename.js';
import { onSemanticTokens } from './handlers/semantic-tokens.js';
import { onStatus } from './handlers/status.js';
import { onWorkspaceDiagnostic } from './handlers/workspace-diagnostic.js';
import { createConnection, ProposedFeatures } from './language-server.js';
import { MessageTraffic } from './message-traffic.js';
import { Session } from './session.js';

/** Serves the client at the other end of the channel that the command line names: `--node-ipc` or `--stdio`. */
export function startServer(rules: readonly Rule[] = allRules): void {
  const traffic = new MessageTraffic();
  const connection = createConnection(ProposedFeatures.all, { messageStrategy: traffic.strategy });
  const session = new Session(connection, traffic, rules);

  connection.onInitialize(params => onInitialize(session, params));
  connection.onInitialized(() => {
    if (session.client.hasWorkspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(event => session.track(onDidChangeWorkspaceFolders(session, event)));
    }
    return session.track(onInitialized(session));
  });
  connection.onDidOpenTextDocument(params => onDidOpen(session, params));
  connection.onDidChangeTextDocument(params => onDidChange(session, params));
  connection.onDidCloseTextDocument(params => session.track(onDidClose(session, params)));
  connection.onDidChangeWatchedFiles(params => session.track(onDidChangeWatchedFiles(session, params)));
  connection.onDidChangeConfiguration(params => session.track(onDidChangeConfiguration(session, params)));
  connection.workspace.onDidDeleteFiles(params => onDidDeleteFiles(session, params));
  connection.workspace.onDidRenameFiles(params => session.track(onDidRenameFiles(session, params)));
  connection.onHover(params => onHover(session, params));
  connection.onCompletion(params => onCompletion(session, params));
  connection.onDefinition(params => onDefinition(session, params));
  connection.onReferences(params => onReferences(session, params));
  connection.onPrepareRename(params => onPrepareRename(session, params));
  connection.onRenameRequest(params => onRename(session, params));
  connection.onDocumentSymbol(params => onDocumentSymbol(session, params));
  connection.onFoldingRanges(params => onFoldingRange(session, params));
  connection.languages.semanticTokens.on(params => onSemanticTokens(session, params));
  connection.onCodeAction(params => onCodeAction(session, params));
  connection.onCodeActionResolve(action => onCodeActionResolve(session, action));
  connection.onExecuteCommand(params => onExecuteCommand(session, params));
  connection.languages.diagnostics.on(params => onDocumentDiagnostic(session, params));
  connection.languages.diagnostics.onWorkspace((params, token) => onWorkspaceDiagnostic(session, params, token));
  connection.onRequest('plimsoll/explain', (params: ExplainParams) => onExplain(session, params));
  connection.onRequest('plimsoll/ignore', (params: IgnoreParams) => onIgnore(session, params));
  connection.onRequest('plimsoll/configure', (params: ConfigureParams) => onConfigure(session, params));
  connection.onRequest('plimsoll/made', (params: MadeParams) => onMade(session, params));
  connection.onRequest('plimsoll/madeOrigin', (params: MadeParams & { readonly line: number }) => onMadeOrigin(session, params));
  connection.onRequest('plimsoll/status', () => onStatus(session));
  connection.listen();
}
