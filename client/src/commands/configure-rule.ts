import { window, workspace } from 'vscode';
import type { LanguageClient, WorkspaceEdit } from 'vscode-languageclient/node';

/** The rule to configure and the document in which it spoke, as the server put them into the code action. */
interface ConfiguredRule {
  readonly uri: string;
  readonly rule: string;
}

const SEVERITIES = ['off', 'hint', 'information', 'warning', 'error'];

/** Asks how severe a rule is to be, has the server write that into the nearest configuration, and shows it there, unsaved. */
export async function configureRule(client: LanguageClient, subject: ConfiguredRule | undefined): Promise<void> {
  if (subject === undefined) return;
  const severity = await window.showQuickPick(SEVERITIES, { title: `Severity of ${subject.rule}, in .plimsoll.yaml` });
  if (severity === undefined) return;
  const answer = await client.sendRequest<WorkspaceEdit | null>('plimsoll/configure', { ...subject, severity });
  if (answer === null) {
    await window.showWarningMessage(`The configuration is not as expected. Write "${subject.rule}: ${severity}" below "rules:" in it.`);
    return;
  }
  const edit = await client.protocol2CodeConverter.asWorkspaceEdit(answer);
  await workspace.applyEdit(edit);
  for (const [config] of edit.entries()) await window.showTextDocument(config);
}
