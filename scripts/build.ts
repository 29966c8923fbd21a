/** Bundles the extension, the server and the command line into `dist/`. `--production` makes them small, and without source maps. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.js';

rmSync(join(import.meta.dirname, '../../dist'), { recursive: true, force: true });
await bundle(['extension.cjs', 'server.cjs', 'cli.cjs'], 'dist', process.argv.includes('--production')).catch(() => {
  process.exitCode = 1;
});
