import { commands, type Disposable, type ExtensionContext, workspace } from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import { configureRule } from './commands/configure-rule.js';
import { createConfig } from './commands/create-config.js';
import { explainRule, provideExplanations } from './commands/explain-rule.js';
import { ignoreWithReason } from './commands/ignore-with-reason.js';
import { selectPlace } from './commands/select-place.js';
import { compareRendered, provideRendered, showRendered } from './commands/show-rendered.js';
import { createLanguageClient, followSyntaxOwners } from './language-client.js';
import { createStatusItem } from './status-item.js';
import { followTemplates } from './template-language.js';

let client: LanguageClient | undefined;

/** Starts the server, unless the settings switch Plimsoll off, and keeps following that setting. */
export async function activate(context: ExtensionContext): Promise<void> {
  const running = createLanguageClient(context);
  client = running;
  context.subscriptions.push(
    createStatusItem(running),
    provideExplanations(),
    followSyntaxOwners(running),
    followTemplates(),
    provideRendered(running),
    ...registerCommands(running),
    workspace.onDidChangeConfiguration(async change => {
      if (change.affectsConfiguration('plimsoll.enable')) await followSetting(running);
    }),
  );
  await followSetting(running);
}

/** Stops the server and waits until it has gone. */
export async function deactivate(): Promise<void> {
  await client?.dispose();
}

function registerCommands(running: LanguageClient): Disposable[] {
  return [
    commands.registerCommand('plimsoll.restart', () => (running.needsStart() ? running.start() : running.restart())),
    commands.registerCommand('plimsoll.showOutput', () => running.outputChannel.show()),
    commands.registerCommand('plimsoll.createConfig', createConfig),
    commands.registerCommand('plimsoll.configureRule', subject => configureRule(running, subject)),
    commands.registerCommand('plimsoll.explainRule', subject => explainRule(running, subject)),
    commands.registerCommand('plimsoll.showRendered', () => showRendered(running)),
    commands.registerCommand('plimsoll.compareRendered', () => compareRendered(running)),
    commands.registerCommand('plimsoll.select', place => selectPlace(running, place)),
    commands.registerCommand('plimsoll.ignoreWithReason', subject => ignoreWithReason(running, subject)),
  ];
}

async function followSetting(running: LanguageClient): Promise<void> {
  const isWanted = workspace.getConfiguration('plimsoll').get('enable', true);
  if (isWanted && running.needsStart()) await running.start();
  if (!isWanted && running.state === State.Running) await running.stop();
}
