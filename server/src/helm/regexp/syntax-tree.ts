/** Whether one code point belongs to a class of characters. */
export type CharacterTest = (code: number) => boolean;

/** What holds between two characters without consuming one. */
export type Assertion = 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word-boundary' | 'no-word-boundary';

/** A regular expression of RE2 as a tree. */
export type Expression =
  | { readonly kind: 'empty' }
  | { readonly kind: 'character'; readonly test: CharacterTest }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'sequence'; readonly parts: readonly Expression[] }
  | { readonly kind: 'choice'; readonly parts: readonly Expression[] }
  | { readonly kind: 'group'; readonly index: number; readonly part: Expression }
  | Repetition;

/** `part` between `least` and `most` times; `greedy` prefers more. */
export interface Repetition {
  readonly kind: 'repetition';
  readonly part: Expression;
  readonly least: number;
  readonly most: number;
  readonly greedy: boolean;
}

/** Whether the expression can match no text at all. */
export function canBeEmpty(expression: Expression): boolean {
  switch (expression.kind) {
    case 'empty':
    case 'assertion':
      return true;
    case 'character':
      return false;
    case 'sequence':
      return expression.parts.every(canBeEmpty);
    case 'choice':
      return expression.parts.some(canBeEmpty);
    case 'group':
      return canBeEmpty(expression.part);
    case 'repetition':
      return expression.least === 0 || canBeEmpty(expression.part);
  }
}

/** How often the part that is repeated most is written out, if counted repetitions are. */
export function copiesOf(expression: Expression): number {
  switch (expression.kind) {
    case 'group':
      return copiesOf(expression.part);
    case 'sequence':
    case 'choice':
      return expression.parts.reduce((most, part) => Math.max(most, copiesOf(part)), 1);
    case 'repetition': {
      const own = expression.most === Number.POSITIVE_INFINITY ? expression.least : expression.most;
      return Math.max(own, 1) * copiesOf(expression.part);
    }
    default:
      return 1;
  }
}
