import { ActionParser, type ParseScope } from './action-parser.js';
import { isSpaceAt, lexAction } from './lex-action.js';
import type { SyntaxErrorLog } from './syntax-error-log.js';
import type { CommentStatement, Keyword, Tag, TextStatement } from './template-tree.js';

/** One `{{ … }}` whose keyword has been read. */
export interface OpenTag {
  readonly kind: 'tag';
  readonly tag: Tag;
  /** Reads what follows the keyword. */
  readonly parser: ActionParser;
}

/** Cuts a file of templates into text, comments and tags, and trims the text. */
export class PieceReader {
  readonly #text: string;
  readonly #scope: ParseScope;
  readonly #log: SyntaxErrorLog;
  #position = 0;
  #trimsNext = false;

  constructor(text: string, scope: ParseScope, log: SyntaxErrorLog) {
    this.#text = text;
    this.#scope = scope;
    this.#log = log;
  }

  /** Up to where the file has been read. */
  get position(): number {
    return this.#position;
  }

  /** The next text, comment or tag; `undefined` at the end of the file. */
  next(): TextStatement | CommentStatement | OpenTag | undefined {
    const text = this.#text;
    const found = text.indexOf('{{', this.#position);
    const open = found === -1 ? text.length : found;
    const trimsBefore = text.charAt(open + 2) === '-' && isSpaceAt(text, open + 3);
    let start = this.#position;
    let end = open;
    if (this.#trimsNext) while (start < end && isSpaceAt(text, start)) start++;
    if (trimsBefore) while (end > start && isSpaceAt(text, end - 1)) end--;
    this.#position = open;
    this.#trimsNext = false;
    if (end > start) return { kind: 'text', span: { start, end }, text: text.slice(start, end) };
    if (found === -1) return undefined;
    return text.startsWith('/*', open + (trimsBefore ? 4 : 2)) ? this.#readComment(open, trimsBefore) : this.#readTag(open, trimsBefore);
  }

  #readTag(start: number, trimsBefore: boolean): OpenTag {
    const { tokens, end, trimsAfter } = lexAction(this.#text, start, start + (trimsBefore ? 4 : 2));
    this.#position = end;
    this.#trimsNext = trimsAfter;
    const span = { start, end };
    const parser = new ActionParser(this.#scope, tokens, span);
    return { kind: 'tag', tag: { span, keyword: readKeyword(parser), trimsBefore, trimsAfter }, parser };
  }

  #readComment(start: number, trimsBefore: boolean): CommentStatement {
    const text = this.#text;
    const contentStart = start + (trimsBefore ? 6 : 4);
    const close = text.indexOf('*/', contentStart);
    const content = { start: contentStart, end: close === -1 ? text.length : close };
    const after = close + 2;
    const trimsAfter = isSpaceAt(text, after) && text.startsWith('-}}', after + 1);
    this.#trimsNext = close !== -1 && trimsAfter;
    if (close !== -1 && (trimsAfter || text.startsWith('}}', after))) this.#position = after + (trimsAfter ? 4 : 2);
    else {
      this.#log.add(close === -1 ? 'unclosed comment' : 'comment ends before closing delimiter', { start, end: contentStart }, start);
      this.#position = this.#endOfBrokenComment(start, close === -1 ? contentStart : after);
    }
    return {
      kind: 'comment',
      span: { start, end: this.#position },
      content: { start: contentStart, end: Math.min(content.end, this.#position) },
    };
  }

  #endOfBrokenComment(start: number, from: number): number {
    const close = this.#text.indexOf('}}', from);
    if (close !== -1) return close + 2;
    const lineBreak = this.#text.indexOf('\n', start);
    return lineBreak === -1 ? this.#text.length : lineBreak;
  }
}

/** The keyword at the start of an action, with the second one of `else if`. */
function readKeyword(parser: ActionParser): Keyword | undefined {
  const first = parser.readKeyword();
  if (first === undefined) return undefined;
  const second = first.text === 'else' ? parser.readKeyword('if', 'with') : undefined;
  const name = second === undefined ? first.text : `else ${second.text}`;
  return { name, span: { start: first.span.start, end: (second ?? first).span.end } };
}
