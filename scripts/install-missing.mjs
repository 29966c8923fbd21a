import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

const OLDEST_NODE = 20;
if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  console.error(`This needs Node ${OLDEST_NODE} or newer, and runs on ${process.version}.`);
  process.exit(2);
}

/** Installs the dependencies of a folder unless the versions that its lock file names are there already. */
export function installMissing(folder = ROOT, ...options) {
  const wanted = packagesIn(join(folder, 'package-lock.json'));
  const present = packagesIn(join(folder, 'node_modules/.package-lock.json'));
  const isMissing = ([path, { version, optional, link }]) => path !== '' && !optional && !link && present[path]?.version !== version;
  if (!Object.entries(wanted).some(isMissing)) return;
  console.log('Installing what is missing, which takes a minute.');
  run('npm', ['ci', ...options], folder);
}

/** Runs a program in the foreground and ends this process with its exit code when it fails. */
export function run(program, words, folder = ROOT) {
  // A program of npm is a batch file on Windows, which only a shell can start.
  const { status, error } = spawnSync(program, words, { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' });
  if (error !== undefined) console.error(error.message);
  if (status !== 0) process.exit(status ?? 1);
}

function packagesIn(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {};
}
