import type { Span } from './span.js';

export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
  /** What the edit does to a YAML tree. Where it is, the edit can be done again in the file that the text was made from. */
  readonly intent?: EditIntent;
}

/** An edit of a YAML tree, as data. Spans name nodes, in the offsets of the edit; lines are those of `yaml-edit`. */
export type EditIntent =
  | { readonly kind: 'value'; readonly node: Span; readonly was: string | undefined; readonly value: string | number | boolean | null }
  | { readonly kind: 'entry'; readonly node: Span; readonly lines: readonly string[] }
  | { readonly kind: 'item'; readonly node: Span; readonly lines: readonly string[] }
  | { readonly kind: 'removal'; readonly node: Span };

/** Whether two edits of one text cannot both be applied. Two insertions at one place can: they apply in order. */
function conflict(a: TextEdit, b: TextEdit): boolean {
  return a.span.start < b.span.end && b.span.start < a.span.end;
}

/** Whether no edit of `edits` overlaps another. */
export function areDisjoint(edits: readonly TextEdit[]): boolean {
  return edits.every((edit, index) => edits.slice(index + 1).every(other => !conflict(edit, other)));
}

/** Applies edits that all refer to `text`. Overlapping edits are a bug in the caller and throw. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let result = '';
  let offset = 0;
  for (const edit of ordered) {
    if (edit.span.start < offset) throw new RangeError('overlapping edits');
    result += text.slice(offset, edit.span.start) + edit.newText;
    offset = edit.span.end;
  }
  return result + text.slice(offset);
}

/** The same edit in a text that starts `offset` earlier. */
export function movedEdit({ span, newText, intent }: TextEdit, offset: number): TextEdit {
  return { span: movedSpan(span, offset), newText, ...(intent === undefined ? {} : { intent: movedIntent(intent, offset) }) };
}

export function movedIntent<Intent extends EditIntent>(intent: Intent, offset: number): Intent {
  return { ...intent, node: movedSpan(intent.node, offset) };
}

export function movedSpan({ start, end }: Span, offset: number): Span {
  return { start: start + offset, end: end + offset };
}
