/** A test of whole paths, or `undefined` for a pattern that cannot be read. */
export type PathTest = (path: string) => boolean;

/** A pattern as Go's `filepath.Match` reads it: `*` and `?` stop at `/`, `[a-z]` and `[^a-z]` are sets, `\` takes away a meaning. */
export function shellPattern(pattern: string): PathTest | undefined {
  return compile(pattern, { hasAlternatives: false, hasDoubleStar: false, negation: '^' });
}

/** A pattern as `.Files.Glob` reads it: `**` goes through folders, `{a,b}` are alternatives, `[!a]` is anything but `a`. */
export function globPattern(pattern: string): PathTest | undefined {
  return compile(pattern, { hasAlternatives: true, hasDoubleStar: true, negation: '!' });
}

interface Dialect {
  readonly hasAlternatives: boolean;
  readonly hasDoubleStar: boolean;
  readonly negation: '^' | '!';
}

function compile(pattern: string, dialect: Dialect): PathTest | undefined {
  const source = sourceOf(pattern, dialect);
  if (source === undefined) return undefined;
  const expression = new RegExp(`^(?:${source})$`, 'su');
  return path => expression.test(path);
}

function sourceOf(pattern: string, dialect: Dialect): string | undefined {
  let source = '';
  let depth = 0;
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index] ?? '';
    if (character === '*') {
      source += dialect.hasDoubleStar && pattern[index + 1] === '*' ? '.*' : '[^/]*';
      // More stars in a row say no more, and would make matching slow.
      while (pattern[index + 1] === '*') index++;
    } else if (character === '?') source += '[^/]';
    else if (character === '\\') {
      if (index + 1 === pattern.length) return undefined;
      source += escaped(pattern[++index] ?? '');
    } else if (character === '[') {
      const set = readSet(pattern, index, dialect.negation);
      if (set === undefined) return undefined;
      source += set.source;
      index = set.end;
    } else if (dialect.hasAlternatives && character === '{') {
      source += '(?:';
      depth++;
    } else if (depth > 0 && character === '}') {
      source += ')';
      depth--;
    } else source += depth > 0 && character === ',' ? '|' : escaped(character);
  }
  // An alternative that is not closed matches nothing, and is no mistake to anyone.
  return depth === 0 ? source : '(?!)';
}

/** A set in brackets; `end` is where its last bracket stands. */
function readSet(pattern: string, start: number, negation: string): { source: string; end: number } | undefined {
  let index = start + 1;
  let source = '[';
  if (pattern[index] === negation) {
    source += '^/';
    index++;
  }
  const first = index;
  for (; index < pattern.length; index++) {
    const character = pattern[index] ?? '';
    if (character === ']') return index > first ? { source: `${source}]`, end: index } : undefined;
    if (character === '\\') source += escapedInSet(pattern[++index] ?? '\\');
    else if (character !== '-') source += escapedInSet(character);
    else if (index === first || pattern[index + 1] === ']') return undefined;
    else source += '-';
  }
  return undefined;
}

function escaped(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

function escapedInSet(character: string): string {
  return /[\\\]^[-]/.test(character) ? `\\${character}` : character;
}
