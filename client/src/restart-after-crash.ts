import { CloseAction, ErrorAction, type ErrorHandler } from 'vscode-languageclient/node';

const MOST_RESTARTS = 4;
const PERIOD_IN_MINUTES = 3;

/** Starts a server that died again, without a pop-up, and gives up with one when it dies over and over. */
export function restartAfterCrash(): ErrorHandler {
  let crashes: number[] = [];
  return {
    error: (_error, _message, count) => ({ action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown }),
    closed: () => {
      const now = Date.now();
      crashes = [...crashes.filter(time => now - time < PERIOD_IN_MINUTES * 60_000), now];
      if (crashes.length <= MOST_RESTARTS) return { action: CloseAction.Restart, handled: true };
      const message = `The server of Plimsoll stopped ${crashes.length} times within ${PERIOD_IN_MINUTES} minutes and stays off. Its output says why.`;
      return { action: CloseAction.DoNotRestart, message };
    },
  };
}
