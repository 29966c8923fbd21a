import { existsSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const CHROMIUM_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The program of VS Code's server. Fails where `npm ci --ignore-scripts` has not been run in this folder. */
export function findServerProgram() {
  const root = dirname(require.resolve('code-server/package.json'));
  shareDependencies(join(root, 'lib/vscode/node_modules'));
  return join(root, 'lib/vscode/out/server-main.js');
}

/** A Node of the version that this VS Code is built for: the running one, or the one from the package `node-<platform>-<architecture>`. */
export function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  return join(dirname(require.resolve(`node-${platform}-${process.arch}/package.json`)), 'bin/node');
}

/** The browser that shows the workbench, or nothing where there is none. */
export function findChromium() {
  return process.env.CHROMIUM_PATH ?? CHROMIUM_PLACES.find(path => existsSync(path));
}

/**
 * VS Code's own dependencies are those of this folder, so that one lock file says them all. The server finds them by walking up,
 * but the page asks for them below the server's folder, so they have to show up there as well.
 */
function shareDependencies(link) {
  if (existsSync(link)) return;
  try {
    symlinkSync('../../..', link, 'junction');
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
}
