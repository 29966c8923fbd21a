import type { DidChangeConfigurationParams } from 'vscode-languageserver/node';
import type { Session } from '../session.js';
import { readSettings } from '../settings.js';

/** `workspace/didChangeConfiguration`: settings say only whether and when to run, so the rules run no differently. */
export async function onDidChangeConfiguration(session: Session, { settings }: DidChangeConfigurationParams): Promise<void> {
  // An editor that is asked to tell of changes tells its settings at once: that is no change, and the workspace is read once.
  await session.firstSettings;
  const before = session.settings;
  session.settings = await readSettings(session, settings);
  if (before.excluded.join() !== session.settings.excluded.join()) await session.files.scan();
  if (before.enable !== session.settings.enable || before.run !== session.settings.run) session.publishAll();
}
