import { startServer } from './lsp/server.js';

startServer();
