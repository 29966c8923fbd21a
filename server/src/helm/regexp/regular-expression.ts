import type { Span } from '../../text/span.js';
import { type Match, Matcher } from './matcher.js';
import { parseRegularExpression } from './parse-regular-expression.js';
import { compileExpression, type Instruction } from './program.js';

/** A regular expression as Go reads and matches it. Spans are UTF-16 offsets of the text. */
export class RegularExpression {
  readonly #program: readonly Instruction[];
  readonly #groupNames: readonly (string | undefined)[];

  /** Throws a `FunctionError` in Go's words if the pattern is none of RE2, and for a text that would take too long. */
  constructor(pattern: string) {
    const { root, groupNames } = parseRegularExpression(pattern);
    this.#program = compileExpression(root);
    this.#groupNames = groupNames;
  }

  find(text: string): Match | undefined {
    return this.#matcher(text).search(0);
  }

  /** At most `limit` matches that do not overlap; a negative limit means all. An empty match right after another one is none. */
  findAll(text: string, limit: number): readonly Match[] {
    const matcher = this.#matcher(text);
    const matches: Match[] = [];
    let previousEnd = -1;
    for (let position = 0; position <= text.length && (limit < 0 || matches.length < limit); ) {
      const match = matcher.search(position);
      if (match === undefined) break;
      const { start, end } = spanOf(match);
      if (end > position || start !== previousEnd) {
        if (end > start || start !== previousEnd) matches.push(match);
      }
      position = end > position ? end : position + ((text.codePointAt(position) ?? 0) > 0xffff ? 2 : 1);
      previousEnd = end;
    }
    return matches;
  }

  /** The pieces between matches, at most `limit` of them if that is not negative. */
  split(text: string, limit: number): readonly Span[] {
    if (limit === 0) return [];
    if (text === '') return [{ start: 0, end: 0 }];
    const pieces: Span[] = [];
    let start = 0;
    let last = 0;
    for (const match of this.findAll(text, limit)) {
      if (limit > 0 && pieces.length === limit - 1) break;
      const separator = spanOf(match);
      last = separator.start;
      if (separator.end !== 0) pieces.push({ start, end: last });
      start = separator.end;
    }
    if (last !== text.length) pieces.push({ start, end: text.length });
    return pieces;
  }

  /**
   * What a replacement stands for after a match: text of its own, and spans of the text matched. `$1`, `${1}` and `$name` are groups,
   * `$$` is a dollar sign.
   */
  expand(template: string, match: Match): readonly (string | Span)[] {
    const parts: (string | Span)[] = [];
    let start = 0;
    for (const reference of template.matchAll(/\$(?:(\$)|\{([\p{L}\p{N}_]+)\}|([\p{L}\p{N}_]+))/gu)) {
      parts.push(template.slice(start, reference.index));
      start = reference.index + reference[0].length;
      const name = reference[2] ?? reference[3];
      parts.push(name === undefined ? '$' : this.#groupSpan(name, match));
    }
    parts.push(template.slice(start));
    return parts.filter(part => (typeof part === 'string' ? part !== '' : part.end > part.start));
  }

  /** The group of that name or number; of several with one name, the first that took part. */
  #groupSpan(name: string, match: Match): Span | string {
    const indexes = /^\d+$/.test(name) ? [Number(name)] : this.#groupNames.flatMap((other, index) => (other === name ? [index] : []));
    const index = indexes.find(each => (match[each * 2] ?? -1) >= 0);
    return index === undefined ? '' : { start: match[index * 2] ?? 0, end: match[index * 2 + 1] ?? 0 };
  }

  #matcher(text: string): Matcher {
    return new Matcher(this.#program, this.#groupNames.length, text);
  }
}

/** Where the whole match stands. */
export function spanOf(match: Match): Span {
  return { start: match[0] ?? 0, end: match[1] ?? 0 };
}
