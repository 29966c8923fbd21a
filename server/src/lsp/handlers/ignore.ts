import type { Range, WorkspaceEdit } from 'vscode-languageserver/node';
import { ignoreEdit } from '../../features/ignore-edit.js';
import { normaliseUri } from '../../host/file-uri.js';
import { ErrorCodes, ResponseError } from '../language-server.js';
import { toSpan } from '../range.js';
import type { Session } from '../session.js';
import { toWorkspaceEdit } from '../workspace-edit.js';

export interface IgnoreParams {
  readonly uri: string;
  /** Of the document that `range` refers to; absent for a file that is not open. */
  readonly version?: number | null;
  readonly range: Range;
  readonly rule: string;
  readonly reason: string;
}

/** `plimsoll/ignore`: the edit that silences a rule at a place; `null` when the document has changed since. */
export function onIgnore(session: Session, { uri, version, range, rule, reason }: IgnoreParams): WorkspaceEdit | null {
  const normalised = normaliseUri(uri);
  session.catchUp();
  const source = session.sourceOf(normalised);
  if (source === undefined || (version ?? null) !== session.versionOf(normalised)) return null;
  const text = reason.replace(/\s+/g, ' ').trim();
  if (text === '') throw new ResponseError(ErrorCodes.InvalidParams, 'A reason is required.');
  const edit = ignoreEdit(source, toSpan(source, range), rule, text, session.linter.languageOf(normalised));
  return edit === undefined ? null : (toWorkspaceEdit(session, { edits: [{ uri: normalised, edits: [edit] }] }) ?? null);
}
