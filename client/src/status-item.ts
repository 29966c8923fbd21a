import { commands, Disposable, type LanguageStatusItem, LanguageStatusSeverity, languages } from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import { DOCUMENTS } from './language-client.js';

/** What the server says about itself whenever it changes. */
interface ServerStatus {
  /** Nothing is being read or checked any more. */
  readonly quiescent: boolean;
  readonly health: 'ok' | 'warning' | 'error';
  readonly message?: string;
  /** How many files were analysed, and how many were seen and left alone. */
  readonly documents: number;
  readonly notAnalysed: number;
}

const SEVERITY = {
  ok: LanguageStatusSeverity.Information,
  warning: LanguageStatusSeverity.Warning,
  error: LanguageStatusSeverity.Error,
} as const;

/** Shows beside the language of a document whether the server is healthy, busy or off, and how much it has read. */
export function createStatusItem(client: LanguageClient): Disposable {
  const item = languages.createLanguageStatusItem('plimsoll.status', DOCUMENTS);
  item.name = 'Plimsoll';
  showState(item, client.state);
  return Disposable.from(
    item,
    client.onDidChangeState(({ newState }) => {
      showState(item, newState);
      // Commands that only a running server has are offered while it runs.
      void commands.executeCommand('setContext', 'plimsoll.isRunning', newState === State.Running);
    }),
    client.onNotification('plimsoll/status', (status: ServerStatus) => showStatus(item, status)),
  );
}

function showState(item: LanguageStatusItem, state: State): void {
  const isOff = state === State.Stopped || state === State.StartFailed;
  item.busy = !isOff;
  item.severity = state === State.StartFailed ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
  item.text = isOff ? 'Plimsoll is off' : 'Plimsoll';
  item.detail = isOff ? '' : 'starting';
  item.command = { command: 'plimsoll.restart', title: isOff ? 'Start' : 'Restart' };
}

function showStatus(item: LanguageStatusItem, { quiescent, health, message, documents, notAnalysed }: ServerStatus): void {
  const counts = `${count(documents, 'file')} checked${notAnalysed === 0 ? '' : `, ${notAnalysed} not analysed`}`;
  item.busy = !quiescent;
  item.severity = SEVERITY[health];
  item.text = 'Plimsoll';
  item.detail = message ?? (quiescent ? counts : `reading the workspace, ${counts}`);
  item.command = { command: 'plimsoll.showOutput', title: 'Show Output' };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
