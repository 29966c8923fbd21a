import type { Container } from '../kubernetes/container.js';
import type { WorkspaceView } from './workspace-view.js';

/** Why what a container lacks may be added later, as a sentence; `undefined` if its document says all there is. */
export function laterAdditions({ kustomize, isBase }: WorkspaceView, container?: Container): string | undefined {
  if (isBase) return 'It is a kustomize base: the overlays that use it may add what is missing.';
  if (kustomize?.isPatched) return 'Its kustomization has patches or components, which may add what is missing.';
  if (container !== undefined && container.image === undefined) return 'It has no image: a container without one is the patch of another.';
  return undefined;
}
