import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathOfUri } from '../host/file-uri.js';
import { codeOf } from '../host/walk-folder.js';
import type { LoadedWorkspace } from './load-workspace.js';
import { shownPath } from './places.js';
import { UsageError } from './usage-error.js';

/**
 * Writes fixed and new files, each at once or not at all, with the byte order mark and the permissions that they had. Throws
 * {@link UsageError} at the first that cannot be written, or that stands outside of the paths that were asked for.
 */
export function writeFixes(workspace: LoadedWorkspace, texts: ReadonlyMap<string, string>): void {
  const marked = new Set(workspace.checked.filter(({ hasByteOrderMark }) => hasByteOrderMark).map(({ uri }) => uri));
  for (const [uri, text] of texts) {
    const path = pathOfUri(uri);
    if (path === undefined || !workspace.isInside(path)) throw new UsageError(`${shownPath(uri)} is outside of what was to be fixed.`);
    try {
      writeAtOnce(path, marked.has(uri) ? `\uFEFF${text}` : text);
    } catch (error) {
      throw new UsageError(`${shownPath(uri)} cannot be written (${codeOf(error)}).`);
    }
  }
}

function writeAtOnce(path: string, text: string): void {
  const target = existsSync(path) ? realpathSync(path) : path;
  mkdirSync(dirname(target), { recursive: true });
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}`);
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    if (existsSync(target)) chmodSync(temporary, statSync(target).mode);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
