import { baseNameOf } from './chart-file.js';
import { type PathTest, shellPattern } from './path-pattern.js';

/**
 * What a `.helmignore` keeps out of a chart. It reads like a `.gitignore` and is none: there is no `**`, and a pattern with `!` keeps out
 * everything that it does not match.
 */
export class HelmIgnore {
  readonly #patterns: readonly Pattern[];
  /** By path, what is known already. */
  readonly #files = new Map<string, boolean>();
  readonly #folders = new Map<string, boolean>();
  /** Patterns that Helm does not accept; it does not load the chart then. */
  readonly invalid: readonly string[];

  constructor(text: string) {
    const lines = text
      .split('\n')
      .map(line => line.trim())
      .filter(line => line !== '' && !line.startsWith('#'));
    const read = [...lines, HIDDEN_TEMPLATES].map(line => ({ line, pattern: patternOf(line) }));
    this.#patterns = read.flatMap(({ pattern }) => pattern ?? []);
    this.invalid = read.filter(({ pattern }) => pattern === undefined).map(({ line }) => line);
  }

  /** Whether a file, or one of the folders that it lies in, is kept out. `path` is relative to the folder of the chart. */
  ignores(path: string): boolean {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const ignored = this.#ignoresFolder(folderOf(path)) || this.#ignoresEntry(path, false);
    this.#files.set(path, ignored);
    return ignored;
  }

  #ignoresFolder(path: string): boolean {
    if (path === '') return false;
    const known = this.#folders.get(path);
    if (known !== undefined) return known;
    const ignored = this.#ignoresFolder(folderOf(path)) || this.#ignoresEntry(path, true);
    this.#folders.set(path, ignored);
    return ignored;
  }

  #ignoresEntry(path: string, isFolder: boolean): boolean {
    return this.#patterns.some(pattern => {
      const matches = (isFolder || !pattern.isFolderOnly) && pattern.test(pattern.isName ? baseNameOf(path) : path);
      return matches !== pattern.isNegated;
    });
  }
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

const HIDDEN_TEMPLATES = 'templates/.?*';

interface Pattern {
  readonly test: PathTest;
  readonly isNegated: boolean;
  readonly isFolderOnly: boolean;
  /** It is about names in any folder rather than about paths. */
  readonly isName: boolean;
}

function patternOf(line: string): Pattern | undefined {
  if (line.includes('**')) return undefined;
  const isNegated = line.startsWith('!');
  const positive = isNegated ? line.slice(1) : line;
  const isFolderOnly = positive.endsWith('/');
  const path = isFolderOnly ? positive.slice(0, -1) : positive;
  const isRooted = path.startsWith('/');
  const test = shellPattern(isRooted ? path.slice(1) : path);
  return test && { test, isNegated, isFolderOnly, isName: !path.includes('/') };
}
