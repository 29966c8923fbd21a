import { ancestryOf, type Stage } from './stage.js';
import { expandedWord } from './stage-variables.js';

/** What `COPY` and `ADD` bring into an image beside its base. */
export interface BroughtPrograms {
  /** The last parts of the paths of what is copied, as they are in the image or were before. */
  readonly names: readonly string[];
  /** Whether a whole folder of programs, an archive or what nobody can see may be among it. */
  readonly isOpen: boolean;
}

/** What the instructions of a stage and of those it starts from bring. */
export function programsBroughtTo(stage: Stage): BroughtPrograms {
  const names = new Set<string>();
  let isOpen = false;
  for (const each of ancestryOf(stage).stages)
    for (const instruction of each.instructions) {
      if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') continue;
      const paths = instruction.words.map(({ text }) => expandedWord(text, each, instruction));
      for (const [index, path] of paths.entries()) {
        const isTarget = index === paths.length - 1;
        const name = path === undefined ? undefined : lastPart(path);
        if (path === undefined || (!isTarget && MAY_HOLD_PROGRAMS.test(path))) isOpen = true;
        else if (name !== undefined && name !== '' && !(isTarget && path.endsWith('/'))) names.add(name);
      }
    }
  return { names: [...names], isOpen };
}

/** Folders of programs, the root, patterns and archives. */
const MAY_HOLD_PROGRAMS = /(?:^|\/)(?:s?bin|usr|local|rootfs|root|tools?)\/?$|^\/$|[*?[]|\.(?:tar|tgz|txz|tar\.\w+)$/;

function lastPart(path: string): string {
  return path.replace(/\/+$/, '').slice(path.replace(/\/+$/, '').lastIndexOf('/') + 1);
}
