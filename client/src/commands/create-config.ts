import { window } from 'vscode';
import { openConfig } from '../open-config.js';

/** Opens the configuration that holds for the active document, and writes a first one where there is none. */
export async function createConfig(): Promise<void> {
  await openConfig(window.activeTextEditor?.document.uri);
}
