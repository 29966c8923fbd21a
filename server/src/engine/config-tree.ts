import type { Rule } from '../rules/define-rule.js';
import type { SourceText } from '../text/source-text.js';
import { folderOf, isInside } from '../workspace/uri-path.js';
import { type Config, DEFAULT_CONFIG } from './config.js';
import { parseConfig } from './parse-config.js';
import type { ConfigProblem } from './schema-problems.js';

/** The configuration files of the workspace. Of those in the folders above a document, the nearest holds, alone. */
export class ConfigTree {
  readonly #rules: readonly Rule[];
  /** By the folder of the file. */
  readonly #files = new Map<string, { readonly config: Config; readonly problems: readonly ConfigProblem[] }>();

  constructor(rules: readonly Rule[]) {
    this.#rules = rules;
  }

  set(uri: string, source: SourceText): void {
    this.#files.set(folderOf(uri), parseConfig(source, this.#rules));
  }

  remove(uri: string): void {
    this.#files.delete(folderOf(uri));
  }

  configFor(uri: string): Config {
    if (this.#files.size === 0) return DEFAULT_CONFIG;
    let nearest = '';
    for (const folder of this.#files.keys()) if (isInside(uri, folder) && folder.length > nearest.length) nearest = folder;
    return this.#files.get(nearest)?.config ?? DEFAULT_CONFIG;
  }

  /** What is wrong in a configuration file; nothing for other documents. */
  problemsOf(uri: string): readonly ConfigProblem[] {
    return uri.endsWith('/.plimsoll.yaml') ? (this.#files.get(folderOf(uri))?.problems ?? []) : [];
  }
}
