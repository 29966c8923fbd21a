import type { CompletionItem, CompletionParams } from 'vscode-languageserver/node';
import { type Completion, templateCompletions } from '../../features/chart/template-completion.js';
import { CompletionItemKind } from '../language-server.js';
import { toOffset, toRange } from '../range.js';
import type { Session } from '../session.js';

const KINDS: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
  value: CompletionItemKind.Property,
  template: CompletionItemKind.Module,
  function: CompletionItemKind.Function,
  field: CompletionItemKind.Field,
  variable: CompletionItemKind.Variable,
  keyword: CompletionItemKind.Keyword,
};

/** `textDocument/completion`: values, named templates, functions and fields in the templates of a chart. */
export function onCompletion(session: Session, { textDocument, position }: CompletionParams): CompletionItem[] | undefined {
  const asked = session.chartAt(textDocument.uri);
  if (asked === undefined) return undefined;
  const { chart, uri, source } = asked;
  return templateCompletions(chart.sources, uri, toOffset(source, position)).map(({ label, kind, detail, documentation, span }) => ({
    label,
    kind: KINDS[kind],
    ...(detail === undefined ? {} : { detail }),
    ...(documentation === undefined ? {} : { documentation: { kind: 'markdown', value: documentation } }),
    textEdit: { range: toRange(source, span), newText: label },
  }));
}
