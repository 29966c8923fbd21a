/** More wildcards than this are nobody's intention, and would make a regular expression slow. */
const MOST_WILDCARDS = 4;

/** What `${name#pattern}` and `${name%pattern}` leave of a value; a doubled operator takes the longest match. `undefined`: not a pattern. */
export function trimPattern(value: string, pattern: string, side: 'start' | 'end'): string | undefined {
  const greedy = pattern.startsWith(side === 'start' ? '#' : '%');
  const source = patternSource(greedy ? pattern.slice(1) : pattern, greedy);
  if (source === undefined) return undefined;
  if (side === 'start') return value.replace(new RegExp(`^${source}`, 'su'), '');
  // The shortest match at the end starts last, so the starts are tried in that order.
  const whole = new RegExp(`^${source}$`, 'su');
  const starts = Array.from({ length: value.length + 1 }, (_, index) => index);
  const start = (greedy ? starts : starts.reverse()).find(index => whole.test(value.slice(index)));
  return start === undefined ? value : value.slice(0, start);
}

/** What `${name/pattern/…}` looks for; `undefined` if it is not a pattern. */
export function findPattern(pattern: string, all: boolean): RegExp | undefined {
  const source = patternSource(pattern, true);
  return source === undefined ? undefined : new RegExp(source, all ? 'gsu' : 'su');
}

function patternSource(pattern: string, greedy: boolean): string | undefined {
  let source = '';
  let wildcards = 0;
  const characters = [...pattern];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? '';
    if (character === '*') {
      source += greedy ? '.*' : '.*?';
      wildcards++;
    } else if (character === '?') source += '.';
    else if (character === '\\') {
      const next = characters[++index] ?? '';
      if (!['}', '/', '*', '?', '\\'].includes(next) || next === '') return undefined;
      source += quoted(next);
    } else source += quoted(character);
  }
  return wildcards > MOST_WILDCARDS ? undefined : source;
}

function quoted(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}
