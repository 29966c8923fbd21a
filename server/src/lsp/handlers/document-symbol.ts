import type { DocumentSymbol, DocumentSymbolParams } from 'vscode-languageserver/node';
import { type OutlineEntry, templateOutline } from '../../features/chart/template-outline.js';
import type { SourceText } from '../../text/source-text.js';
import { SymbolKind } from '../language-server.js';
import { toRange } from '../range.js';
import type { Session } from '../session.js';

const KINDS: Readonly<Record<OutlineEntry['kind'], SymbolKind>> = {
  template: SymbolKind.Function,
  branch: SymbolKind.Namespace,
  object: SymbolKind.Object,
};

/** `textDocument/documentSymbol`: the outline of a template. */
export function onDocumentSymbol(session: Session, { textDocument }: DocumentSymbolParams): DocumentSymbol[] | undefined {
  const asked = session.templateAt(textDocument.uri);
  return asked && templateOutline(asked.file).map(entry => symbolOf(entry, asked.source));
}

function symbolOf({ name, kind, span, selection, children }: OutlineEntry, source: SourceText): DocumentSymbol {
  return {
    name,
    kind: KINDS[kind],
    range: toRange(source, span),
    selectionRange: toRange(source, selection),
    children: children.map(child => symbolOf(child, source)),
  };
}
