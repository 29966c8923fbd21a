import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** What the `.gitignore` files from a folder up to the root of its repository say. The deepest file that speaks about a path decides. */
export class IgnoreRules {
  readonly #above: IgnoreRules | undefined;
  readonly #folder: string;
  readonly #patterns: Ignore | undefined;

  private constructor(above: IgnoreRules | undefined, folder: string, patterns: Ignore | undefined) {
    this.#above = above;
    this.#folder = folder;
    this.#patterns = patterns;
  }

  /**
   * The rules for what stands in a folder. Where the repository ignores that folder itself, it was asked for by name, and only what its
   * own files say counts.
   *
   * @param excluded patterns that count beside those of the files, relative to the folder
   */
  static of(folder: string, excluded: readonly string[]): IgnoreRules {
    const above = rulesAbove(folder);
    const base = above?.ignores(folder, true) ? undefined : above;
    return new IgnoreRules(base, folder, parsePatterns(folder, excluded));
  }

  /** The rules for what stands in a folder inside this one. */
  enter(folder: string): IgnoreRules {
    const patterns = parsePatterns(folder, []);
    return patterns === undefined ? this : new IgnoreRules(this, folder, patterns);
  }

  ignores(path: string, isFolder: boolean): boolean {
    for (let rules: IgnoreRules | undefined = this; rules !== undefined; rules = rules.#above) {
      if (rules.#patterns === undefined) continue;
      const relative = path.slice(rules.#folder.length + (rules.#folder.endsWith(sep) ? 0 : 1));
      const { ignored, unignored } = rules.#patterns.test(
        `${sep === '/' ? relative : relative.replaceAll(sep, '/')}${isFolder ? '/' : ''}`,
      );
      if (ignored || unignored) return ignored;
    }
    return false;
  }

  static at(above: IgnoreRules | undefined, folder: string): IgnoreRules {
    return new IgnoreRules(above, folder, parsePatterns(folder, []));
  }
}

/** The rules of the folders above `folder`, up to the root of the repository; `undefined` outside of one. */
function rulesAbove(folder: string): IgnoreRules | undefined {
  const above: string[] = [];
  for (let current = folder; !isRepositoryRoot(current); ) {
    const next = dirname(current);
    if (next === current) return undefined;
    above.unshift(next);
    current = next;
  }
  return above.reduce<IgnoreRules | undefined>((rules, current) => IgnoreRules.at(rules, current), undefined);
}

function isRepositoryRoot(folder: string): boolean {
  return existsSync(join(folder, '.git'));
}

function parsePatterns(folder: string, excluded: readonly string[]): Ignore | undefined {
  const texts = [
    readIfThere(join(folder, '.gitignore')),
    readIfThere(join(folder, '.git', 'info', 'exclude')),
    ...excluded.flatMap(alternatives),
  ];
  const written = texts.filter(text => text !== undefined && text !== '');
  return written.length === 0 ? undefined : ignore({ ignorecase: false }).add(written.join('\n'));
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
