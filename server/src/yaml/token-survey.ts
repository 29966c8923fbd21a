import type { CST } from 'yaml';

/** A bracket or quote that is not closed. */
export interface Opening {
  readonly offset: number;
  readonly character: string;
}

/** What can be told of a document's tokens without making a tree of them. */
export class TokenSurvey {
  /** How deep collections are nested. */
  depth = 0;
  /** In the order of the text. */
  readonly comments: { start: number; end: number }[] = [];
  readonly unclosed: Opening[] = [];
  /** What is yet to be walked: no recursion, because the survey is to tell how deep it would go. */
  readonly #pending: { readonly token: CST.Token; readonly depth: number }[] = [];

  constructor(tokens: readonly CST.Token[]) {
    for (const token of tokens) this.#pending.push({ token, depth: 0 });
    for (let next = this.#pending.pop(); next !== undefined; next = this.#pending.pop()) {
      this.depth = Math.max(this.depth, next.depth);
      this.#walk(next.token, next.depth);
    }
    this.comments.sort((a, b) => a.start - b.start);
    this.unclosed.sort((a, b) => a.offset - b.offset);
  }

  #walk(token: CST.Token, depth: number): void {
    switch (token.type) {
      case 'comment':
        this.#readComments([token]);
        break;
      case 'document':
        this.#readComments(token.start);
        this.#later(token.value, depth);
        this.#readComments(token.end);
        break;
      case 'block-map':
      case 'block-seq':
      case 'flow-collection':
        this.#walkCollection(token, depth);
        break;
      case 'block-scalar':
        this.#readComments(token.props);
        break;
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
        if (token.source.length < 2 || token.source.at(-1) !== token.source[0]) this.#addOpening(token.offset, token.source);
        this.#readComments(token.end);
        break;
      case 'scalar':
      case 'alias':
      case 'doc-end':
        this.#readComments(token.end);
        break;
      default:
        break;
    }
  }

  #walkCollection(token: CST.BlockMap | CST.BlockSequence | CST.FlowCollection, depth: number): void {
    for (const { start, key, sep, value } of token.items) {
      this.#readComments(start);
      this.#later(key, depth + 1);
      this.#readComments(sep);
      this.#later(value, depth + 1);
    }
    if (token.type !== 'flow-collection') return;
    this.#readComments(token.end);
    const closing = token.start.source === '[' ? ']' : '}';
    if (!token.end.some(({ source }) => source === closing)) this.#addOpening(token.offset, token.start.source);
  }

  #later(token: CST.Token | null | undefined, depth: number): void {
    if (token) this.#pending.push({ token, depth });
  }

  #addOpening(offset: number, source: string): void {
    this.unclosed.push({ offset, character: source.charAt(0) });
  }

  #readComments(tokens: readonly CST.Token[] | undefined): void {
    if (tokens === undefined) return;
    for (const token of tokens) {
      if (token.type !== 'comment') continue;
      const length = token.source.endsWith('\r') ? token.source.length - 1 : token.source.length;
      this.comments.push({ start: token.offset, end: token.offset + length });
    }
  }
}
