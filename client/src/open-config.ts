import { FileType, type TextEditor, Uri, window, workspace } from 'vscode';
import { CONFIG_NAME, NEW_CONFIG } from './config-text.js';

/** Shows the configuration nearest to a document, upwards to its workspace folder, and makes one in that folder where there is none. */
export async function openConfig(document: Uri | undefined): Promise<TextEditor | undefined> {
  const folder = folderOf(document);
  if (folder === undefined) {
    await window.showInformationMessage('Open a folder first: the configuration is a file in it.');
    return undefined;
  }
  const isInFolder = document !== undefined && workspace.getWorkspaceFolder(document) !== undefined;
  const nearest = await findNearest(isInFolder ? Uri.joinPath(document, '..') : folder, folder);
  return await window.showTextDocument(nearest ?? (await createIn(folder)));
}

function folderOf(document: Uri | undefined): Uri | undefined {
  const own = document === undefined ? undefined : workspace.getWorkspaceFolder(document);
  return (own ?? workspace.workspaceFolders?.[0])?.uri;
}

async function findNearest(from: Uri, last: Uri): Promise<Uri | undefined> {
  for (let folder = from; ; folder = Uri.joinPath(folder, '..')) {
    const config = Uri.joinPath(folder, CONFIG_NAME);
    if (await isFile(config)) return config;
    if (folder.path === last.path || folder.path === '/') return undefined;
  }
}

async function createIn(folder: Uri): Promise<Uri> {
  const config = Uri.joinPath(folder, CONFIG_NAME);
  await workspace.fs.writeFile(config, new TextEncoder().encode(NEW_CONFIG));
  return config;
}

async function isFile(uri: Uri): Promise<boolean> {
  try {
    return (await workspace.fs.stat(uri)).type === FileType.File;
  } catch {
    return false;
  }
}
