import { startServer } from './lsp/server.js';

try {
  startServer();
} catch (error) {
  // Most likely nobody said how to speak with the server.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
