import type { FoldingRange, FoldingRangeParams } from 'vscode-languageserver/node';
import { templateFolds } from '../../features/chart/template-outline.js';
import { toRange } from '../range.js';
import type { Session } from '../session.js';

/** `textDocument/foldingRange`: the blocks of a template, without the lines that end them. */
export function onFoldingRange(session: Session, { textDocument }: FoldingRangeParams): FoldingRange[] | undefined {
  const asked = session.templateAt(textDocument.uri);
  if (asked === undefined) return undefined;
  const folds = templateFolds(asked.file).map(span => toRange(asked.source, span));
  return folds.flatMap(({ start, end }) => (end.line - 1 > start.line ? [{ startLine: start.line, endLine: end.line - 1 }] : []));
}
