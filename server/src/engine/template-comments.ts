import type { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';

/** A comment of a Helm template that stands on one line, as if it were one of YAML: `text` starts with `#`. */
export interface TemplateComment {
  readonly text: string;
  readonly span: Span;
  readonly ownLine: boolean;
}

const COMMENT = /\{\{-?[ \t]*\/\*[ \t]*(?<body>[^\n]*?)[ \t]*\*\/[ \t]*-?\}\}|(?<=^|\s)#(?<plain>[^\r\n]*)/gm;

/** The comments of a template: those of its actions, `{{/* … *\/}}`, and those of the YAML that it writes. */
export function templateComments({ text }: SourceText): TemplateComment[] {
  return [...text.matchAll(COMMENT)].map(match => {
    const body = match.groups?.['body'] ?? match.groups?.['plain']?.trimEnd() ?? '';
    const start = match.index;
    const lineStart = text.lastIndexOf('\n', start - 1) + 1;
    return {
      text: `#${body}`,
      span: { start, end: start + match[0].trimEnd().length },
      ownLine: text.slice(lineStart, start).trim() === '' && /^[ \t\r]*(?:\n|$)/.test(text.slice(start + match[0].length)),
    };
  });
}
