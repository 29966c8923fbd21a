import type { InitializeParams } from 'vscode-languageserver/node';

/** What the client can do and what it asked for when it connected. */
export interface ClientFeatures {
  /** Diagnostics go one way only: pushed, or pulled where the client asks for that. */
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  /** Another extension reports broken YAML, and completes by schema. */
  readonly ownsYamlSyntax: boolean;
  readonly ownsDockerfileSyntax: boolean;
  /** Commands of the client that the server may put behind its code actions and links. */
  readonly commands: ReadonlySet<string>;
  /** The client tells of changed files without being asked. */
  readonly watchesFiles: boolean;
  readonly registersWatchers: boolean;
  readonly readsConfiguration: boolean;
  readonly registersConfiguration: boolean;
  readonly hasWorkspaceFolders: boolean;
  readonly showsProgress: boolean;
  readonly resolvesCodeActions: boolean;
  readonly takesVersionedEdits: boolean;
  readonly createsFiles: boolean;
  readonly takesSnippetEdits: boolean;
  /** Completions may hold places to fill in. */
  readonly takesSnippets: boolean;
  /** Settings given at the start, for clients that have no configuration to ask for. */
  readonly settings: unknown;
}

/** Reads what a client sends first; what it does not say, or says wrongly, it cannot do. */
export function clientFeaturesOf({ capabilities, initializationOptions }: Partial<InitializeParams>): ClientFeatures {
  const { workspace, textDocument, window } = capabilities ?? {};
  const options = recordOf(initializationOptions);
  const commands = Array.isArray(options['commands']) ? options['commands'] : [];
  return {
    pullsDiagnostics: options['diagnostics'] === 'pull',
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    ownsYamlSyntax: options['yamlSyntaxOwned'] === true,
    ownsDockerfileSyntax: options['dockerfileSyntaxOwned'] === true,
    commands: new Set(commands.filter(command => typeof command === 'string')),
    watchesFiles: options['watchesFiles'] === true,
    registersWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    readsConfiguration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    hasWorkspaceFolders: workspace?.workspaceFolders === true,
    showsProgress: window?.workDoneProgress === true,
    resolvesCodeActions:
      textDocument?.codeAction?.dataSupport === true && textDocument.codeAction.resolveSupport?.properties?.includes('edit') === true,
    takesVersionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    createsFiles: workspace?.workspaceEdit?.resourceOperations?.includes('create') === true,
    takesSnippetEdits: workspace?.workspaceEdit?.snippetEditSupport === true,
    takesSnippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    settings: options,
  };
}

/** A value as an object whose properties can be looked at; empty if it is none. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
