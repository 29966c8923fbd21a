import type {
  BranchStatement,
  DefineStatement,
  PrintStatement,
  Statement,
  StatementList,
  Tag,
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
export function templateLines(file: TemplateFile): TemplateLine[] {
  const { text } = file;
  const actions = actionsOf(file);
  const lines: TemplateLine[] = [];
  let line = emptyLine();
  const end = (offset: number) => {
    lines.push({ text: line.text.join(''), offsets: [...line.offsets, offset], prints: line.prints });
    line = emptyLine();
  };
  let at = 0;
  for (const { span, print, isPrinted } of [
    ...actions,
    silent({ span: { start: text.length, end: text.length }, trimsBefore: false, trimsAfter: false }),
  ]) {
    for (; at < span.start; at++) {
      const character = text[at] ?? '';
      if (character === '\n') end(at);
      else if (character !== '\r') write(line, character, at);
    }
    if (isPrinted) {
      if (print !== undefined) line.prints.push(print);
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

/**
 * The column at which what an action prints starts, once white space is trimmed: `behind` other text on its line, and behind what another
 * action prints; `unknown` where that depends on a condition.
 */
export function printColumnOf(file: TemplateFile, { tag }: PrintStatement): number | 'behind' | 'unknown' {
  const { text } = file;
  const actions = actionsOf(file);
  let index = indexBefore(actions, tag.span.start);
  let [at, trims, width] = [tag.span.start, tag.trimsBefore, 0];
  for (; index >= -1; index--) {
    const action = actions[index];
    if (action !== undefined && action.span.start > at) continue;
    const between = text.slice(action?.span.end ?? 0, at);
    const line = trims ? between.trimEnd() : between.slice(between.lastIndexOf('\n') + 1);
    if (line.trim() !== '') return 'behind';
    width += line.length;
    if (action === undefined || (!trims && between.includes('\n') && !action.trimsAfter)) return width;
    if (action.isPrinted) return 'behind';
    if (action.role === 'end') return 'unknown';
    // What stands before the other side of a branch is what stands before all of it.
    const opening = action.role === 'else' ? action.opening : action;
    [at, trims] = [opening.span.start, opening.trimsBefore];
  }
  return 'unknown';
}

/** The last action that ends at an offset or before it; -1 if there is none. */
function indexBefore(actions: readonly Action[], offset: number): number {
  let [low, high] = [-1, actions.length];
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if ((actions[middle]?.span.end ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low;
}

/** A tree stays as it is, and many ask for its actions. */
const ACTIONS = new WeakMap<StatementList, readonly Action[]>();

/** All actions of a file in the order of their places. */
function actionsOf({ root, text }: TemplateFile): readonly Action[] {
  const known = ACTIONS.get(root);
  if (known !== undefined) return known;
  const actions = actionsIn(root, text).sort((a, b) => a.span.start - b.span.start);
  ACTIONS.set(root, actions);
  return actions;
}

type Trims = Pick<Tag, 'span' | 'trimsBefore' | 'trimsAfter'>;

interface Action extends Trims {
  readonly isPrinted: boolean;
  /** Of what is printed, unless it is the outcome of `{{ template }}`. */
  readonly print: PrintStatement | undefined;
  readonly role: 'else' | 'end' | 'other';
  /** Of the branch that an `else` belongs to. */
  readonly opening: Trims;
}

function silent({ span, trimsBefore, trimsAfter }: Trims, role: Action['role'] = 'other', opening?: Trims): Action {
  const tag = { span, trimsBefore, trimsAfter };
  return { ...tag, isPrinted: false, print: undefined, role, opening: opening ?? tag };
}

function printed({ span, trimsBefore, trimsAfter }: Trims, print: PrintStatement | undefined): Action {
  const tag = { span, trimsBefore, trimsAfter };
  return { ...tag, isPrinted: true, print, role: 'other', opening: tag };
}

function actionsIn({ statements }: StatementList, text: string): Action[] {
  return statements.flatMap(statement => {
    if (statement.kind === 'text') return [];
    if (statement.kind === 'comment') return [silent({ span: statement.span, ...commentTrims(text, statement.span) })];
    if (statement.kind === 'print') {
      const { tag, pipeline } = statement;
      return [pipeline.variables.length > 0 ? silent(tag) : printed(tag, statement)];
    }
    if (statement.kind === 'template') return [printed(statement.tag, undefined)];
    const { tag: opening } = statement;
    const elseTag = 'elseTag' in statement ? statement.elseTag : undefined;
    const endTag = 'endTag' in statement ? statement.endTag : undefined;
    const own = [
      silent(opening),
      ...(elseTag === undefined ? [] : [silent(elseTag, 'else', opening)]),
      ...(endTag === undefined ? [] : [silent(endTag, 'end')]),
    ];
    const inner = 'body' in statement ? actionsIn(statement.body, text) : [];
    const otherwise = 'otherwise' in statement && statement.otherwise !== undefined ? actionsIn(statement.otherwise, text) : [];
    return [...own, ...inner, ...otherwise];
  });
}

function commentTrims(text: string, { start, end }: Span): Omit<Trims, 'span'> {
  return { trimsBefore: text.startsWith('{{-', start), trimsAfter: text.startsWith('-}}', end - 3) };
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
