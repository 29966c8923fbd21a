import type { Instruction, Word } from './dockerfile.js';
import { parseHeredocStart } from './heredoc.js';

/** A `COPY` or `ADD` of files of the build context. */
export interface ContextCopy {
  readonly instruction: Instruction;
  readonly sources: readonly Word[];
  readonly destination: Word;
}

/** Reads a `COPY` or `ADD` that takes files from the build context: not from a stage, an image, a heredoc or the network. */
export function contextCopyOf(instruction: Instruction): ContextCopy | undefined {
  const { keyword, flags, words } = instruction;
  if ((keyword !== 'COPY' && keyword !== 'ADD') || flags.some(({ name }) => name === 'from')) return undefined;
  const destination = words.at(-1);
  const sources = words.slice(0, -1).filter(({ text }) => parseHeredocStart(text) === undefined && !/^(?:https?:|git@|git:)/.test(text));
  return destination === undefined || sources.length === 0 ? undefined : { instruction, sources, destination };
}

/** Whether it copies the whole context: `COPY . .`. */
export function copiesWholeContext({ sources }: ContextCopy): boolean {
  return sources.some(({ text }) => /^(?:\.?\/?|\.?\/?\*)$/.test(text) && text !== '');
}

/** Whether it brings a go.mod by name or by a pattern for such names. */
export function copiesModuleFile({ sources }: ContextCopy): boolean {
  return sources.some(({ text }) => /(?:^|\/)(?:go\.mod|go\.\*|go\.mod\*|go\.\[?[ms][^/]*|\*\.mod|go\*)$/.test(text));
}

/** Whether it brings Go sources by name. */
export function copiesGoSource({ sources }: ContextCopy): boolean {
  return sources.some(({ text }) => text.endsWith('.go'));
}

/** The absolute folder that a path of an instruction means; `undefined` where variables decide. */
export function resolvedPath(path: string, workingDirectory: string | undefined): string | undefined {
  if (/[$"'\\]/.test(path)) return undefined;
  const whole = path.startsWith('/') ? path : workingDirectory === undefined ? undefined : `${workingDirectory}/${path}`;
  if (whole === undefined) return undefined;
  const parts: string[] = [];
  for (const part of whole.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
