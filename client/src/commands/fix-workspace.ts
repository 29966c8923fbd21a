import { ProgressLocation, window } from 'vscode';
import type { ExecuteCommandMiddleware } from 'vscode-languageclient/node';

/** What the server answers after the editor has applied its change. */
interface Fixed {
  readonly fixed: number;
}

/**
 * Tells what came of `plimsoll.fixWorkspace`. The server declares that command, so it is there while the server runs, and one undo takes
 * back what it did.
 */
export const reportFixes: NonNullable<ExecuteCommandMiddleware['executeCommand']> = async (command, words, next) => {
  if (command !== 'plimsoll.fixWorkspace') return await next(command, words);
  const progress = { location: ProgressLocation.Window, title: 'Plimsoll: applying safe fixes' };
  const result: Fixed | undefined = await window.withProgress(progress, async () => await next(command, words));
  const count = result?.fixed ?? 0;
  const text = count === 0 ? 'There is nothing that can be fixed safely.' : `Fixed ${count === 1 ? 'one finding' : `${count} findings`}.`;
  window.setStatusBarMessage(`Plimsoll: ${text}`, 10_000);
  return result;
};
