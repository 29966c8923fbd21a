/** Bundles the extension, the server and the command line into `dist/`. `--production` makes them small, and without source maps. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';

const ROOT = join(import.meta.dirname, '../..');
const isProduction = process.argv.includes('--production');

const shared: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
  minify: isProduction,
  keepNames: true,
  sourcemap: !isProduction,
  legalComments: 'none',
  logLevel: 'warning',
};

rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
const bundles = [
  build({ ...shared, entryPoints: ['client/src/extension.ts'], outfile: 'dist/extension.cjs', external: ['vscode'] }),
  build({ ...shared, entryPoints: ['server/src/main.ts'], outfile: 'dist/server.cjs' }),
  build({ ...shared, entryPoints: ['server/src/cli.ts'], outfile: 'dist/cli.cjs', banner: { js: '#!/usr/bin/env node' } }),
];
await Promise.all(bundles).catch(() => {
  process.exitCode = 1;
});
