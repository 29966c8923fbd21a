import { type InputBoxOptions, window, workspace } from 'vscode';
import type { LanguageClient, Range, WorkspaceEdit } from 'vscode-languageclient/node';

/** The finding to ignore, as the server put it into the code action. */
interface IgnoredFinding {
  readonly uri: string;
  readonly version?: number;
  readonly range: Range;
  readonly rule: string;
}

/** Asks why a finding is right as it is and writes the answer into a suppression comment at that place. */
export async function ignoreWithReason(client: LanguageClient, finding: IgnoredFinding | undefined): Promise<void> {
  if (finding === undefined) return;
  const reason = (await window.showInputBox(question(finding.rule)))?.trim();
  if (reason === undefined || reason === '') return;
  const edit = await client.sendRequest<WorkspaceEdit | null>('plimsoll/ignore', { ...finding, reason });
  if (edit === null) {
    await window.showWarningMessage('The document has changed since. Ask for the code action again.');
    return;
  }
  await workspace.applyEdit(await client.protocol2CodeConverter.asWorkspaceEdit(edit));
}

function question(rule: string): InputBoxOptions {
  return {
    title: `Ignore ${rule} here`,
    prompt: 'Why is it right as it is? The answer stands in the comment for the next reader.',
    ignoreFocusOut: true,
    validateInput: text => (text.trim() === '' ? 'A reason is required.' : undefined),
  };
}
