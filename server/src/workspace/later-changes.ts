import type { WorkspaceView } from './workspace-view.js';

/** Why what is missing in a document may be added later, as a sentence; `undefined` if the document says all there is. */
export function laterAdditions({ kustomize, isBase }: WorkspaceView): string | undefined {
  if (isBase) return 'It is a kustomize base: the overlays that use it may add what is missing.';
  if (kustomize?.isPatched) return 'Its kustomization has patches or components, which may add what is missing.';
  return undefined;
}
