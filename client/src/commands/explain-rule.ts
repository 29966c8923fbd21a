import { commands, type Diagnostic, type Disposable, languages, type Position, type TextEditor, Uri, window, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';

/** The place and the rule to explain, as the server put it into a link or a code action. */
interface ExplainedFinding {
  readonly uri: string;
  readonly rule?: string;
  readonly position: { readonly line: number; readonly character: number };
}

const SCHEME = 'plimsoll-explain';

/** Holds no text but what the address itself says, so that an explanation left open shows again after a reload. */
export function provideExplanations(): Disposable {
  return workspace.registerTextDocumentContentProvider(SCHEME, { provideTextDocumentContent: ({ query }) => decodeURIComponent(query) });
}

/** Shows why a rule fired or stayed silent at a place: the given one, or the cursor. */
export async function explainRule(client: LanguageClient, given: ExplainedFinding | undefined): Promise<void> {
  const subject = given ?? (await findingAtCursor(client, window.activeTextEditor));
  if (subject === undefined) return;
  const text = await client.sendRequest<string | null>('plimsoll/explain', subject);
  if (text === null) {
    await window.showInformationMessage('No rule was asked about this place.');
    return;
  }
  const uri = Uri.from({ scheme: SCHEME, path: `/${subject.rule ?? 'explanation'}.md`, query: encodeURIComponent(text) });
  await workspace.openTextDocument(uri);
  await commands.executeCommand('markdown.showPreviewToSide', uri);
}

async function findingAtCursor(client: LanguageClient, editor: TextEditor | undefined): Promise<ExplainedFinding | undefined> {
  if (editor === undefined) {
    await window.showInformationMessage('Put the cursor on a line of a manifest or a Dockerfile first.');
    return undefined;
  }
  const { document, selection } = editor;
  const rules = [...new Set(languages.getDiagnostics(document.uri).flatMap(diagnostic => ruleAt(diagnostic, selection.active)))];
  const rule = rules.length > 1 ? await window.showQuickPick(rules, { title: 'Explain which rule?' }) : rules[0];
  if (rules.length > 1 && rule === undefined) return undefined;
  const uri = client.code2ProtocolConverter.asUri(document.uri);
  return { uri, position: client.code2ProtocolConverter.asPosition(selection.active), ...(rule === undefined ? {} : { rule }) };
}

function ruleAt({ source, code, range }: Diagnostic, position: Position): string[] {
  if (source !== 'plimsoll' || !range.contains(position)) return [];
  return [String(typeof code === 'object' ? code.value : code)];
}
