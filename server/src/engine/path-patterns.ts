import ignore, { type Ignore } from 'ignore';
import { isInside, relativePath } from '../workspace/uri-path.js';

/** Patterns in the syntax of `.gitignore`, relative to the folder of the file that they stand in. */
export class PathPatterns {
  readonly #folder: string;
  readonly #patterns: Ignore;

  constructor(folder: string, patterns: readonly string[]) {
    this.#folder = folder;
    this.#patterns = ignore({ ignorecase: false }).add(patterns);
  }

  matches(uri: string): boolean {
    return isInside(uri, this.#folder) && this.#patterns.ignores(relativePath(uri, this.#folder));
  }
}
