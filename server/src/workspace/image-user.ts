import { findBaseImage } from '../dockerfile/base-images.js';
import { parseImageReference } from '../dockerfile/image-reference.js';
import type { Container } from '../kubernetes/container.js';
import { literalText } from '../kubernetes/unresolved-text.js';
import { pathInRepository } from './path-in-repository.js';
import type { WorkspaceView } from './workspace-view.js';

/** The user that an image names, and the full sentence that says how that is known. */
export interface ImageUser {
  /** Without the group: `0`, `root`, `65532`, `nonroot`. */
  readonly name: string;
  readonly kind: 'root' | 'number' | 'name';
  readonly because: string;
}

/** The user of the image of a container, by the Dockerfile that builds it or by what is known of a public one; `undefined` if unknown. */
export function imageUserOf(container: Container, workspace: WorkspaceView): ImageUser | undefined {
  const image = literalText(container.image);
  if (image === undefined) return undefined;
  const built = workspace.imageBuiltAs(image);
  if (built !== undefined) {
    const { user } = built.image;
    return user === undefined
      ? undefined
      : imageUser(user, name => `${quotedPath(built.uri, workspace)} builds its image with user "${name}".`);
  }
  const reference = parseImageReference(image);
  const user = reference === undefined ? undefined : findBaseImage(reference)?.user;
  return user === undefined ? undefined : imageUser(user, name => `The user of "${image}" is "${name}".`);
}

function imageUser(written: string, because: (name: string) => string): ImageUser {
  const name = written.split(':', 1)[0] || '0';
  const kind = name === 'root' || /^0+$/.test(name) ? 'root' : /^\d+$/.test(name) ? 'number' : 'name';
  return { name, kind, because: because(kind === 'root' ? 'root' : name) };
}

function quotedPath(uri: string, workspace: WorkspaceView): string {
  return `"${pathInRepository(uri, workspace)}"`;
}
