import type { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';

/**
 * Why nobody means a text that does not parse to be read as it stands: a full sentence. `undefined` where its errors are mistakes.
 *
 * @param errors what is wrong, the first place first
 */
export function whyNotYetRead(
  source: SourceText,
  language: 'YAML' | 'Dockerfile',
  errors: readonly { readonly span: Span }[],
): string | undefined {
  const [first] = errors;
  if (first === undefined) return undefined;
  const { start, end } = source.lineSpan(source.lineAt(first.span.start));
  const line = source.text.slice(start, end);
  // The output of docker and of Go programs is formatted with actions too, in any command of a Dockerfile.
  if (/\{[{%]|<%/.test(language === 'YAML' ? source.text : line))
    return `It holds template actions and is no ${language} before they are rendered.`;
  const [placeholder] = PLACEHOLDER.exec(line) ?? (language === 'YAML' ? LINE_TO_FILL_IN.exec(source.text) : undefined) ?? [];
  if (placeholder !== undefined) return `It holds "${placeholder}", which something else fills in before it is read.`;
  return /^\s*\.{3,}\s*$/.test(line) ? 'It leaves lines out: "..." stands for them.' : undefined;
}

/** `@NAME@`, `{NAME}`, `[YOUR REGISTRY]/app`: no YAML, and no name of anything. */
const PLACEHOLDER = /@[A-Z][A-Z0-9_]*@|\{[A-Z][A-Z0-9_]*\}|\[[A-Z][A-Z0-9_ -]*\](?=\/)/;

/** A line that a program replaces by others, of which YAML says only later that it does not fit. */
const LINE_TO_FILL_IN = /(?<=^[ \t]*)<[A-Z][A-Z0-9_]*>(?=[ \t]*\r?$)/m;
