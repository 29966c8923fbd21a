import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const CLI = join(import.meta.dirname, '../../server/src/cli.js');

export interface CliRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the compiled command line in a folder, without the colours and the automation that this process may have around it. */
export function runCli(folder: string, words: readonly string[], environment: Readonly<Record<string, string>> = {}): CliRun {
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...inherited, ...environment },
  });
  return { status, stdout, stderr };
}
