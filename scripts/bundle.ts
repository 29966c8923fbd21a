import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';

/** What is shipped: each bundle by its file name. */
const BUNDLES: Readonly<Record<string, BuildOptions>> = {
  'extension.cjs': { entryPoints: ['client/src/extension.ts'], external: ['vscode'] },
  'server.cjs': { entryPoints: ['server/src/main.ts'] },
  'cli.cjs': { entryPoints: ['server/src/cli.ts'], banner: { js: '#!/usr/bin/env node' } },
};

export type BundleName = 'extension.cjs' | 'server.cjs' | 'cli.cjs';

/** Bundles from source into a folder; for production small, and without source maps. */
export async function bundle(names: readonly BundleName[], folder: string, isProduction: boolean): Promise<void> {
  const shared: BuildOptions = {
    absWorkingDir: join(import.meta.dirname, '../..'),
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
  await Promise.all(names.map(name => build({ ...shared, ...BUNDLES[name], outfile: `${folder}/${name}` })));
}
