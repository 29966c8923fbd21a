import type { Container } from '../kubernetes/container.js';
import { literalText } from '../kubernetes/unresolved-text.js';
import type { GoModuleFact, ImageFact } from './facts.js';
import { goEvidenceOf } from './go-evidence.js';
import type { WorkspaceView } from './workspace-view.js';

/** A Go program whose sources the workspace has. */
export interface GoProgram {
  readonly image: ImageFact;
  readonly module: GoModuleFact;
}

/** The program of a container: only a Dockerfile says that the sources around it are those of an image. A sentence says why it is not known. */
export function goProgramOf(container: Container, workspace: WorkspaceView): GoProgram | string {
  const { isGo, because, module } = goEvidenceOf(container, workspace);
  if (isGo !== true) return because;
  const reference = literalText(container.image);
  const image = reference === undefined ? undefined : workspace.imageBuiltAs(reference);
  if (image === undefined) return 'No Dockerfile of the workspace builds its image, so that its sources are not known.';
  return module === undefined ? 'No go.mod stands above its Dockerfile.' : { image, module };
}
