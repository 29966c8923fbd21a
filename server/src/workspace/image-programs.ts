import { findBaseImage } from '../dockerfile/base-images.js';
import { parseImageReference } from '../dockerfile/image-reference.js';
import { baseName, commandLineOf } from '../kubernetes/command-line.js';
import type { Container } from '../kubernetes/container.js';
import { literalText } from '../kubernetes/unresolved-text.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import { pathInRepository } from './path-in-repository.js';
import type { WorkspaceView } from './workspace-view.js';

/** Whether an image has the program that a command starts. `because` is a full sentence. */
export type ProgramAnswer =
  | { readonly kind: 'missing'; readonly program: string; readonly because: string }
  | { readonly kind: 'there'; readonly because: string }
  | { readonly kind: 'unknown'; readonly because: string };

/** Programs that only an image with a shell has, unless somebody copies them. */
const TOOLS = new Set(
  `sh bash ash dash zsh cat curl wget sleep test [ true false nc netcat ls grep egrep sed awk ps pgrep pkill kill killall touch rm echo printf env
   id date head tail find stat sync timeout wc xargs grpc_health_probe grpc-health-probe`.split(/\s+/),
);

/** Looks at the Dockerfile of the workspace that builds the image, or at what is known of a public one. */
export function programOf(container: Container, command: readonly YamlNode[], workspace: WorkspaceView): ProgramAnswer {
  const program = baseName(commandLineOf(command)?.program ?? '');
  if (program === '') return { kind: 'unknown', because: 'The command is not literal.' };
  if (!TOOLS.has(program))
    return { kind: 'unknown', because: `"${program}" is a program of its own, and the files do not say whether the image has it.` };
  const image = literalText(container.image);
  const built = image === undefined ? undefined : workspace.imageBuiltAs(image);
  if (built === undefined) return ofPublicImage(program, image);
  const file = `"${pathInRepository(built.uri, workspace)}"`;
  if (built.image.hasShell === undefined) return { kind: 'unknown', because: `What the base image of ${file} holds is not known.` };
  if (built.image.hasShell) return { kind: 'there', because: `${file} builds its image on one with a shell.` };
  const { brought } = built.image;
  if (brought === undefined) return { kind: 'unknown', because: `${file} copies folders that may hold "${program}".` };
  if (brought.includes(program) || brought.includes('busybox')) return { kind: 'there', because: `${file} copies it into the image.` };
  return { kind: 'missing', program, because: `${file} builds it on a base without a shell.` };
}

function ofPublicImage(program: string, image: string | undefined): ProgramAnswer {
  const reference = image === undefined ? undefined : parseImageReference(image);
  const facts = reference === undefined ? undefined : findBaseImage(reference);
  if (facts?.shell === 'none' && facts.debugShell === undefined) return { kind: 'missing', program, because: `"${image}" has no shell.` };
  return { kind: 'unknown', because: 'No Dockerfile of the workspace builds its image.' };
}
