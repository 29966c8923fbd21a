import type { Statement, StatementList, TemplateFile } from '../../gotemplate/template-tree.js';
import type { Span } from '../../text/span.js';

/** An entry of the outline of a template. */
export interface OutlineEntry {
  readonly name: string;
  readonly kind: 'template' | 'branch' | 'object';
  readonly span: Span;
  /** What is shown when the entry is chosen. */
  readonly selection: Span;
  readonly children: readonly OutlineEntry[];
}

/** Named templates, branches and loops, and the objects between them. */
export function templateOutline({ root, text }: TemplateFile): OutlineEntry[] {
  return entriesOf(root, text);
}

/** What can be folded: every statement that has a body and stands on several lines, and comments. */
export function templateFolds({ root }: TemplateFile): Span[] {
  return statementsIn(root).flatMap(statement => {
    if (statement.kind === 'comment') return [statement.span];
    if (!('body' in statement)) return [];
    const isBranch = 'otherwise' in statement;
    const elseStart = isBranch ? statement.elseTag?.span.start : undefined;
    const first = { start: statement.span.start, end: elseStart ?? statement.span.end };
    return isBranch && elseStart !== undefined ? [first, { start: elseStart, end: statement.span.end }] : [first];
  });
}

function entriesOf({ statements }: StatementList, text: string): OutlineEntry[] {
  return statements.flatMap(statement => {
    const children = listsOf(statement).flatMap(list => entriesOf(list, text));
    switch (statement.kind) {
      case 'define':
      case 'block':
        return [{ name: statement.name.value, kind: 'template', span: statement.span, selection: statement.name.span, children }];
      case 'if':
      case 'with':
      case 'range': {
        const { pipeline, span, tag } = statement;
        const name = `${statement.kind} ${text.slice(pipeline.span.start, pipeline.span.end).replaceAll(/\s+/g, ' ')}`.trim();
        return [{ name, kind: 'branch', span, selection: tag.span, children }];
      }
      case 'text':
        return objectsIn(text, statement.span);
      default:
        return children;
    }
  });
}

/** `kind: Deployment` at the start of a line. */
function objectsIn(text: string, { start, end }: Span): OutlineEntry[] {
  return [...text.slice(start, end).matchAll(/^kind: *([A-Z]\w*)/gm)].map(match => {
    const at = start + match.index;
    const span = { start: at, end: at + match[0].length };
    return { name: match[1] ?? '', kind: 'object', span, selection: span, children: [] };
  });
}

function statementsIn(list: StatementList): Statement[] {
  return list.statements.flatMap(statement => [statement, ...listsOf(statement).flatMap(statementsIn)]);
}

function listsOf(statement: Statement): StatementList[] {
  if (!('body' in statement)) return [];
  return 'otherwise' in statement && statement.otherwise !== undefined ? [statement.body, statement.otherwise] : [statement.body];
}
