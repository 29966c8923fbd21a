import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';

const ROOT = join(import.meta.dirname, '../..');

/** What is shipped, by file name. Programs are started by Node, the extension is loaded by VS Code. */
const PROGRAMS = { 'server.cjs': 'server/src/main.ts', 'cli.cjs': 'server/src/cli.ts' } as const;
const EXTENSION = 'client/src/extension.ts';

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
      await writeProgram(join(ROOT, folder, name), body);
    }),
  );
}

/** A program that starts faster from the second time on, where Node can keep compiled code on the disk: it has to ask before it loads it. */
async function writeProgram(path: string, body: string): Promise<void> {
  const text = `#!/usr/bin/env node\nrequire('node:module').enableCompileCache?.();\nrequire('./${body}');\n`;
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, text, { mode: 0o755 });
}
