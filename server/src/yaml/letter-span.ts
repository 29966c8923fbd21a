import type { Span } from '../text/span.js';
import type { YamlNode } from './yaml-node.js';

/** Where the text of a scalar stands letter for letter, without its quotes; `undefined` where it is written in another way, or elsewhere. */
export function letterSpan({ text, span, source, isShared }: YamlNode): Span | undefined {
  if (text === undefined || isShared) return undefined;
  const written = source.text.slice(span.start, span.end);
  const quote = written === text ? 0 : written === `"${text}"` || written === `'${text}'` ? 1 : undefined;
  return quote === undefined ? undefined : { start: span.start + quote, end: span.end - quote };
}
