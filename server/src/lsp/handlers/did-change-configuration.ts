import type { DidChangeConfigurationParams } from 'vscode-languageserver/node';
import type { Session } from '../session.js';
import { readSettings } from '../settings.js';

/** `workspace/didChangeConfiguration`: settings say only whether and when to run, so the rules run no differently. */
export async function onDidChangeConfiguration(session: Session, { settings }: DidChangeConfigurationParams): Promise<void> {
  const before = session.settings;
  session.settings = await readSettings(session, settings);
  if (before.excluded.join() !== session.settings.excluded.join()) await session.files.scan();
  if (before.enable !== session.settings.enable || before.run !== session.settings.run) session.publishAll();
}
