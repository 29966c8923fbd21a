import type { Span } from '../text/span.js';
import type { Origin } from './origin.js';
import type { Template } from './template-set.js';

/** A place in a file. */
export interface Place {
  readonly file: string;
  readonly span: Span;
}

/** Where a span of a template stands; of a template that was a value before, where that value stands. */
export function placeIn({ file, source }: Template, span: Span): Place {
  if (source === undefined) return { file: file.name, span };
  const [first] = source.spansWithin(span.start, span.end);
  if (first?.span.origin === undefined) return { file: file.name, span };
  const { origin, sourceOffset, end } = first.span;
  if (sourceOffset < 0) return { file: origin.file, span: origin.span };
  const start = sourceOffset + Math.max(0, span.start - first.start);
  return { file: origin.file, span: { start, end: start + Math.min(span.end, end) - Math.max(span.start, first.start) } };
}

/** The origin of a constant; `exactStart` where its text stands in the file as it is. */
export function constantOrigin({ file, source }: Template, span: Span, exactStart: number | undefined): Origin {
  const origin = source?.slice(span.start, span.end).origin;
  if (origin !== undefined) return origin;
  return { kind: 'literal', file: file.name, span, ...(exactStart !== undefined && { exactStart }) };
}
