import type { Report } from '../engine/report.js';
import type { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';

/** Where a finding's placeholder stands: all that the finding marks where it is written in another way. `undefined` if it has none. */
export function placeholderSpan({ text }: SourceText, { span, placeholder }: Report): Span | undefined {
  if (placeholder === undefined) return undefined;
  const start = text.slice(span.start, span.end).indexOf(placeholder);
  return start === -1 ? span : { start: span.start + start, end: span.start + start + placeholder.length };
}
