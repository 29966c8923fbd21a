import type { CompletionItem, CompletionParams } from 'vscode-languageserver/node';
import type { Completion } from '../../features/chart/completion.js';
import { templateCompletions } from '../../features/chart/template-completion.js';
import { valuesCompletions } from '../../features/chart/values-completion.js';
import { type KustomizationCompletion, kustomizationCompletions } from '../../features/kustomize/kustomization-completion.js';
import type { SourceText } from '../../text/source-text.js';
import { CompletionItemKind, InsertTextFormat, InsertTextMode } from '../language-server.js';
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

const KUSTOMIZATION_KINDS: Readonly<Record<KustomizationCompletion['kind'], CompletionItemKind>> = {
  field: CompletionItemKind.Property,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
};

/**
 * `textDocument/completion`: values, named templates, functions and fields in the templates of a chart; keys and values in its values;
 * fields and paths in a kustomization.
 */
export function onCompletion(session: Session, { textDocument, position }: CompletionParams): CompletionItem[] | undefined {
  const kustomization = session.kustomizationAt(textDocument.uri);
  if (kustomization !== undefined) return inKustomization(session, kustomization, position);
  const asked = session.chartsAt(textDocument.uri);
  if (asked === undefined) return undefined;
  const { chart, others, uri, source } = asked;
  const offset = toOffset(source, position);
  const completions = session.linter.isTemplate(uri)
    ? templateCompletions(chart.sources, uri, offset)
    : [chart, ...others].flatMap(each => valuesCompletions(each, uri, source.text, offset));
  return completions.map((completion, index) => toItem(completion, index, source, session));
}

function toItem(
  { label, kind, detail, documentation, span, insertion }: Completion,
  index: number,
  source: SourceText,
  { client }: Session,
): CompletionItem {
  const isSnippet = insertion !== undefined && insertion.snippet !== insertion.text && client.takesSnippets;
  return {
    label,
    kind: KINDS[kind],
    ...(detail === undefined ? {} : { detail }),
    ...(documentation === undefined ? {} : { documentation: { kind: 'markdown', value: documentation } }),
    ...(insertion === undefined
      ? {}
      : { filterText: insertion.filter, insertTextMode: InsertTextMode.asIs, sortText: String(index).padStart(4, '0') }),
    ...(isSnippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    textEdit: { range: toRange(source, span), newText: isSnippet ? insertion.snippet : (insertion?.text ?? label) },
  };
}

/** Fields are left to another extension that completes YAML by schema: paths it cannot know. */
function inKustomization({ linter, client }: Session, source: SourceText, position: CompletionParams['position']): CompletionItem[] {
  const completions = kustomizationCompletions(source, toOffset(source, position), linter);
  const own = completions.filter(({ kind }) => kind !== 'field' || !client.ownsYamlSyntax);
  return own.map(({ label, kind, documentation, newText, span }, index) => ({
    label,
    kind: KUSTOMIZATION_KINDS[kind],
    sortText: String(index).padStart(6, '0'),
    ...(documentation === undefined ? {} : { documentation: { kind: 'markdown', value: documentation } }),
    textEdit: { range: toRange(source, span), newText },
  }));
}
