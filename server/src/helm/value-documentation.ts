import type { ValuePath } from '../gotemplate/origin.js';
import type { ValuesFile } from './values-file.js';

/** What a comment in a file of values says about a value. */
export interface ValueDocumentation {
  readonly text: string;
  /** Whether it is marked as the documentation of the value, in one of the ways that tools read: `# -- ` above the key, `@param`. */
  readonly isMarked: boolean;
}

/**
 * The documentation of a value: the comment above its key, or what a comment anywhere in the file says by its path.
 *
 * @param keyOffset where the key starts
 * @param path in the file
 */
export function documentationOf(file: ValuesFile, keyOffset: number, path: ValuePath): ValueDocumentation | undefined {
  const above = commentAbove(file.text, keyOffset);
  if (above?.isMarked) return above;
  const parameter = parametersOf(file).get(path.join('.'));
  return parameter === undefined ? above : { text: parameter, isMarked: true };
}

/** The lines of comments right above an offset, as helm-docs reads them: `# -- ` starts the description, `# @` is for tools. */
function commentAbove(text: string, offset: number): ValueDocumentation | undefined {
  const lines: string[] = [];
  let isMarked = false;
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  // Of several keys on one line, a comment is about the first.
  if (/[^\s-]/.test(text.slice(lineStart, offset))) return undefined;
  for (let end = lineStart - 1; end > 0 && !isMarked; ) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const [, indentation = '', content] = /^([ \t]*)#+(.*?)\r?$/.exec(text.slice(start, end)) ?? [];
    // What stands further right belongs to the value before.
    if (content === undefined || indentation.length > offset - lineStart) break;
    const description = /^\s*--\s?(.*)$/.exec(content)?.[1];
    isMarked = description !== undefined;
    if (!/^\s*(?:@|plimsoll-ignore|yamllint |[-=*]{3,}\s*$)/.test(content)) lines.unshift((description ?? content).trim());
    end = start - 1;
  }
  const comment = lines.join('\n').trim();
  return comment === '' ? undefined : { text: comment, isMarked };
}

const PARAMETERS = new WeakMap<ValuesFile, ReadonlyMap<string, string>>();

/** What lines like `## @param image.tag The version` say, by path. Types and defaults in brackets are for tools. */
function parametersOf(file: ValuesFile): ReadonlyMap<string, string> {
  const known = PARAMETERS.get(file);
  if (known !== undefined) return known;
  const found = file.text.matchAll(/^[ \t]*#+[ \t]*@param[ \t]+([\w./-]+)[ \t]+(?:\[[^\]\n]*\][ \t]*)?(\S.*?)[ \t]*\r?$/gm);
  const parameters = new Map([...found].map(match => [match[1] ?? '', match[2] ?? '']));
  PARAMETERS.set(file, parameters);
  return parameters;
}
