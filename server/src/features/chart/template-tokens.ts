import type { Command, Expression, Pipeline, Statement, StatementList, Tag, TemplateFile } from '../../gotemplate/template-tree.js';
import type { Span } from '../../text/span.js';

export const TOKEN_TYPES = ['comment', 'keyword', 'function', 'variable', 'property', 'string', 'number', 'operator'] as const;
export type TokenType = (typeof TOKEN_TYPES)[number];

/** A stretch of an action that means something. */
export interface TemplateToken {
  readonly span: Span;
  readonly type: TokenType;
}

/** What the actions of a template consist of, in order; text between them is left to the highlighting of YAML. */
export function templateTokens({ root, text }: TemplateFile): TemplateToken[] {
  const tokens: TemplateToken[] = [];
  addList(root, { text, add: (type, span) => tokens.push({ type, span }) });
  return tokens.filter(({ span }) => span.end > span.start).sort((a, b) => a.span.start - b.span.start);
}

interface Sink {
  readonly text: string;
  readonly add: (type: TokenType, span: Span) => void;
}

function addList({ statements }: StatementList, sink: Sink): void {
  for (const statement of statements) addStatement(statement, sink);
}

function addStatement(statement: Statement, sink: Sink): void {
  if (statement.kind === 'comment') sink.add('comment', statement.span);
  if (!('tag' in statement)) return;
  addTag(statement.tag, sink);
  if ('name' in statement) sink.add('string', statement.name.span);
  if ('pipeline' in statement && statement.pipeline !== undefined) addPipeline(statement.pipeline, sink);
  if ('body' in statement) addList(statement.body, sink);
  if ('otherwise' in statement) {
    const isChained = statement.otherwise?.statements[0]?.span.start === statement.elseTag?.span.start;
    if (!isChained) addTag(statement.elseTag, sink);
    if (statement.otherwise !== undefined) addList(statement.otherwise, sink);
  }
  if ('endTag' in statement) addTag(statement.endTag, sink);
}

function addTag(tag: Tag | undefined, sink: Sink): void {
  if (tag?.keyword !== undefined) sink.add('keyword', tag.keyword.span);
}

function addPipeline({ variables, commands }: Pipeline, sink: Sink): void {
  for (const variable of variables) sink.add('variable', variable.span);
  for (const [index, command] of commands.entries()) {
    const before = commands[index - 1];
    const bar = before === undefined ? -1 : sink.text.indexOf('|', before.span.end);
    if (bar !== -1 && bar < command.span.start) sink.add('operator', { start: bar, end: bar + 1 });
    addCommand(command, sink);
  }
}

function addCommand({ operands }: Command, sink: Sink): void {
  for (const operand of operands) addExpression(operand, sink);
}

function addExpression(expression: Expression, sink: Sink): void {
  switch (expression.kind) {
    case 'function':
      sink.add('function', expression.span);
      return;
    case 'string':
      sink.add('string', expression.span);
      return;
    case 'number':
      sink.add('number', expression.span);
      return;
    case 'nil':
    case 'bool':
      sink.add('keyword', expression.span);
      return;
    case 'dot':
      sink.add('variable', expression.span);
      return;
    case 'pipeline':
      addPipeline(expression, sink);
      return;
    case 'variable':
      sink.add('variable', expression.nameSpan);
      break;
    case 'chain':
      addExpression(expression.operand, sink);
      break;
    case 'field':
      break;
  }
  for (const { span } of expression.fields) sink.add('property', span);
}
