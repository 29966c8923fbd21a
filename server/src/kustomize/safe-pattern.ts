/**
 * A regular expression that has to fit a whole text. `undefined` for what is none, or might take very long: with repeats in repeats,
 * with more than a few repeats, with references to groups or looks around, which Go does not know either.
 */
export function compileAnchored(pattern: string): RegExp | undefined {
  return compile(`^(?:${pattern})$`, pattern);
}

/** The same for a regular expression that has to fit a part of a text. */
export function compileSearch(pattern: string): RegExp | undefined {
  return compile(pattern, pattern);
}

const MAX_LENGTH = 1000;
const MAX_REPEATS = 4;
const REPEAT = /[*+]|\{[0-9]*,[0-9]*\}/g;

function compile(source: string, pattern: string): RegExp | undefined {
  if (pattern.length > MAX_LENGTH || /\\[1-9k]|\(\?(?!:)/.test(pattern) || hasNestedRepeat(pattern)) return undefined;
  if ((pattern.match(REPEAT)?.length ?? 0) > MAX_REPEATS) return undefined;
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}

/** Whether a group that holds a repeat is repeated itself. */
function hasNestedRepeat(pattern: string): boolean {
  const plain = pattern.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  const repeatsInGroups = [false];
  for (let index = 0; index < plain.length; index++) {
    const character = plain[index] ?? '';
    if (character === '(') repeatsInGroups.push(false);
    if (/[*+{]/.test(character)) repeatsInGroups[repeatsInGroups.length - 1] = true;
    if (character !== ')' || repeatsInGroups.length < 2) continue;
    const isRepeating = repeatsInGroups.pop() === true;
    if (isRepeating && /[*+{]/.test(plain[index + 1] ?? '')) return true;
    if (isRepeating) repeatsInGroups[repeatsInGroups.length - 1] = true;
  }
  return false;
}
