import type { Resource } from '../kubernetes/resource.js';
import type { ReadDocument } from '../rules/define-rule.js';
import type { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';

/** A document as rules about reading it see it. */
export function readDocument(
  source: SourceText,
  language: ReadDocument['language'],
  errors: ReadDocument['errors'],
  notAnalysed: string | undefined,
  resource?: Resource,
): ReadDocument {
  return { span: resource?.node.get('kind')?.span ?? firstText(source), language, errors, notAnalysed };
}

/** The first line that has any text, without the white space around it. What separates documents is none if there is more. */
function firstText({ text }: SourceText): Span {
  const separator = /^\s*---[ \t]*(?=[\r\n]+\s*\S)/.exec(text)?.[0].length ?? 0;
  const start = separator + Math.max(text.slice(separator).search(/\S/), 0);
  const line = /^[^\r\n]*/.exec(text.slice(start))?.[0].trimEnd() ?? '';
  return { start, end: start + line.length };
}
