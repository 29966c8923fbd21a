import type { Span } from '../text/span.js';

/**
 * A file of templates, read. All spans are offsets in its text.
 * A broken action costs that action only: it stands in the tree with what could be read of it, and with its error.
 */
export interface TemplateFile {
  readonly name: string;
  readonly text: string;
  /** What stands outside of definitions; definitions stand in it, too, where they are written. */
  readonly root: StatementList;
  /** The templates that the file defines, by `define` and `block`, in order; not the file itself. Of two with one name, both. */
  readonly definitions: readonly (DefineStatement | BlockStatement)[];
  /** In order of position. Go knows the first one only. */
  readonly errors: readonly TemplateSyntaxError[];
}

export interface TemplateSyntaxError {
  /** As Go writes it, with file and line. */
  readonly message: string;
  /** The message without file and line. */
  readonly reason: string;
  readonly span: Span;
  /** The line that Go names, from one. */
  readonly line: number;
}

export interface StatementList {
  readonly statements: readonly Statement[];
  readonly span: Span;
}

export type Statement =
  | TextStatement
  | CommentStatement
  | PrintStatement
  | BranchStatement
  | TemplateStatement
  | BlockStatement
  | DefineStatement
  | LoopExitStatement
  | BrokenStatement;

/** One `{{ … }}`. */
export interface Tag {
  /** With delimiters. */
  readonly span: Span;
  readonly keyword: Keyword | undefined;
  /** Whether white space before and after it goes. */
  readonly trimsBefore: boolean;
  readonly trimsAfter: boolean;
}

/** A keyword; `else if` and `else with` are one. */
export interface Keyword {
  readonly name: string;
  readonly span: Span;
}

/** Text between actions, as far as it is not trimmed. */
export interface TextStatement {
  readonly kind: 'text';
  readonly span: Span;
  readonly text: string;
}

export interface CommentStatement {
  readonly kind: 'comment';
  readonly span: Span;
  /** Between `/*` and its end. */
  readonly content: Span;
}

/** An action that prints the value of its pipeline, or sets variables. */
export interface PrintStatement {
  readonly kind: 'print';
  readonly span: Span;
  readonly tag: Tag;
  readonly pipeline: Pipeline;
}

export interface BranchStatement {
  readonly kind: 'if' | 'with' | 'range';
  readonly span: Span;
  readonly tag: Tag;
  readonly pipeline: Pipeline;
  readonly body: StatementList;
  /** The `{{ else }}`, or the tag of the branch that is the only statement of `otherwise`. */
  readonly elseTag: Tag | undefined;
  readonly otherwise: StatementList | undefined;
  /** Nothing where it is missing. `{{ else if }}` shares the one of its `if`. */
  readonly endTag: Tag | undefined;
}

export interface TemplateStatement {
  readonly kind: 'template';
  readonly span: Span;
  readonly tag: Tag;
  readonly name: StringExpression;
  readonly pipeline: Pipeline | undefined;
}

/** Defines a template and runs it at once. */
export interface BlockStatement {
  readonly kind: 'block';
  readonly span: Span;
  readonly tag: Tag;
  readonly name: StringExpression;
  readonly pipeline: Pipeline;
  readonly body: StatementList;
  readonly endTag: Tag | undefined;
}

export interface DefineStatement {
  readonly kind: 'define';
  readonly span: Span;
  readonly tag: Tag;
  readonly name: StringExpression;
  readonly body: StatementList;
  readonly endTag: Tag | undefined;
}

export interface LoopExitStatement {
  readonly kind: 'break' | 'continue';
  readonly span: Span;
  readonly tag: Tag;
}

/** An action that has no place or makes no sense where it stands: a second `{{ else }}`, `{{ template }}` without a name. */
export interface BrokenStatement {
  readonly kind: 'broken';
  readonly span: Span;
  readonly tag: Tag;
  readonly error: TemplateSyntaxError;
}

/** Commands joined by `|`, with the variables that are set to the outcome. */
export interface Pipeline {
  readonly kind: 'pipeline';
  /** With its parentheses, if it has them. */
  readonly span: Span;
  readonly variables: readonly VariableExpression[];
  /** Whether the variables are assigned (`=`) rather than declared. */
  readonly isAssignment: boolean;
  readonly commands: readonly Command[];
  /** Where Go's messages place it. */
  readonly position: number;
  /** Why it cannot be evaluated. Commands are those that could be read. */
  readonly error: TemplateSyntaxError | undefined;
}

/** A function, method, field or value, and its arguments. There is always a first operand. */
export interface Command {
  readonly span: Span;
  readonly operands: readonly [Expression, ...Expression[]];
}

export type Expression =
  | DotExpression
  | NilExpression
  | BoolExpression
  | NumberExpression
  | StringExpression
  | FieldExpression
  | VariableExpression
  | FunctionExpression
  | ChainExpression
  | Pipeline;

interface Operand {
  readonly span: Span;
  /** Where Go's messages place it. */
  readonly position: number;
}

export interface DotExpression extends Operand {
  readonly kind: 'dot';
}

export interface NilExpression extends Operand {
  readonly kind: 'nil';
}

export interface BoolExpression extends Operand {
  readonly kind: 'bool';
  readonly value: boolean;
}

export interface NumberExpression extends Operand {
  readonly kind: 'number';
  /** As written. */
  readonly text: string;
  readonly int: bigint | undefined;
  readonly float: number;
  /** Whether it is a `float64` where nothing says which of the two is wanted. */
  readonly isFloat: boolean;
}

export interface StringExpression extends Operand {
  readonly kind: 'string';
  /** As written, with quotes. */
  readonly text: string;
  readonly value: string;
}

/** `.Values.image`: fields of the dot. */
export interface FieldExpression extends Operand {
  readonly kind: 'field';
  readonly fields: readonly [Field, ...Field[]];
}

/** `$`, `$name` or fields of it. */
export interface VariableExpression extends Operand {
  readonly kind: 'variable';
  /** With its `$`. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly fields: readonly Field[];
}

export interface FunctionExpression extends Operand {
  readonly kind: 'function';
  readonly name: string;
}

/** Fields of the value of a pipeline in parentheses, or of a function's. */
export interface ChainExpression extends Operand {
  readonly kind: 'chain';
  readonly operand: Pipeline | FunctionExpression;
  readonly fields: readonly [Field, ...Field[]];
}

/** One step of a path. */
export interface Field {
  /** Without its dot; empty where it is still to be typed. */
  readonly name: string;
  /** Of the name. */
  readonly span: Span;
}
