import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import type { ChartFile } from '../../server/src/helm/chart-file.js';
import { readArchive } from '../../server/src/host/read-archive.js';
import { realTool } from './real-tool.js';

const CHARTS = join(import.meta.dirname, '../../../test/helm/charts');

/** The folders of our own charts, by name: one for each feature of the language and each mechanism of charts. */
export function fixtureCharts(): readonly { readonly name: string; readonly folder: string }[] {
  return readdirSync(CHARTS).map(name => ({ name, folder: join(CHARTS, name) }));
}

/** All files below a folder, as the host reads them. */
export function chartFilesIn(folder: string): ChartFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .flatMap(entry => {
      const path = join(entry.parentPath, entry.name);
      const files = path.endsWith('.tgz')
        ? readArchive(path, `file://${path}`)
        : [{ uri: `file://${path}`, text: readFileSync(path, 'utf8') }];
      return files.map(file => ({ ...file, path: relative(folder, file.uri.replace('file://', '')) }));
    });
}

/** The files of values that a chart comes with beside its own. */
export function overlaysOf(files: readonly ChartFile[]): ChartFile[] {
  return files.filter(({ path }) => /^(?:ci\/.*-values|values-.*)\.yaml$/.test(path));
}

/** What the real helm renders, or why it does not. */
export type HelmResult = { readonly output: string } | { readonly error: string };

/** Runs `helm template`. */
export async function helmTemplate(folder: string, valuesFiles: readonly string[]): Promise<HelmResult> {
  const args = ['template', 'release-name', folder, ...valuesFiles.flatMap(file => ['-f', file])];
  try {
    const { stdout } = await promisify(execFile)(realTool('helm') ?? '', args, { maxBuffer: 64 * 1024 * 1024 });
    return { output: stdout };
  } catch (error) {
    return { error: error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error) };
  }
}
