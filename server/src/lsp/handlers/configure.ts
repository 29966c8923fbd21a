import type { WorkspaceEdit } from 'vscode-languageserver/node';
import { severityEdit } from '../../features/severity-edit.js';
import { normaliseUri } from '../../host/file-uri.js';
import type { Severity } from '../../rules/define-rule.js';
import type { Session } from '../session.js';
import { toWorkspaceEdit } from '../workspace-edit.js';

export interface ConfigureParams {
  /** A document in which the rule spoke. */
  readonly uri: string;
  readonly rule: string;
  readonly severity: Severity | 'off';
}

/** `plimsoll/configure`: the edit that gives a rule a severity in the nearest configuration; `null` when it cannot be made there. */
export function onConfigure(session: Session, { uri, rule, severity }: ConfigureParams): WorkspaceEdit | null {
  const normalised = normaliseUri(uri);
  session.catchUp();
  const changes = severityEdit(session.linter, normalised, session.files.folderOf(normalised), rule, severity);
  return changes === undefined ? null : (toWorkspaceEdit(session, changes) ?? null);
}
