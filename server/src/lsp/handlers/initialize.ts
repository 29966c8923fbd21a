import type { InitializeParams, InitializeResult } from 'vscode-languageserver/node';
import { clientFeaturesOf } from '../client-features.js';
import { TextDocumentSyncKind } from '../language-server.js';
import type { Session } from '../session.js';
import { settingsOf } from '../settings.js';
import { SERVER_COMMANDS } from './execute-command.js';
import { TOKENS_LEGEND } from './semantic-tokens.js';

/** Files and folders that the client should tell of when they are deleted or renamed in it: watchers miss folders. */
const ALL_FILES = { filters: [{ scheme: 'file', pattern: { glob: '**/*' } }] };

/** `initialize`: who is the client, and what can the server do for it. */
export function onInitialize(session: Session, params: InitializeParams): InitializeResult {
  session.client = clientFeaturesOf(params);
  session.settings = settingsOf(session.client.settings, undefined);
  const folders = params.workspaceFolders?.map(({ uri }) => uri) ?? (params.rootUri ? [params.rootUri] : []);
  session.files.folders = folders;
  return {
    serverInfo: { name: 'plimsoll' },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: false },
      codeActionProvider: {
        codeActionKinds: ['quickfix', 'source.fixAll.plimsoll', 'source.generateValuesSchema.plimsoll'],
        resolveProvider: true,
      },
      hoverProvider: true,
      completionProvider: { triggerCharacters: ['.', '$', '"', '/'] },
      definitionProvider: true,
      referencesProvider: true,
      renameProvider: { prepareProvider: true },
      documentSymbolProvider: true,
      foldingRangeProvider: true,
      semanticTokensProvider: { legend: TOKENS_LEGEND, full: true },
      executeCommandProvider: { commands: [...SERVER_COMMANDS] },
      workspace: {
        workspaceFolders: { supported: true, changeNotifications: true },
        fileOperations: { didDelete: ALL_FILES, didRename: ALL_FILES },
      },
      ...(session.client.pullsDiagnostics
        ? { diagnosticProvider: { identifier: 'plimsoll', interFileDependencies: true, workspaceDiagnostics: true } }
        : {}),
    },
  };
}
