import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { findings, until } from './findings.js';
import { page } from './page.js';

const FOLDERS = process.env['PLIMSOLL_FOLDERS'] ?? '';

/** The folder that the scenarios work in, and the files that it had at first. */
const FOLDER = join(FOLDERS, 'work/quotes');
const ORIGINAL = join(FOLDERS, 'original/quotes');

/** A folder that a scenario may make and add to the workspace. */
export const SECOND_FOLDER = join(FOLDERS, 'work/second');

/** What the command line found in the untouched folder, by place. */
export function expectedFindings(): readonly string[] {
  const found = JSON.parse(process.env['PLIMSOLL_EXPECTED'] ?? '[]') as readonly CommandLineFinding[];
  return found.map(({ file, range: { start }, rule }) => `${uriOf(file).path}:${start.line + 1}:${start.character + 1} ${rule}`).sort();
}

interface CommandLineFinding {
  readonly file: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
  readonly rule: string;
}

/** The URI of a file of the folder. */
export function uriOf(name: string): vscode.Uri {
  return vscode.Uri.file(join(FOLDER, name));
}

/** Opens a file of the folder and puts the cursor before the first occurrence of a text in it. */
export async function open(name: string, cursorAt?: string): Promise<vscode.TextEditor> {
  return await show(uriOf(name), cursorAt);
}

/** Opens any file and puts the cursor before the first occurrence of a text in it. */
export async function show(uri: vscode.Uri, cursorAt?: string): Promise<vscode.TextEditor> {
  const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
  await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  await page.wait('.monaco-editor.focused');
  if (cursorAt !== undefined) await placeCursor(editor, cursorAt);
  return editor;
}

/** Puts the cursor before the first occurrence of a text, in the middle of what is shown. */
export async function placeCursor(editor: vscode.TextEditor, text: string): Promise<void> {
  const offset = editor.document.getText().indexOf(text);
  if (offset === -1) throw new Error(`There is no ${JSON.stringify(text)} in ${editor.document.uri.path}.`);
  const position = editor.document.positionAt(offset);
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenter);
  // The window hears of both before it answers this.
  await vscode.commands.getCommands(true);
}

/** Replaces the first occurrence of a text in an editor, unsaved. */
export async function replace(editor: vscode.TextEditor, text: string, replacement: string): Promise<void> {
  const start = editor.document.getText().indexOf(text);
  if (start === -1) throw new Error(`There is no ${JSON.stringify(text)} in ${editor.document.uri.path}.`);
  const range = new vscode.Range(editor.document.positionAt(start), editor.document.positionAt(start + text.length));
  await editor.edit(edit => edit.replace(range, replacement));
}

/** Writes a file of the folder behind the editor's back. */
export function write(name: string, text: string): void {
  writeFileSync(join(FOLDER, name), text);
}

/** Closes everything without saving, and gives the folder its first files back. */
export async function restoreWorkspace(): Promise<void> {
  // What was changed without being looked at has no tab yet. The editor's own settings are saved by the editor itself.
  const changed = vscode.workspace.textDocuments.filter(({ isDirty, uri }) => isDirty && !uri.path.endsWith('/User/settings.json'));
  for (const document of changed) await vscode.window.showTextDocument(document);
  while (hasTabs()) await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.commands.executeCommand('workbench.action.closePanel');
  for (const name of filesIn(FOLDER)) if (!existsSync(join(ORIGINAL, name))) rmSync(join(FOLDER, name));
  for (const name of filesIn(ORIGINAL)) {
    if (existsSync(join(FOLDER, name)) && readFileSync(join(FOLDER, name)).equals(readFileSync(join(ORIGINAL, name)))) continue;
    cpSync(join(ORIGINAL, name), join(FOLDER, name));
  }
  const expected = expectedFindings().join('\n');
  await until(
    'the findings of the untouched folder',
    () =>
      findings()
        .map(({ place, rule }) => `${place} ${rule}`)
        .join('\n') === expected,
  );
}

function hasTabs(): boolean {
  return vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => statSync(join(folder, name)).isFile());
}
