import { recordOf } from './client-features.js';
import type { Session } from './session.js';

/** How long a client may take to answer for its configuration, in milliseconds. */
const PATIENCE = 3000;

/** Whether and when to run. What to report is decided by `.plimsoll.yaml` alone. */
export interface Settings {
  readonly enable: boolean;
  /** Which documents are reported: all of the workspace, or those that are open. Facts come from all in both cases. */
  readonly run: 'workspace' | 'openFiles';
  /** Globs that the editor hides. */
  readonly excluded: readonly string[];
}

/** Reads the sections `plimsoll` and `files.exclude` of the editor's configuration; wrong values are as if absent. */
export function settingsOf(plimsoll: unknown, filesExclude: unknown): Settings {
  const { enable, run } = recordOf(plimsoll);
  return {
    enable: enable !== false,
    run: run === 'openFiles' ? 'openFiles' : 'workspace',
    excluded: Object.entries(recordOf(filesExclude)).flatMap(([glob, on]) => (on === true ? [glob] : [])),
  };
}

/**
 * The settings that hold now: asked of the client where it can be asked, else as it pushed them, else as it gave them at the start.
 *
 * @param pushed what came with `workspace/didChangeConfiguration`
 */
export async function readSettings({ client, connection }: Session, pushed?: unknown): Promise<Settings> {
  if (client.readsConfiguration) {
    const asked = connection.workspace.getConfiguration([{ section: 'plimsoll' }, { section: 'files.exclude' }]);
    const answer: unknown = await Promise.race([asked, silence()]).catch(() => undefined);
    if (Array.isArray(answer)) return settingsOf(answer[0], answer[1]);
  }
  const { plimsoll, files } = recordOf(pushed);
  return settingsOf(plimsoll ?? client.settings, recordOf(files)['exclude']);
}

function silence(): Promise<undefined> {
  return new Promise(resolve => {
    setTimeout(() => resolve(undefined), PATIENCE).unref();
  });
}
