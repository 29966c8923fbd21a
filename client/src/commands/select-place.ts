import { Selection, TextEditorRevealType, window } from 'vscode';
import type { LanguageClient, Range } from 'vscode-languageclient/node';

/** What to select, as the server put it into the code action. */
interface Place {
  readonly uri: string;
  readonly version?: number;
  readonly range: Range;
}

/** Shows a place and selects it: a placeholder, so that what a person types next stands there instead, or the start of a new file. */
export async function selectPlace(client: LanguageClient, place: Place | undefined): Promise<void> {
  if (place === undefined) return;
  const { uri, version, range } = place;
  const editor = await window.showTextDocument(client.protocol2CodeConverter.asUri(uri));
  if (version !== undefined && version !== editor.document.version) return;
  const { start, end } = client.protocol2CodeConverter.asRange(range);
  editor.selection = new Selection(start, end);
  editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
}
