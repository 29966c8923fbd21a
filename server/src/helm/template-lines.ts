import type {
  BranchStatement,
  DefineStatement,
  PrintStatement,
  Statement,
  StatementList,
  TemplateFile,
} from '../gotemplate/template-tree.js';
import type { Span } from '../text/span.js';

/** What stands for each character of an action that prints something. No file of text has it. */
export const PRINTED = '\u0001';

/** A line that a template writes: actions that print nothing are left out, each other one is a run of {@link PRINTED}. */
export interface TemplateLine {
  readonly text: string;
  /** For each character of the text, and for what follows it, the offset in the file. */
  readonly offsets: readonly number[];
  readonly prints: readonly PrintStatement[];
}

/** Statements around a place, the outermost first. */
export interface Surroundings {
  readonly branches: readonly BranchStatement[];
  /** The named template that it belongs to; `undefined` for what the file itself writes. */
  readonly definition: DefineStatement | undefined;
}

/** The lines of a template as they are written, with all branches one after the other. */
export function templateLines({ root, text }: TemplateFile): TemplateLine[] {
  const actions = actionsIn(root).sort((a, b) => a.span.start - b.span.start);
  const lines: TemplateLine[] = [];
  let line = emptyLine();
  const end = (offset: number) => {
    lines.push({ text: line.text.join(''), offsets: [...line.offsets, offset], prints: line.prints });
    line = emptyLine();
  };
  let at = 0;
  for (const { span, print } of [...actions, { span: { start: text.length, end: text.length }, print: undefined }]) {
    for (; at < span.start; at++) {
      const character = text[at] ?? '';
      if (character === '\n') end(at);
      else if (character !== '\r') write(line, character, at);
    }
    if (print !== undefined) {
      line.prints.push(print);
      for (let offset = Math.max(at, span.start); offset < span.end; offset++) write(line, PRINTED, offset);
    }
    at = Math.max(at, span.end);
  }
  end(text.length);
  return lines;
}

/** The statements around an offset. */
export function surroundingsOf({ root }: TemplateFile, offset: number): Surroundings {
  const branches: BranchStatement[] = [];
  let definition: DefineStatement | undefined;
  let list: StatementList | undefined = root;
  while (list !== undefined) {
    const statement: Statement | undefined = list.statements.find(({ span }) => span.start <= offset && offset < span.end);
    list = undefined;
    if (statement === undefined || !('body' in statement)) break;
    if ('otherwise' in statement) {
      branches.push(statement);
      const isElse: boolean = statement.elseTag !== undefined && offset >= statement.elseTag.span.start;
      list = isElse ? statement.otherwise : statement.body;
    } else {
      if (statement.kind === 'define') definition = statement;
      list = statement.body;
    }
  }
  return { branches, definition };
}

interface Action {
  readonly span: Span;
  /** Unless it prints nothing. */
  readonly print: PrintStatement | undefined;
}

function actionsIn({ statements }: StatementList): Action[] {
  return statements.flatMap(statement => {
    if (statement.kind === 'text') return [];
    if (statement.kind === 'comment') return [{ span: statement.span, print: undefined }];
    if (statement.kind === 'print') {
      return [{ span: statement.tag.span, print: statement.pipeline.variables.length > 0 ? undefined : statement }];
    }
    const tags = [
      statement.tag,
      'elseTag' in statement ? statement.elseTag : undefined,
      'endTag' in statement ? statement.endTag : undefined,
    ];
    const own = tags.flatMap(tag => (tag === undefined ? [] : [{ span: tag.span, print: undefined }]));
    const inner = 'body' in statement ? actionsIn(statement.body) : [];
    const otherwise = 'otherwise' in statement && statement.otherwise !== undefined ? actionsIn(statement.otherwise) : [];
    return [...own, ...inner, ...otherwise];
  });
}

interface OpenLine {
  readonly text: string[];
  readonly offsets: number[];
  readonly prints: PrintStatement[];
}

function emptyLine(): OpenLine {
  return { text: [], offsets: [], prints: [] };
}

function write({ text, offsets }: OpenLine, character: string, offset: number): void {
  text.push(character);
  offsets.push(offset);
}
