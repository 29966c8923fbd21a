import { fallbackOrigin, type Origin } from '../../gotemplate/origin.js';
import { TracedText } from '../../gotemplate/traced-text.js';
import type { Value } from '../../gotemplate/value.js';

/** A value that was taken because another is empty: it remembers, down to the last character, what was looked at first. */
export function withFallback(taken: Value, empty: Origin | undefined): Value {
  if (empty?.kind !== 'value') return taken;
  const origin = fallbackOrigin(taken.origin, empty);
  if (!(taken.data instanceof TracedText)) return { data: taken.data, origin };
  const spans = taken.data.spans.map(span => ({ ...span, origin: fallbackOrigin(span.origin, empty) }));
  return { data: new TracedText(taken.data.text, spans), origin };
}
