import { folderOf, relativePath } from './uri-path.js';
import type { WorkspaceView } from './workspace-view.js';

/**
 * What a message calls another file: its path in the repository, which is the same whichever document of an application asks. Where the
 * repository is not known, the path from the document.
 */
export function pathInRepository(uri: string, workspace: Pick<WorkspaceView, 'uri' | 'path'>): string {
  const root = workspace.uri.slice(0, workspace.uri.length - workspace.path.length);
  return relativePath(uri, root === '' ? folderOf(workspace.uri) : root);
}
