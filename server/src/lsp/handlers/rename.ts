import type { PrepareRenameParams, PrepareRenameResult, RenameParams, WorkspaceEdit } from 'vscode-languageserver/node';
import { chartRename, isPossibleName } from '../../features/chart/chart-navigation.js';
import { ErrorCodes, ResponseError } from '../language-server.js';
import { toOffset, toRange } from '../range.js';
import type { Session } from '../session.js';
import { toWorkspaceEdit } from '../workspace-edit.js';

/** `textDocument/prepareRename`: whether a value or a named template can be renamed, and its name. */
export function onPrepareRename(session: Session, { textDocument, position }: PrepareRenameParams): PrepareRenameResult | undefined {
  const asked = session.chartsAt(textDocument.uri);
  const rename = asked && chartRename(asked.around, asked.uri, toOffset(asked.source, position));
  if (asked === undefined || rename === undefined) return undefined;
  if (rename.kind === 'refused') throw new ResponseError(ErrorCodes.InvalidRequest, rename.because);
  return { range: toRange(asked.source, rename.place.span), placeholder: rename.place.text };
}

/** `textDocument/rename`: renames a value in all files of values and templates, or a named template everywhere. */
export function onRename(session: Session, { textDocument, position, newName }: RenameParams): WorkspaceEdit | undefined {
  const asked = session.chartsAt(textDocument.uri);
  const rename = asked && chartRename(asked.around, asked.uri, toOffset(asked.source, position));
  if (rename === undefined) return undefined;
  if (rename.kind === 'refused') throw new ResponseError(ErrorCodes.InvalidRequest, rename.because);
  if (!isPossibleName(rename.place, newName))
    throw new ResponseError(ErrorCodes.InvalidRequest, `"${newName}" is not a name that templates can use.`);
  const uris = [...new Set(rename.edits.map(({ uri }) => uri))];
  const editsIn = (uri: string) => rename.edits.filter(place => place.uri === uri).map(({ span }) => ({ span, newText: newName }));
  return toWorkspaceEdit(session, { edits: uris.map(uri => ({ uri, edits: editsIn(uri) })) });
}
