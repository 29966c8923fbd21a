import { runCheck } from './check-command.js';
import { parseCommand } from './command.js';
import { runExplain } from './explain-command.js';
import { runExplainTraffic } from './explain-traffic-command.js';
import { runExplainUnits } from './explain-units-command.js';
import { helpOn } from './help.js';
import { runRender } from './render-command.js';
import { runRules } from './rules-command.js';
import { Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';
import { productVersion } from './version.js';

export interface Entrances {
  /** Starts the language server, which is loaded only then. */
  readonly startServer: () => Promise<void>;
}

/** Runs one command of `plimsoll`. Answers with the exit code of the process: 0 clean, 1 findings, 2 could not run. */
export async function runCommandLine(words: readonly string[], entrances: Entrances): Promise<void> {
  const terminal = new Terminal();
  try {
    process.exitCode = await run(words, terminal, entrances);
  } catch (error) {
    terminal.endProgress();
    terminal.error(error instanceof UsageError ? `plimsoll: ${error.message}` : internalError(error));
    process.exitCode = 2;
  }
}

async function run(words: readonly string[], terminal: Terminal, { startServer }: Entrances): Promise<number> {
  const command = parseCommand(words);
  switch (command.name) {
    case 'check':
      return runCheck(command, terminal);
    case 'rules':
      return runRules(command, terminal);
    case 'explain':
      return runExplain(command, terminal);
    case 'traffic':
      return runExplainTraffic(command, terminal);
    case 'render':
      return runRender(command, terminal);
    case 'units':
      return runExplainUnits(command, terminal);
    case 'server':
      await startServer();
      return 0;
    case 'version':
      terminal.print(productVersion());
      return 0;
    case 'help':
      terminal.print(helpOn(command.topic));
      return 0;
  }
}

function internalError(error: unknown): string {
  return `plimsoll: this is a mistake in Plimsoll itself.\n${error instanceof Error ? error.stack : String(error)}`;
}
