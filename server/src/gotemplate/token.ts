import type { Span } from '../text/span.js';
import { byteLengthOf } from './bytes.js';
import { quoteText } from './quoting.js';

export type TokenKind =
  | 'space'
  | 'keyword'
  | 'identifier'
  | 'field'
  | 'variable'
  | 'string'
  | 'number'
  | 'character'
  | 'bool'
  | 'nil'
  | 'dot'
  | 'pipe'
  | 'left-paren'
  | 'right-paren'
  | 'declare'
  | 'assign'
  /** Another printable character, of which only the comma has a place in the grammar. */
  | 'other'
  | 'right-delimiter'
  /** What cannot be read, with a `message`. It is the last token of its action. */
  | 'error';

/** One word of an action. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly span: Span;
  /** Of an `error`: why. */
  readonly message?: string;
}

export const KEYWORDS: ReadonlySet<string> = new Set([
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'range',
  'template',
  'with',
]);

/** A token as Go's messages name it. */
export function describeToken({ kind, text, message }: Token): string {
  if (kind === 'error') return message ?? '';
  if (kind === 'keyword' || kind === 'nil' || kind === 'dot') return `<${text}>`;
  return byteLengthOf(text) > 10 ? `${quoteText([...text].slice(0, 10).join(''))}...` : quoteText(text);
}
