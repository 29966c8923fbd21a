import type { TemplateSyntaxError } from '../../gotemplate/template-tree.js';
import type { SourceText } from '../../text/source-text.js';
import { defineRule, fix, satisfied, violated } from '../define-rule.js';

/** Reports the first error of syntax in a template. */
export const templateSyntax = defineRule({
  id: 'helm/template-syntax',
  title: 'Template that Helm cannot read',
  severity: 'error',
  rejected: 'build',
  release: 1,
  sop: ['G9.2/4'],
  why: 'Helm reads all templates of a chart before it renders any. One that it cannot read keeps the chart from being installed.',
  remedy: 'Mend the first error; those behind it often are its consequences.',
  fixSafety: 'The missing `end` may belong further up.',
  on: 'template',

  *check({ source, file }) {
    const [error] = file.errors;
    yield error === undefined
      ? satisfied()
      : violated({
          span: visibleSpan(error, source),
          message: `Helm cannot read the template: ${error.reason === 'unexpected EOF' ? 'this has no {{ end }}' : error.reason}.`,
          fixes: [
            error.reason === 'unexpected EOF' ? fix('Add the missing end at the end of the file', 'unsafe', endAfter(source)) : undefined,
          ],
        });
  },
});

/** A text on one line: of an error at the end of the file, the last text there. */
function visibleSpan({ span }: TemplateSyntaxError, { text }: SourceText): TemplateSyntaxError['span'] {
  const shown = text.slice(span.start, span.end).trim();
  if (shown !== '') return span;
  const end = text.slice(0, Math.max(span.end, 1)).trimEnd().length;
  return { start: Math.max(end - 1, 0), end: Math.max(end, 1) };
}

function endAfter({ text }: SourceText): { readonly span: { readonly start: number; readonly end: number }; readonly newText: string } {
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  const isAtLineStart = text === '' || text.endsWith('\n');
  const at = text.length;
  return { span: { start: at, end: at }, newText: `${isAtLineStart ? '' : lineBreak}{{- end }}${lineBreak}` };
}
