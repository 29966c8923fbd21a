import { type Disposable, languages, type TextDocument, type Uri, workspace } from 'vscode';

/** Languages that templates of charts get by their names: as YAML, they would be full of errors that are none. */
const MISTAKEN = new Set(['yaml', 'plaintext']);

/** Gives templates of charts the language `helm`, unless somebody gave them another one. */
export function followTemplates(): Disposable {
  for (const document of workspace.textDocuments) void giveLanguage(document);
  return workspace.onDidOpenTextDocument(giveLanguage);
}

async function giveLanguage(document: TextDocument): Promise<void> {
  if (document.uri.scheme !== 'file' || !MISTAKEN.has(document.languageId) || !(await isTemplate(document.uri))) return;
  if (!document.isClosed) await languages.setTextDocumentLanguage(document, 'helm');
}

/** Whether a file lies in the folder `templates` of a chart. */
async function isTemplate(uri: Uri): Promise<boolean> {
  const parts = uri.path.split('/');
  for (let index = parts.lastIndexOf('templates'); index > 0; index = parts.lastIndexOf('templates', index - 1)) {
    const chart = uri.with({ path: [...parts.slice(0, index), 'Chart.yaml'].join('/') });
    if (await exists(chart)) return true;
  }
  return false;
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
