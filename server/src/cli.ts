import { runCommandLine } from './cli/command-line.js';

void runCommandLine(process.argv.slice(2), {
  startServer: async () => (await import('./lsp/server.js')).startServer(),
});
