import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import {
  type ApplyWorkspaceEditParams,
  type ClientCapabilities,
  type CodeAction,
  type CodeActionContext,
  createProtocolConnection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type Hover,
  type InitializeResult,
  type MarkupContent,
  type Position,
  type PreviousResultId,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  type WorkspaceDiagnosticReport,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import type { Status } from '../../server/src/lsp/status.js';

/** The server that is tested: the bundle that is made before tests run, or another that the environment names. */
export const SERVER = process.env['PLIMSOLL_SERVER'] ?? join(import.meta.dirname, '../../bundles/server.cjs');

export interface ClientOptions {
  /** What Node is given instead of the server that is tested. */
  readonly command?: readonly string[];
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: Readonly<Record<string, unknown>>;
  /** URIs of the workspace folders. */
  readonly folders?: readonly string[];
  /** What the client answers for its configuration, by section; with it the client says that it can be asked. */
  readonly configuration?: Record<string, unknown>;
  /** Cancels whatever shows progress, as soon as it does. */
  readonly cancelsProgress?: boolean;
  readonly trace?: 'off' | 'messages' | 'verbose';
  readonly processId?: number | null;
}

interface Progress {
  readonly token: string | number;
  readonly value: { readonly kind: string };
}

/** Can do everything that the server makes use of, but does not pull diagnostics. */
export const CAPABLE: ClientCapabilities = {
  window: { workDoneProgress: true },
  workspace: {
    applyEdit: true,
    workspaceFolders: true,
    workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'] },
    didChangeWatchedFiles: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
  },
  textDocument: {
    publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true },
    codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] }, isPreferredSupport: true },
  },
};

/** Starts the server as an editor does and greets it. It is stopped when the test ends. */
export async function startClient(t: TestContext, options: ClientOptions = {}): Promise<LanguageClient> {
  const client = new LanguageClient(options);
  t.after(() => client.stop());
  await client.initialize();
  return client;
}

/** Everything that an editor says to the server and hears from it. Waits for messages, never for time. */
export class LanguageClient {
  readonly connection: ProtocolConnection;
  readonly process;
  /** All diagnostics that were published, in order. */
  readonly publications: PublishDiagnosticsParams[] = [];
  readonly statuses: Status[] = [];
  /** What the server logged, and its trace. */
  readonly log: string[] = [];
  readonly progress: Progress[] = [];
  readonly applied: ApplyWorkspaceEditParams[] = [];
  readonly registrations: string[] = [];
  refreshes = 0;
  initialized: InitializeResult | undefined;
  readonly #options: ClientOptions;
  readonly #versions = new Map<string, number>();
  readonly #awaited = new Map<string, (() => void)[]>();
  #stopped = false;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.process = spawn(process.execPath, options.command ?? [SERVER, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.connection = createProtocolConnection(this.process.stdout, this.process.stdin);
    this.#listen();
  }

  async initialize(): Promise<void> {
    const { capabilities = CAPABLE, initializationOptions, folders = [], configuration, trace, processId = process.pid } = this.#options;
    const asksConfiguration = configuration === undefined ? {} : { configuration: true };
    this.initialized = await this.connection.sendRequest<InitializeResult>('initialize', {
      processId,
      rootUri: null,
      workspaceFolders: folders.map(uri => ({ uri, name: uri })),
      capabilities: { ...capabilities, workspace: { ...capabilities.workspace, ...asksConfiguration } },
      initializationOptions,
      trace,
    });
    await this.connection.sendNotification('initialized', {});
  }

  /** Says goodbye and waits until the server is gone. Answers its exit code. */
  async stop(): Promise<number | null> {
    if (this.#stopped) return this.process.exitCode;
    this.#stopped = true;
    if (this.process.exitCode === null) {
      await this.connection.sendRequest('shutdown').catch(() => {});
      await this.connection.sendNotification('exit').catch(() => {});
    }
    return this.exited();
  }

  /** Waits until the server process has ended. */
  async exited(): Promise<number | null> {
    this.#stopped = true;
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, 'exit');
    this.connection.dispose();
    return this.process.exitCode;
  }

  /** Ends the server without a word. */
  async kill(): Promise<void> {
    this.process.kill();
    await this.exited();
  }

  open(uri: string, text: string, languageId = languageOf(uri)): void {
    this.#versions.set(uri, 1);
    this.notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
  }

  /** Replaces a range, or the whole text. Answers the new version. */
  change(uri: string, text: string, range?: Range): number {
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    this.notify('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [range === undefined ? { text } : { range, text }],
    });
    return version;
  }

  close(uri: string): void {
    this.notify('textDocument/didClose', { textDocument: { uri } });
  }

  /** Tells of files that changed on disk: `created`, `changed` or `deleted`. */
  filesChanged(changes: Readonly<Record<string, 'created' | 'changed' | 'deleted'>>): void {
    const types = { created: 1, changed: 2, deleted: 3 };
    this.notify('workspace/didChangeWatchedFiles', { changes: Object.entries(changes).map(([uri, type]) => ({ uri, type: types[type] })) });
  }

  notify(method: string, params: unknown): void {
    void this.connection.sendNotification(method, params);
  }

  /** Waits until the server has read, checked and published everything. */
  async quiescent(): Promise<Status> {
    return this.connection.sendRequest<Status>('plimsoll/status');
  }

  /** What is shown for a document when the server is at rest. */
  async diagnostics(uri: string): Promise<readonly Diagnostic[]> {
    await this.quiescent();
    return this.shown(uri)?.diagnostics ?? [];
  }

  async codes(uri: string): Promise<unknown[]> {
    return (await this.diagnostics(uri)).map(({ code }) => code);
  }

  /** Does something and waits until diagnostics of a document are published after that. */
  async published(uri: string, action: () => unknown): Promise<void> {
    const awaited = this.#awaited.get(uri) ?? [];
    this.#awaited.set(uri, awaited);
    const publication = new Promise<void>(resolve => awaited.push(resolve));
    action();
    await publication;
  }

  /** What was last published for a document. */
  shown(uri: string): PublishDiagnosticsParams | undefined {
    return this.publications.findLast(params => params.uri === uri);
  }

  async codeActions(uri: string, at: Position | Range, context: Partial<CodeActionContext> = {}): Promise<CodeAction[]> {
    const range = 'line' in at ? { start: at, end: at } : at;
    const params = { textDocument: { uri }, range, context: { diagnostics: [], ...context } };
    return (await this.connection.sendRequest<CodeAction[] | null>('textDocument/codeAction', params)) ?? [];
  }

  /** Asks for the diagnostics of a document, as clients do that are not pushed any. */
  async pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
    return this.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument: { uri }, previousResultId });
  }

  async pullWorkspace(previousResultIds: readonly PreviousResultId[] = []): Promise<WorkspaceDiagnosticReport> {
    return this.connection.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds });
  }

  async resolve(action: CodeAction): Promise<CodeAction> {
    return this.connection.sendRequest<CodeAction>('codeAction/resolve', action);
  }

  async ignore(finding: object): Promise<WorkspaceEdit | null> {
    return this.connection.sendRequest<WorkspaceEdit | null>('plimsoll/ignore', finding);
  }

  async hover(uri: string, position: Position): Promise<{ readonly text: string; readonly range: Range | undefined } | undefined> {
    const hover = await this.connection.sendRequest<Hover | null>('textDocument/hover', { textDocument: { uri }, position });
    return hover === null ? undefined : { text: (hover.contents as MarkupContent).value, range: hover.range };
  }

  #listen(): void {
    const { connection } = this;
    const collect = (method: string, take: (params: never) => unknown) =>
      connection.onNotification(method, params => {
        take(params as never);
      });
    collect('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.publications.push(params);
      for (const resolve of this.#awaited.get(params.uri)?.splice(0) ?? []) resolve();
    });
    collect('plimsoll/status', params => this.statuses.push(params));
    collect('window/logMessage', ({ message }: { message: string }) => this.log.push(message));
    collect('$/logTrace', ({ message }: { message: string }) => this.log.push(message));
    collect('$/progress', (params: Progress) => {
      this.progress.push(params);
      if (this.#options.cancelsProgress && params.value.kind === 'begin')
        this.notify('window/workDoneProgress/cancel', { token: params.token });
    });
    connection.onRequest('window/workDoneProgress/create', () => null);
    connection.onRequest('client/registerCapability', ({ registrations }) => {
      for (const { method } of registrations) this.registrations.push(method);
      return null;
    });
    connection.onRequest('workspace/configuration', ({ items }) =>
      items.map(({ section }: { section: string }) => this.#options.configuration?.[section] ?? null),
    );
    connection.onRequest('workspace/applyEdit', params => {
      this.applied.push(params);
      return { applied: true };
    });
    connection.onRequest('workspace/diagnostic/refresh', () => {
      this.refreshes++;
      return null;
    });
    connection.onUnhandledNotification(() => {});
    connection.listen();
  }
}

/** Applies the edits for one document, as an editor would. */
export function applied(text: string, uri: string, edit: WorkspaceEdit | undefined): string {
  const edits = edit?.documentChanges?.flatMap(change => ('edits' in change && change.textDocument.uri === uri ? change.edits : [])) ?? [];
  const lines = text.split(/(?<=\n)/);
  const offsetOf = ({ line, character }: Position) => lines.slice(0, line).join('').length + character;
  const ordered = edits
    .map(change => ({
      start: offsetOf(change.range.start),
      end: offsetOf(change.range.end),
      newText: 'newText' in change ? change.newText : '',
    }))
    .sort((a, b) => b.start - a.start);
  return ordered.reduce((result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end), text);
}

function languageOf(uri: string): string {
  return /dockerfile|containerfile/i.test(uri) ? 'dockerfile' : 'yaml';
}
