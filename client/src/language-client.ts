import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { type Disposable, type DocumentSelector, type ExtensionContext, extensions, workspace } from 'vscode';
import { LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
import { reportFixes } from './commands/fix-workspace.js';
import { restartAfterCrash } from './restart-after-crash.js';

/** What the server is told of while it is edited: saved and unsaved documents, but not the old versions that source control shows. */
export const DOCUMENTS = [
  ...['dockerfile', 'yaml', 'helm'].flatMap(language => ['file', 'untitled'].map(scheme => ({ scheme, language }))),
  { scheme: 'file', pattern: '**/{*.yaml,*.yml,Dockerfile,Dockerfile.*,*.Dockerfile,Containerfile,Containerfile.*,*.tpl,go.mod}' },
] satisfies DocumentSelector;

/** The commands that the server may put into code actions, because this client has them. */
const COMMANDS_FOR_CODE_ACTIONS = ['plimsoll.ignoreWithReason', 'plimsoll.select', 'plimsoll.configureRule', 'plimsoll.explainRule'];

/** Extensions that already report the syntax errors of a language. */
const YAML_OWNERS = ['redhat.vscode-yaml'];
const DOCKERFILE_OWNERS = ['ms-azuretools.vscode-docker', 'ms-azuretools.vscode-containers'];
/** Asks buildx for them, so it reports nothing where there is no `docker`. */
const DOCKER_DX = 'docker.docker';

/** The client of the bundled server. It is not started yet. Which files and settings to watch, the server says when it starts. */
export function createLanguageClient(context: ExtensionContext): LanguageClient {
  const module = context.asAbsolutePath(path.join('dist', 'server.cjs'));
  return new LanguageClient(
    'plimsoll',
    'Plimsoll',
    // Compiled code is kept in a folder of this person rather than in one that all share.
    { module, transport: TransportKind.ipc, options: { env: { NODE_COMPILE_CACHE: context.globalStorageUri.fsPath } } },
    {
      documentSelector: DOCUMENTS,
      initializationOptions,
      errorHandler: restartAfterCrash(),
      middleware: { executeCommand: reportFixes },
      markdown: { isTrusted: { enabledCommands: ['plimsoll.explainRule'] } },
    },
  );
}

/** Starts the server anew when an extension appears or goes that reports the syntax errors of a language. */
export function followSyntaxOwners(client: LanguageClient): Disposable {
  let before = JSON.stringify(syntaxOwned());
  return extensions.onDidChange(async () => {
    const now = JSON.stringify(syntaxOwned());
    if (now === before) return;
    before = now;
    if (client.state === State.Running) await client.restart();
  });
}

function initializationOptions(): object {
  const run = workspace.getConfiguration('plimsoll').get('run', 'workspace');
  return { run, ...syntaxOwned(), commands: COMMANDS_FOR_CODE_ACTIONS };
}

function syntaxOwned() {
  const isInstalled = (id: string) => extensions.getExtension(id) !== undefined;
  const dockerfileSyntaxOwned = DOCKERFILE_OWNERS.some(isInstalled) || (isInstalled(DOCKER_DX) && isOnPath('docker'));
  return { yamlSyntaxOwned: YAML_OWNERS.some(isInstalled), dockerfileSyntaxOwned };
}

function isOnPath(program: string): boolean {
  const places = (process.env['PATH'] ?? '').split(path.delimiter);
  return places.some(place => [program, `${program}.exe`].some(name => existsSync(path.join(place, name))));
}
