import { FileType, Uri, window, workspace } from 'vscode';

const NAME = '.plimsoll.yaml';
const FIRST_TEXT = `# What Plimsoll checks in this folder and below. The nearest file named ${NAME} wins.
extends: [sop]
rules: {}
`;

/** Opens the configuration that holds for the active document, and writes a first one where there is none. */
export async function createConfig(): Promise<void> {
  const document = window.activeTextEditor?.document.uri;
  const own = document === undefined ? undefined : workspace.getWorkspaceFolder(document)?.uri;
  const folder = own ?? workspace.workspaceFolders?.[0]?.uri;
  if (folder === undefined) {
    await window.showInformationMessage('Open a folder first: the configuration is a file in it.');
    return;
  }
  const from = document === undefined || own === undefined ? folder : Uri.joinPath(document, '..');
  await window.showTextDocument((await findNearest(from, folder)) ?? (await createIn(folder)));
}

/** The configuration in a folder or above it, up to the workspace folder. */
async function findNearest(folder: Uri, last: Uri): Promise<Uri | undefined> {
  const config = Uri.joinPath(folder, NAME);
  if (await isFile(config)) return config;
  return folder.path === last.path || folder.path === '/' ? undefined : await findNearest(Uri.joinPath(folder, '..'), last);
}

async function createIn(folder: Uri): Promise<Uri> {
  const config = Uri.joinPath(folder, NAME);
  await workspace.fs.writeFile(config, new TextEncoder().encode(FIRST_TEXT));
  return config;
}

async function isFile(uri: Uri): Promise<boolean> {
  try {
    return (await workspace.fs.stat(uri)).type === FileType.File;
  } catch {
    return false;
  }
}
