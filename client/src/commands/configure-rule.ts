import { Position, Range, Selection, SnippetString, type TextEditor, TextEditorRevealType, Uri } from 'vscode';
import { findRuleEntry } from '../config-text.js';
import { openConfig } from '../open-config.js';

/** The rule to configure and the document in which it spoke, as the server put them into the code action. */
interface ConfiguredRule {
  readonly uri: string;
  readonly rule: string;
}

/** Opens the configuration that holds for a document, with the severity of a rule ready to be chosen. */
export async function configureRule(subject: ConfiguredRule | undefined): Promise<void> {
  if (subject === undefined) return;
  const editor = await openConfig(Uri.parse(subject.uri));
  if (editor !== undefined) await editRule(editor, subject.rule);
}

async function editRule(editor: TextEditor, rule: string): Promise<void> {
  const entry = findRuleEntry(editor.document.getText(), rule);
  if (entry.kind === 'present') {
    editor.selection = new Selection(entry.line, entry.start, entry.line, entry.end);
    editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
    return;
  }
  const snippet = new SnippetString().appendText(entry.before).appendChoice(['off', 'hint', 'information', 'warning', 'error']);
  snippet.appendText(entry.after).appendTabstop(0);
  await editor.insertSnippet(snippet, new Range(new Position(entry.line, 0), new Position(entry.line + entry.linesToReplace, 0)));
}
