import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { TrackedFiles } from './tracked-files.js';

/**
 * What the `.gitignore` files from a folder up to the root of its repository say. The deepest file that speaks about a path decides. As
 * for git, nothing is ignored that is in the repository already.
 */
export class IgnoreRules {
  readonly #above: IgnoreRules | undefined;
  readonly #folder: string;
  readonly #patterns: Ignore | undefined;
  readonly #tracked: TrackedFiles | undefined;

  private constructor(above: IgnoreRules | undefined, folder: string, patterns: Ignore | undefined, tracked?: TrackedFiles) {
    this.#above = above;
    this.#folder = folder;
    this.#patterns = patterns;
    this.#tracked = tracked;
  }

  /**
   * The rules from above a folder. Where the repository ignores that folder itself, it was asked for by name, and nothing from above
   * counts.
   */
  static above(folder: string): IgnoreRules {
    const none = new IgnoreRules(undefined, folder, undefined);
    const rules = foldersOfRepositoryAbove(folder).reduce((above, current) => above.enter(current), none);
    return rules.ignores(folder, true) ? none : rules;
  }

  /** Patterns as an editor's settings write them, relative to a folder. */
  static ofPatterns(folder: string, patterns: readonly string[]): IgnoreRules {
    return new IgnoreRules(undefined, folder, parse(patterns.flatMap(alternatives)));
  }

  /** The rules for what stands in a folder, with those of its own files. */
  enter(folder: string): IgnoreRules {
    const texts = [readIfThere(join(folder, '.git', 'info', 'exclude')), readIfThere(join(folder, '.gitignore'))];
    const patterns = parse(texts.filter(text => text !== undefined));
    const tracked = existsSync(join(folder, '.git')) ? new TrackedFiles(folder) : this.#tracked;
    return patterns === undefined && tracked === this.#tracked ? this : new IgnoreRules(this, folder, patterns, tracked);
  }

  ignores(path: string, isFolder: boolean): boolean {
    for (let rules: IgnoreRules | undefined = this; rules !== undefined; rules = rules.#above) {
      if (rules.#patterns === undefined) continue;
      const relative = path.slice(rules.#folder.length + (rules.#folder.endsWith(sep) ? 0 : 1));
      const { ignored, unignored } = rules.#patterns.test(
        `${sep === '/' ? relative : relative.replaceAll(sep, '/')}${isFolder ? '/' : ''}`,
      );
      if (ignored || unignored) return ignored && this.#tracked?.has(path) !== true;
    }
    return false;
  }
}

/** The root of the repository that a folder stands in; the folder itself outside of one. */
export function repositoryRootOf(folder: string): string {
  return foldersOfRepositoryAbove(folder)[0] ?? folder;
}

/** The folders above `folder`, down from the root of its repository; none outside of one. */
function foldersOfRepositoryAbove(folder: string): readonly string[] {
  const folders: string[] = [];
  for (let current = folder; !existsSync(join(current, '.git')); ) {
    const above = dirname(current);
    if (above === current) return [];
    folders.unshift(above);
    current = above;
  }
  return folders;
}

function parse(texts: readonly string[]): Ignore | undefined {
  return texts.length === 0 ? undefined : ignore({ ignorecase: false }).add(texts.join('\n'));
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
}

/** `a/{b,c}` as `a/b` and `a/c`: editors write alternatives, `.gitignore` knows none. */
function alternatives(glob: string): string[] {
  const [, before, choices, after] = /^(.*?)\{([^{}]*)\}(.*)$/s.exec(glob) ?? [];
  if (before === undefined || choices === undefined) return [glob];
  return choices.split(',').flatMap(choice => alternatives(`${before}${choice}${after ?? ''}`));
}
