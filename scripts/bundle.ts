import { createHash } from 'node:crypto';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';

const ROOT = join(import.meta.dirname, '../..');

/** What is shipped, by file name. Programs are started by Node, the extension is loaded by VS Code. */
const PROGRAMS = { 'server.cjs': 'server/src/main.ts', 'cli.cjs': 'server/src/cli.ts' } as const;
/**
 * What V8 is told before a program runs. The command line ends before most of what V8 would optimise has paid for that, in a quarter of the
 * processor's time; a server goes on.
 */
const FLAGS: Readonly<Record<keyof typeof PROGRAMS, readonly string[]>> = { 'server.cjs': [], 'cli.cjs': ['--interrupt-budget=500000'] };
const EXTENSION = 'client/src/extension.ts';
/** What runs a program. */
const LAUNCHER = 'server/src/launch.ts';

export type BundleName = 'extension.cjs' | keyof typeof PROGRAMS;

/** Bundles from source into a folder; for production small, and without source maps. */
export async function bundle(names: readonly BundleName[], folder: string, isProduction: boolean): Promise<void> {
  const shared: BuildOptions = {
    absWorkingDir: ROOT,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
    // Names stay, for the traces in bug reports: that costs size, but less time at the start than keeping them beside short ones.
    minifySyntax: isProduction,
    minifyWhitespace: isProduction,
    // The same library in modules, of which only what is used is bundled and run at the start.
    alias: { yaml: join(ROOT, 'node_modules/yaml/browser/index.js') },
    sourcemap: !isProduction,
    legalComments: 'none',
    logLevel: 'warning',
  };
  await Promise.all(
    names.map(async name => {
      if (name === 'extension.cjs') {
        await build({ ...shared, entryPoints: [EXTENSION], external: ['vscode'], outfile: join(folder, name) });
        return;
      }
      const body = name.replace('.cjs', '-main.cjs');
      await build({ ...shared, entryPoints: [PROGRAMS[name]], outfile: join(folder, body) });
      const program = { file: body, version: await versionOf(join(ROOT, folder, body)), flags: FLAGS[name] };
      await build({
        ...shared,
        entryPoints: [LAUNCHER],
        outfile: join(folder, name),
        banner: { js: '#!/usr/bin/env node' },
        define: { ...shared.define, PROGRAM: JSON.stringify(program) },
        sourcemap: false,
      });
      await chmod(join(ROOT, folder, name), 0o755);
    }),
  );
}

async function versionOf(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}
