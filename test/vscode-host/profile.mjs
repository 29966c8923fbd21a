import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** What keeps a test host quiet. A settings file of the caller wins. */
const QUIET_SETTINGS = {
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'security.workspace.trust.enabled': false,
};

/** The folders that one run lives in: those that the command line names, and a new one that goes with the run. */
export function createProfile({ options }) {
  const scratch = mkdtempSync(join(tmpdir(), 'vscode-host-'));
  const userData = resolve(options['user-data-dir'] ?? join(scratch, 'user-data'));
  // The workbench has no switch in its address for `--disable-extensions`, so it gets an empty folder.
  const hasOwn = options['extensions-dir'] && !options['disable-extensions'];
  const extensions = hasOwn ? resolve(options['extensions-dir']) : join(scratch, 'extensions');
  writeSettings(join(userData, 'User'));
  return {
    scratch,
    serverArguments: [
      ...['--server-data-dir', join(scratch, 'server-data'), '--user-data-dir', userData, '--extensions-dir', extensions],
      ...['--accept-server-license-terms', '--telemetry-level', 'off'],
    ],
    remove: () => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }),
  };
}

function writeSettings(folder) {
  const file = join(folder, 'settings.json');
  mkdirSync(folder, { recursive: true });
  const own = existsSync(file) ? parse(readFileSync(file, 'utf8')) : {};
  if (own !== undefined) writeFileSync(file, JSON.stringify({ ...QUIET_SETTINGS, ...own }, undefined, 2));
}

/** Nothing for a file with comments, which is left as it is. */
function parse(text) {
  try {
    return JSON.parse(text || '{}');
  } catch {
    return undefined;
  }
}
