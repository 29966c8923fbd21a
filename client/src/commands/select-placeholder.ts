import { Selection, TextEditorRevealType, window } from 'vscode';
import type { LanguageClient, Range } from 'vscode-languageclient/node';

/** Where the placeholder stands, as the server put it into the code action. */
interface Placeholder {
  readonly uri: string;
  readonly version?: number;
  readonly range: Range;
}

/** Selects what is to be filled in, so that the next thing a person types stands there instead. */
export async function selectPlaceholder(client: LanguageClient, placeholder: Placeholder | undefined): Promise<void> {
  if (placeholder === undefined) return;
  const { uri, version, range } = placeholder;
  const editor = await window.showTextDocument(client.protocol2CodeConverter.asUri(uri));
  if (version !== undefined && version !== editor.document.version) return;
  const { start, end } = client.protocol2CodeConverter.asRange(range);
  editor.selection = new Selection(start, end);
  editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
}
