import { exactList } from '../text/exact-list.js';
import type { Span } from '../text/span.js';
import { parseCharacter, parseNumber } from './number-constant.js';
import type {
  Command,
  Expression,
  Field,
  FunctionExpression,
  NumberExpression,
  Pipeline,
  StringExpression,
  TemplateSyntaxError,
  VariableExpression,
} from './template-tree.js';
import { describeToken, type Token, type TokenKind } from './token.js';
import { unquote } from './unquote.js';

/** What the actions of one file share. */
export interface ParseScope {
  /** The variables in sight, with their `$`, the innermost last. */
  variables: string[];
  /** Whether a function exists. */
  hasFunction(name: string): boolean;
  /** Makes an error of it. `actionLine` is the line on which the action starts, where the message is to say so. */
  makeError(
    reason: string,
    place: { readonly span: Span; readonly lineOffset: number; readonly actionStart?: number },
  ): TemplateSyntaxError;
}

const OPERANDS: ReadonlySet<TokenKind> = new Set([
  'bool',
  'character',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'string',
  'variable',
  'left-paren',
]);

const DEEPEST_NESTING = 200;

/**
 * Reads the tokens of one action. The first error of syntax ends the reading, and what follows it is not read; what was read before stays.
 * Names that do not exist are errors, too, and do not end it. Errors and their lines are Go's.
 */
export class ActionParser {
  readonly #scope: ParseScope;
  readonly #tokens: readonly Token[];
  /** Where the action starts, where messages may say so. */
  readonly #actionStart: number;
  /** Where the action ends: where its end is missing, tokens go on to what Go stumbles over, but are not part of it. */
  readonly #actionEnd: number;
  #index = 0;
  /** How many tokens have been looked at: Go names the line of the last one of them. */
  #seen = 0;
  #mentionsAction = true;
  #error: TemplateSyntaxError | undefined;
  #isStopped = false;
  #nesting = 0;

  constructor(scope: ParseScope, tokens: readonly Token[], action: Span) {
    this.#scope = scope;
    this.#tokens = tokens;
    this.#actionStart = action.start;
    this.#actionEnd = action.end;
  }

  /** The first error. */
  get error(): TemplateSyntaxError | undefined {
    return this.#error;
  }

  /** The keyword at this place, which is then read. */
  readKeyword(...names: readonly string[]): Token | undefined {
    const token = this.#peekPastSpace();
    if (token.kind !== 'keyword' || (names.length > 0 && !names.includes(token.text))) return undefined;
    return this.#next();
  }

  /** From here on, messages do not say where the action starts. */
  forgetActionStart(): void {
    this.#mentionsAction = false;
  }

  readName(context: string): StringExpression | undefined {
    const token = this.#nextPastSpace();
    if (token.kind === 'string') return this.#string(token);
    this.#unexpected(token, context);
    return undefined;
  }

  /** Whether the action ends here, which is then read. */
  readsEnd(): boolean {
    if (this.#peekPastSpace().kind !== 'right-delimiter') return false;
    this.#next();
    return true;
  }

  expectEnd(context: string): void {
    const token = this.#nextPastSpace();
    if (token.kind !== 'right-delimiter') this.#unexpected(token, context);
  }

  readPipeline(context: string): Pipeline {
    return this.#readPipeline(context, 'right-delimiter');
  }

  /** Ends the reading with an error. */
  fail(reason: string, span: Span): void {
    this.#note(reason, span);
    this.#isStopped = true;
  }

  /** Notes an error, as long as there is no other. */
  #note(reason: string, span: Span): void {
    const last = this.#tokens[Math.max(0, this.#seen - 1)];
    this.#error ??= this.#scope.makeError(reason, { span, lineOffset: last?.span.start ?? span.start });
  }

  #token(index: number): Token {
    const token = this.#tokens[Math.min(index, this.#tokens.length - 1)];
    return token ?? { kind: 'error', text: '', span: { start: this.#actionStart, end: this.#actionStart }, message: 'unclosed action' };
  }

  #peek(): Token {
    this.#seen = Math.max(this.#seen, this.#index + 1);
    return this.#token(this.#index);
  }

  #next(): Token {
    const token = this.#peek();
    this.#index++;
    return token;
  }

  #peekPastSpace(): Token {
    while (this.#peek().kind === 'space') this.#index++;
    return this.#peek();
  }

  #nextPastSpace(): Token {
    this.#peekPastSpace();
    return this.#next();
  }

  #unexpected(token: Token, context: string): void {
    if (token.kind !== 'error') {
      this.fail(`unexpected ${describeToken(token)} in ${context}`, token.span);
      return;
    }
    this.#isStopped = true;
    this.#error ??= this.#scope.makeError(describeToken(token), {
      span: token.span,
      lineOffset: token.span.start,
      ...(this.#mentionsAction && { actionStart: this.#actionStart }),
    });
  }

  #readPipeline(context: string, end: TokenKind): Pipeline {
    const first = this.#peekPastSpace();
    const declared = this.#readVariables(context);
    const commands: Command[] = [];
    let close = first;
    while (!this.#isStopped) {
      const token = this.#nextPastSpace();
      close = token;
      if (token.kind === end) break;
      if (!OPERANDS.has(token.kind)) {
        this.#unexpected(token, context);
        break;
      }
      this.#index--;
      const command = this.#readCommand();
      if (command !== undefined) commands.push(command);
    }
    if (!this.#isStopped) this.#checkCommands(commands, context, close);
    const last = commands.at(-1)?.span.end ?? declared.variables.at(-1)?.span.end ?? first.span.start;
    const span = { start: Math.min(first.span.start, last), end: last };
    return { kind: 'pipeline', span, ...declared, commands: exactList(commands), position: first.span.start, error: this.#error };
  }

  /** `$x :=`, `$x =`, `$key, $value :=`. */
  #readVariables(context: string): { variables: VariableExpression[]; isAssignment: boolean } {
    const variables: VariableExpression[] = [];
    for (let token = this.#peekPastSpace(); token.kind === 'variable'; token = this.#peekPastSpace()) {
      const start = this.#index;
      this.#next();
      const after = this.#peekPastSpace();
      const isDeclaration = after.kind === 'declare' || after.kind === 'assign';
      if (!isDeclaration && after.text !== ',') {
        this.#index = start;
        break;
      }
      this.#next();
      variables.push({
        kind: 'variable',
        name: token.text,
        nameSpan: token.span,
        span: token.span,
        position: token.span.start,
        fields: [],
      });
      this.#scope.variables.push(token.text);
      if (isDeclaration) return { variables, isAssignment: after.kind === 'assign' };
      this.#checkSecondVariable(context, variables.length, after);
      if (this.#isStopped) break;
    }
    return { variables, isAssignment: false };
  }

  #checkSecondVariable(context: string, count: number, comma: Token): void {
    if (context !== 'range' || count > 1) {
      this.fail(`too many declarations in ${context}`, comma.span);
      return;
    }
    const next = this.#peekPastSpace();
    if (!['variable', 'right-delimiter', 'right-paren'].includes(next.kind)) this.fail('range can only initialize variables', next.span);
  }

  #checkCommands(commands: readonly Command[], context: string, end: Token): void {
    if (commands.length === 0) this.fail(`missing value for ${context}`, end.span);
    for (const [index, { operands }] of commands.entries()) {
      const isConstant = ['bool', 'dot', 'nil', 'number', 'string'].includes(operands[0].kind);
      if (index > 0 && isConstant) this.#note(`non executable command in pipeline stage ${index + 1}`, operands[0].span);
    }
  }

  #readCommand(): Command | undefined {
    const operands: Expression[] = [];
    const start = this.#peekPastSpace();
    for (;;) {
      this.#peekPastSpace();
      const operand = this.#readOperand();
      if (operand !== undefined) operands.push(operand);
      if (this.#isStopped) break;
      const token = this.#next();
      if (token.kind === 'space') continue;
      if (token.kind === 'right-delimiter' || token.kind === 'right-paren') this.#index--;
      else if (token.kind !== 'pipe') this.#unexpected(token, 'operand');
      break;
    }
    if (operands.length === 0) this.fail('empty command', start.span);
    const [first, ...rest] = operands.filter(({ span }) => span.start < this.#actionEnd);
    if (first === undefined) return undefined;
    return {
      span: { start: first.span.start, end: (rest.at(-1) ?? first).span.end },
      operands: rest.length === 0 ? [first] : [first, ...rest],
    };
  }

  #readOperand(): Expression | undefined {
    const operand = this.#readTerm();
    if (operand === undefined || this.#isStopped) return operand;
    const position = this.#peek().span.start;
    const [field, ...more] = this.#readFields();
    if (field === undefined) return operand;
    const fields: [Field, ...Field[]] = [field, ...more];
    const span = { start: operand.span.start, end: (more.at(-1) ?? field).span.end };
    if (operand.kind === 'field') return { ...operand, span, position, fields: [...operand.fields, ...fields] };
    if (operand.kind === 'variable') return { ...operand, span, position, fields };
    if (operand.kind === 'pipeline' || operand.kind === 'function') return { kind: 'chain', operand, fields, span, position };
    if (operand.kind !== 'chain') this.fail(`unexpected . after term ${JSON.stringify(this.#textOf(operand.span))}`, operand.span);
    return operand;
  }

  /** The fields that follow an operand. A dot without a name is an error, and a field that is still to be typed. */
  #readFields(): Field[] {
    const fields: Field[] = [];
    while (this.#peek().kind === 'field') fields.push(fieldOf(this.#next()));
    const dot = this.#peek();
    if (dot.kind !== 'dot') return fields;
    this.#next();
    this.#unexpected(dot, 'operand');
    return [...fields, fieldOf(dot)];
  }

  #textOf(span: Span): string {
    const parts = this.#tokens.filter(token => token.span.start >= span.start && token.span.end <= span.end);
    return parts.map(token => token.text).join('');
  }

  #readTerm(): Expression | undefined {
    const token = this.#peekPastSpace();
    if (!OPERANDS.has(token.kind)) return undefined;
    this.#next();
    const { span, text } = token;
    const place = { span, position: span.start };
    if (token.kind === 'identifier') return this.#function(token);
    if (token.kind === 'dot') return { kind: 'dot', ...place };
    if (token.kind === 'nil') return { kind: 'nil', ...place };
    if (token.kind === 'bool') return { kind: 'bool', value: text === 'true', ...place };
    if (token.kind === 'field') return { kind: 'field', fields: [fieldOf(token)], ...place };
    if (token.kind === 'variable') return this.#variable(token);
    if (token.kind === 'string') return this.#string(token);
    if (token.kind === 'left-paren') return this.#readParenthesized(token);
    return this.#number(token);
  }

  #function({ text, span }: Token): FunctionExpression {
    if (!this.#scope.hasFunction(text)) this.#note(`function ${JSON.stringify(text)} not defined`, span);
    return { kind: 'function', name: text, span, position: span.start };
  }

  #variable({ text, span }: Token): VariableExpression {
    if (!this.#scope.variables.includes(text)) this.#note(`undefined variable ${JSON.stringify(text)}`, span);
    return { kind: 'variable', name: text, nameSpan: span, fields: [], span, position: span.start };
  }

  #string({ text, span }: Token): StringExpression {
    const value = unquote(text);
    if (value === undefined) this.#note('invalid syntax', span);
    return { kind: 'string', text, value: value ?? text.slice(1, -1), span, position: span.start };
  }

  #number({ kind, text, span }: Token): NumberExpression | undefined {
    const constant = kind === 'character' ? parseCharacter(text) : parseNumber(text);
    if (typeof constant !== 'string') return { kind: 'number', text, ...constant, span, position: span.start };
    this.fail(constant, span);
    return undefined;
  }

  #readParenthesized(open: Token): Pipeline {
    if (++this.#nesting > DEEPEST_NESTING) this.fail('parentheses are nested too deeply', open.span);
    const pipeline = this.#readPipeline('parenthesized pipeline', 'right-paren');
    this.#nesting--;
    const end = !this.#isStopped ? this.#token(this.#index - 1).span.end : pipeline.span.end;
    return { ...pipeline, span: { start: open.span.start, end: Math.max(end, open.span.end) } };
  }
}

/** A field or dot as a step of a path. */
function fieldOf({ text, span }: Token): Field {
  return { name: text.slice(1), span: { start: span.start + 1, end: span.end } };
}
