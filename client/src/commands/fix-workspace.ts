import { ProgressLocation, window } from 'vscode';
import { ExecuteCommandRequest, type LanguageClient } from 'vscode-languageclient/node';

/** Applies every safe fix in the workspace, as one change that one undo takes back. The server does the work and asks the editor to apply it. */
export async function fixWorkspace(client: LanguageClient): Promise<void> {
  const progress = { location: ProgressLocation.Window, title: 'Plimsoll: applying safe fixes' };
  await window.withProgress(progress, () => client.sendRequest(ExecuteCommandRequest.type, { command: 'plimsoll.fixWorkspace' }));
}
