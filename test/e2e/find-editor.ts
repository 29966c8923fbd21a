import { existsSync } from 'node:fs';
import { join } from 'node:path';

const TEST_HOST = join(import.meta.dirname, '../../../test/vscode-host');
const CHROMIUM_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A VS Code to run the suite in, or why there is none. */
export type Editor =
  | { readonly kind: 'installed'; readonly executable: string }
  | { readonly kind: 'download' }
  | { readonly kind: 'none'; readonly reason: string };

/** Takes the VS Code that `VSCODE_EXECUTABLE` names, then the one from npm if it is installed, and downloads one where a screen can show it. */
export function findEditor(): Editor {
  const { VSCODE_EXECUTABLE, CHROMIUM_PATH, DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (VSCODE_EXECUTABLE !== undefined) return { kind: 'installed', executable: VSCODE_EXECUTABLE };
  if (existsSync(join(TEST_HOST, 'node_modules/code-server'))) {
    const hasChromium = [CHROMIUM_PATH, ...CHROMIUM_PLACES].some(path => path !== undefined && existsSync(path));
    if (hasChromium) return { kind: 'installed', executable: join(TEST_HOST, 'vscode-from-npm.mjs') };
    return { kind: 'none', reason: 'the VS Code in test/vscode-host needs Chromium, and there is none' };
  }
  const hasScreen = process.platform !== 'linux' || DISPLAY !== undefined || WAYLAND_DISPLAY !== undefined;
  if (hasScreen) return { kind: 'download' };
  return { kind: 'none', reason: 'there is no screen for a downloaded VS Code, and the one in test/vscode-host is not installed' };
}
