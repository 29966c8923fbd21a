import { exactList } from '../text/exact-list.js';
import type { Span } from '../text/span.js';
import type { ParseScope } from './action-parser.js';
import { SyntaxErrorLog } from './syntax-error-log.js';
import { type OpenTag, PieceReader } from './template-piece.js';
import type {
  BlockStatement,
  BranchStatement,
  DefineStatement,
  Pipeline,
  Statement,
  StatementList,
  Tag,
  TemplateFile,
} from './template-tree.js';

export interface ParseOptions {
  /** Whether a function exists; a call of another one is an error, as in Go. Without it, all do. */
  readonly hasFunction?: (name: string) => boolean;
}

/** Reads a file of templates, which is itself a template of the given name. Never throws; what Go refuses is in `errors`. */
export function parseTemplate(name: string, text: string, options: ParseOptions = {}): TemplateFile {
  return new TemplateParser(name, text, options).read();
}

/** Whether a template holds nothing but white space, comments and definitions: such a one gives way to another of its name. */
export function isBlank(list: StatementList): boolean {
  return list.statements.every(({ kind, ...rest }) => {
    if (kind === 'text') return 'text' in rest && rest.text.trim() === '';
    return kind === 'comment' || kind === 'define';
  });
}

const DEEPEST_NESTING = 200;

/** The tag that ends a list of statements. */
interface Closer {
  readonly kind: 'end' | 'else';
  readonly open: OpenTag;
}

interface ReadList {
  readonly list: StatementList;
  readonly closer: Closer | undefined;
}

class TemplateParser {
  readonly #name: string;
  readonly #text: string;
  readonly #log: SyntaxErrorLog;
  readonly #scope: ParseScope;
  readonly #pieces: PieceReader;
  readonly #definitions: (DefineStatement | BlockStatement)[] = [];
  /** The templates of the file by name, and whether they are blank. */
  readonly #blankness = new Map<string, boolean>();
  #rangeDepth = 0;
  #nesting = 0;
  /** A definition in the middle of blocks, which are therefore taken to be unclosed. */
  #pendingDefine: OpenTag | undefined;

  constructor(name: string, text: string, options: ParseOptions) {
    this.#name = name;
    this.#text = text;
    this.#log = new SyntaxErrorLog(name, text);
    this.#scope = {
      variables: ['$'],
      hasFunction: options.hasFunction ?? (() => true),
      makeError: (reason, { span, lineOffset, actionStart }) => this.#log.make(reason, span, lineOffset, actionStart),
    };
    this.#pieces = new PieceReader(text, this.#scope, this.#log);
  }

  read(): TemplateFile {
    const statements: Statement[] = [];
    for (;;) {
      const { list, closer } = this.#readList(true);
      statements.push(...list.statements);
      if (closer !== undefined) statements.push(this.#misplaced(closer, `unexpected {{${closer.kind}}}`));
      else if (this.#pendingDefine !== undefined) statements.push(this.#readDefine(this.#pendingDefine));
      else break;
    }
    const end = this.#text.length;
    const root = { statements, span: { start: 0, end } };
    this.#declare(this.#name, root, { start: 0, end }, end);
    return { name: this.#name, text: this.#text, root, definitions: this.#definitions, errors: this.#log.errors };
  }

  /** Statements up to the tag that ends them, or to the end of the text. */
  #readList(isRoot = false): ReadList {
    const start = this.#pieces.position;
    const statements: Statement[] = [];
    let closer: Closer | undefined;
    while (closer === undefined && this.#pendingDefine === undefined) {
      const piece = this.#pieces.next();
      if (piece === undefined) break;
      if (piece.kind !== 'tag') {
        statements.push(piece);
        continue;
      }
      const keyword = piece.tag.keyword?.name;
      if (keyword === 'end') closer = this.#readEnd(piece);
      else if (keyword?.startsWith('else')) closer = this.#readElse(piece);
      else if (keyword === 'define') {
        if (isRoot) statements.push(this.#readDefine(piece));
        else this.#unwind(piece);
      } else statements.push(this.#readStatement(piece));
    }
    return {
      list: { statements: exactList(statements), span: { start, end: closer?.open.tag.span.start ?? this.#pieces.position } },
      closer,
    };
  }

  /** A list of statements that has a scope of its own, and an end or an error. */
  #readBody(open: OpenTag): ReadList {
    this.#nesting++;
    const read = this.#readList();
    this.#nesting--;
    const isFirst = !this.#log.errors.some(({ reason }) => reason === 'unexpected EOF');
    if (read.closer === undefined && this.#pendingDefine === undefined && isFirst)
      this.#log.add('unexpected EOF', open.tag.span, this.#text.length);
    return read;
  }

  #readStatement(open: OpenTag): Statement {
    const { tag, parser } = open;
    const name = tag.keyword?.name;
    if (this.#nesting >= DEEPEST_NESTING && name !== undefined && ['if', 'with', 'range', 'block'].includes(name))
      return this.#broken(open, 'blocks are nested too deeply', tag.span);
    if (name === 'if' || name === 'with' || name === 'range') return this.#readBranch(name, open);
    if (name === 'block') return this.#readBlock(open);
    if (name === 'template') return this.#readTemplate(open);
    if (name === 'break' || name === 'continue') return this.#readLoopExit(name, open);
    const pipeline = parser.readPipeline('command');
    this.#log.report(parser.error);
    return { kind: 'print', span: tag.span, tag, pipeline };
  }

  #readBranch(kind: BranchStatement['kind'], open: OpenTag): BranchStatement {
    const outerVariables = this.#scope.variables.length;
    const pipeline = this.#readPipeline(open, kind);
    if (kind === 'range') this.#rangeDepth++;
    const { list: body, closer } = this.#readBody(open);
    if (kind === 'range') this.#rangeDepth--;
    const rest = closer?.kind === 'else' ? this.#readOtherwise(kind, closer.open) : { otherwise: undefined, endTag: closer?.open.tag };
    this.#scope.variables.length = outerVariables;
    const elseTag = closer?.kind === 'else' ? closer.open.tag : undefined;
    return { kind, span: this.#spanFrom(open.tag, rest.endTag), tag: open.tag, pipeline, body, elseTag, ...rest };
  }

  #readOtherwise(kind: BranchStatement['kind'], open: OpenTag): { otherwise: StatementList; endTag: Tag | undefined } {
    const chained = open.tag.keyword?.name.slice('else '.length);
    if (chained === kind && kind !== 'range') {
      this.#nesting++;
      const branch =
        this.#nesting > DEEPEST_NESTING ? this.#broken(open, 'blocks are nested too deeply', open.tag.span) : this.#readBranch(kind, open);
      this.#nesting--;
      return { otherwise: { statements: [branch], span: branch.span }, endTag: 'endTag' in branch ? branch.endTag : undefined };
    }
    if (chained) this.#log.add(`unexpected <${chained}> in input`, open.tag.span, open.tag.span.start);
    const statements: Statement[] = [];
    const start = this.#pieces.position;
    for (;;) {
      const { list, closer } = this.#readBody(open);
      statements.push(...list.statements);
      if (closer?.kind === 'else') statements.push(this.#misplaced(closer, 'expected end; found {{else}}'));
      else return { otherwise: { statements, span: { start, end: list.span.end } }, endTag: closer?.open.tag };
    }
  }

  #readBlock(open: OpenTag): Statement {
    const context = 'block clause';
    const name = open.parser.readName(context);
    const pipeline = this.#readPipeline(open, context);
    const { body, endTag } = this.#readDefinition(open, context);
    const span = this.#spanFrom(open.tag, endTag);
    if (name === undefined) return this.#brokenWith(open, span);
    const block: BlockStatement = { kind: 'block', span, tag: open.tag, name, pipeline, body, endTag };
    this.#define(block);
    return block;
  }

  #readDefine(open: OpenTag): Statement {
    this.#pendingDefine = undefined;
    const context = 'define clause';
    open.parser.forgetActionStart();
    const name = open.parser.readName(context);
    open.parser.expectEnd(context);
    this.#log.report(open.parser.error);
    const { body, endTag } = this.#readDefinition(open, context);
    const span = this.#spanFrom(open.tag, endTag);
    if (name === undefined) return this.#brokenWith(open, span);
    const definition: DefineStatement = { kind: 'define', span, tag: open.tag, name, body, endTag };
    this.#define(definition);
    return definition;
  }

  /** The body of a template, which sees no variables of the text around it. */
  #readDefinition(open: OpenTag, context: string): { body: StatementList; endTag: Tag | undefined } {
    const outerVariables = this.#scope.variables;
    const outerRanges = this.#rangeDepth;
    this.#scope.variables = ['$'];
    this.#rangeDepth = 0;
    const statements: Statement[] = [];
    let read = this.#readBody(open);
    const start = read.list.span.start;
    statements.push(...read.list.statements);
    while (read.closer?.kind === 'else') {
      statements.push(this.#misplaced(read.closer, `unexpected {{else}} in ${context}`));
      read = this.#readBody(open);
      statements.push(...read.list.statements);
    }
    this.#scope.variables = outerVariables;
    this.#rangeDepth = outerRanges;
    return { body: { statements, span: { start, end: read.list.span.end } }, endTag: read.closer?.open.tag };
  }

  #readTemplate(open: OpenTag): Statement {
    const context = 'template clause';
    const { tag, parser } = open;
    const name = parser.readName(context);
    const pipeline = name === undefined || parser.readsEnd() ? undefined : parser.readPipeline(context);
    this.#log.report(parser.error);
    return name === undefined ? this.#brokenWith(open, tag.span) : { kind: 'template', span: tag.span, tag, name, pipeline };
  }

  #readLoopExit(kind: 'break' | 'continue', open: OpenTag): Statement {
    open.parser.expectEnd(`{{${kind}}}`);
    if (this.#rangeDepth === 0) return this.#broken(open, `{{${kind}}} outside {{range}}`, open.tag.span);
    this.#log.report(open.parser.error);
    return { kind, span: open.tag.span, tag: open.tag };
  }

  #readEnd(open: OpenTag): Closer {
    open.parser.expectEnd('end');
    this.#log.report(open.parser.error);
    return { kind: 'end', open };
  }

  #readElse(open: OpenTag): Closer {
    open.parser.forgetActionStart();
    if (open.tag.keyword?.name === 'else') open.parser.expectEnd('else');
    this.#log.report(open.parser.error);
    return { kind: 'else', open };
  }

  #readPipeline({ parser }: OpenTag, context: string): Pipeline {
    const pipeline = parser.readPipeline(context);
    this.#log.report(parser.error);
    return pipeline;
  }

  /** Leaves all blocks to get to a definition, which can only stand outside of them. */
  #unwind(open: OpenTag): void {
    this.#log.add('unexpected <define> in command', open.tag.keyword?.span ?? open.tag.span, open.tag.span.start);
    this.#pendingDefine = open;
  }

  #define(definition: DefineStatement | BlockStatement): void {
    this.#definitions.push(definition);
    const { name, body, span, endTag } = definition;
    this.#declare(name.value, body, name.span, endTag?.span.start ?? span.end);
  }

  #declare(name: string, body: StatementList, span: Span, lineOffset: number): void {
    const isBodyBlank = isBlank(body);
    if (this.#blankness.get(name) === false && !isBodyBlank)
      this.#log.add(`template: multiple definition of template ${JSON.stringify(name)}`, span, lineOffset);
    if (this.#blankness.get(name) !== false) this.#blankness.set(name, isBodyBlank);
  }

  #misplaced({ open }: Closer, reason: string): Statement {
    return this.#broken(open, reason, open.tag.span);
  }

  #broken(open: OpenTag, reason: string, span: Span): Statement {
    open.parser.fail(reason, span);
    this.#log.report(open.parser.error);
    return this.#brokenWith(open, open.tag.span);
  }

  #brokenWith({ tag, parser }: OpenTag, span: Span): Statement {
    return { kind: 'broken', span, tag, error: parser.error ?? this.#log.make('unexpected EOF', tag.span, tag.span.start) };
  }

  #spanFrom(tag: Tag, endTag: Tag | undefined): Span {
    return { start: tag.span.start, end: endTag?.span.end ?? this.#pieces.position };
  }
}
