import type { Command, Expression, Field, Pipeline, Statement, StatementList, TemplateFile } from '../gotemplate/template-tree.js';
import { exactList } from '../text/exact-list.js';
import type { Span } from '../text/span.js';
import { distinct, fieldOf, itemsOf, keyOf, type Subject, type Subjects } from './template-subject.js';

/** A file of templates in its chart. */
export interface WalkedFile {
  readonly uri: string;
  readonly file: TemplateFile;
  /** What its templates start with: one for each place of its chart among the charts. */
  readonly roots: Subjects;
}

/** Is told what stands in templates. Spans are offsets in the file. */
export interface TemplateVisitor {
  /** A field of something, or a key that a function such as `index` takes from it. */
  readonly field?: (use: FieldUse) => void;
  /** A value that is used as it is: printed, tested, walked through, given to a function. */
  readonly whole?: (use: WholeUse) => void;
  /** A function that is called. */
  readonly call?: (use: NameUse) => void;
  /** A named template that is defined or used by its name. */
  readonly template?: (use: TemplateUse) => void;
  /** An action, and what can be said in it. */
  readonly action?: (scope: ActionScope) => void;
}

export interface FieldUse extends NameUse {
  readonly receiver: Subjects;
  readonly result: Subjects;
  /** Whether the field stands in a condition, or in a place where a missing value is provided for. */
  readonly isGuarded: boolean;
}

export interface WholeUse {
  readonly uri: string;
  readonly span: Span;
  readonly subjects: Subjects;
  /** The function that takes it, or the statement: `if`, `with`, `range`; `undefined` if it is printed. */
  readonly by: string | undefined;
}

export interface NameUse {
  readonly uri: string;
  readonly name: string;
  readonly span: Span;
}

export interface TemplateUse extends NameUse {
  readonly isDefinition: boolean;
}

export interface ActionScope {
  readonly uri: string;
  readonly span: Span;
  readonly dot: Subjects;
  readonly variables: ReadonlyMap<string, Subjects>;
}

/** Named templates are analysed with what they are called with; calls of calls are followed this far. */
const MOST_ROUNDS = 8;

/** Walks through templates, and says of each name what it stands for. Never renders anything. */
export function walkTemplates(files: readonly WalkedFile[], visitor: TemplateVisitor): void {
  const contexts = new Contexts();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = contexts.size;
    for (const file of files) new Walk(file, contexts, {}).run();
    if (contexts.size === before) break;
  }
  for (const file of files) new Walk(file, contexts, visitor).run();
}

/** What named templates are called with. */
class Contexts {
  readonly #byName = new Map<string, Map<string, Subject>>();

  /** How many are known. */
  get size(): number {
    return [...this.#byName.values()].reduce((sum, subjects) => sum + subjects.size, 0);
  }

  add(name: string, subjects: Subjects): void {
    const known = this.#byName.get(name) ?? new Map<string, Subject>();
    this.#byName.set(name, known);
    for (const subject of subjects) if (known.size < MOST_CONTEXTS) known.set(keyOf(subject), subject);
  }

  of(name: string): Subjects | undefined {
    const known = this.#byName.get(name);
    return known === undefined ? undefined : [...known.values()];
  }
}

const MOST_CONTEXTS = 50;

interface Environment {
  readonly dot: Subjects;
  /** The innermost last; changed by assignments. */
  readonly variables: { readonly name: string; subjects: Subjects }[];
  /** Whether a missing value does no harm here. */
  readonly isGuarded: boolean;
}

class Walk {
  readonly #file: WalkedFile;
  readonly #contexts: Contexts;
  readonly #visitor: TemplateVisitor;

  constructor(file: WalkedFile, contexts: Contexts, visitor: TemplateVisitor) {
    this.#file = file;
    this.#contexts = contexts;
    this.#visitor = visitor;
  }

  run(): void {
    this.#list(this.#file.file.root, this.#environment(this.#file.roots));
  }

  #environment(dot: Subjects): Environment {
    return { dot, variables: [{ name: '$', subjects: dot }], isGuarded: false };
  }

  #list({ statements }: StatementList, environment: Environment): void {
    const inner = { ...environment, variables: [...environment.variables] };
    for (const statement of statements) this.#statement(statement, inner);
  }

  #statement(statement: Statement, environment: Environment): void {
    if ('tag' in statement) {
      const variables = new Map(environment.variables.map(({ name, subjects }) => [name, subjects]));
      this.#visitor.action?.({ uri: this.#file.uri, span: statement.tag.span, dot: environment.dot, variables });
    }
    switch (statement.kind) {
      case 'text':
      case 'comment':
      case 'break':
      case 'continue':
      case 'broken':
        return;
      case 'print':
        this.#use(statement.pipeline, environment, undefined);
        return;
      case 'if':
      case 'with':
      case 'range':
        this.#branch(statement, environment);
        return;
      case 'template':
      case 'block': {
        const dot = statement.pipeline === undefined ? [] : this.#pipeline(statement.pipeline, environment);
        this.#template(statement.name, statement.kind === 'block');
        this.#contexts.add(statement.name.value, dot);
        if (statement.kind === 'block') this.#list(statement.body, this.#environment(dot));
        return;
      }
      case 'define': {
        this.#template(statement.name, true);
        this.#list(statement.body, this.#environment(this.#contexts.of(statement.name.value) ?? this.#file.roots));
        return;
      }
    }
  }

  #branch(statement: Extract<Statement, { kind: 'if' | 'with' | 'range' }>, environment: Environment): void {
    const { kind, pipeline, body, otherwise } = statement;
    const inner = { ...environment, variables: [...environment.variables] };
    const subjects = this.#use(pipeline, { ...inner, isGuarded: true }, kind);
    const items = kind === 'range' ? itemsOf(subjects) : subjects;
    if (kind === 'range' && !pipeline.isAssignment) {
      const [first, second] = pipeline.variables.slice(-2);
      inner.variables.push({ name: (second ?? first)?.name ?? '', subjects: items });
      if (second !== undefined) inner.variables.push({ name: first?.name ?? '', subjects: [] });
    }
    this.#list(body, { ...inner, dot: kind === 'if' ? inner.dot : items });
    if (otherwise !== undefined) this.#list(otherwise, inner);
  }

  /** A pipeline whose outcome is used as it is. */
  #use(pipeline: Pipeline, environment: Environment, by: string | undefined): Subjects {
    const subjects = this.#pipeline(pipeline, environment);
    if (subjects.length > 0) this.#visitor.whole?.({ uri: this.#file.uri, span: pipeline.span, subjects, by });
    return subjects;
  }

  #pipeline({ commands, variables, isAssignment }: Pipeline, environment: Environment): Subjects {
    let outcome: Subjects | undefined;
    const isProvidedFor = commands.slice(1).some(({ operands: [first] }) => first.kind === 'function' && PROVIDING.has(first.name));
    for (const [index, command] of commands.entries()) {
      const inner = index === 0 && isProvidedFor ? { ...environment, isGuarded: true } : environment;
      outcome = this.#command(command, inner, outcome);
    }
    for (const { name } of variables) {
      const known = environment.variables.findLast(variable => variable.name === name);
      if (isAssignment && known !== undefined) known.subjects = distinct([...known.subjects, ...(outcome ?? [])]);
      else environment.variables.push({ name, subjects: outcome ?? [] });
    }
    return outcome ?? [];
  }

  #command({ operands: [first, ...rest] }: Command, environment: Environment, piped: Subjects | undefined): Subjects {
    if (first.kind !== 'function') {
      const outcome = this.#expression(first, environment);
      for (const operand of rest) this.#expression(operand, environment);
      return outcome;
    }
    const inner = PROVIDING.has(first.name) ? { ...environment, isGuarded: true } : environment;
    this.#visitor.call?.({ uri: this.#file.uri, name: first.name, span: first.span });
    const given = rest.map(operand => this.#expression(operand, inner));
    const subjects = piped === undefined ? given : [...given, piped];
    for (const [index, used] of subjects.entries()) {
      const span = rest[index]?.span ?? first.span;
      if (used.length > 0) this.#visitor.whole?.({ uri: this.#file.uri, span, subjects: used, by: first.name });
    }
    return this.#call(first.name, rest, subjects, environment);
  }

  #expression(expression: Expression, environment: Environment): Subjects {
    switch (expression.kind) {
      case 'dot':
        return environment.dot;
      case 'field':
        return this.#fields(environment.dot, expression.fields, environment);
      case 'variable': {
        const known = environment.variables.findLast(({ name }) => name === expression.name)?.subjects ?? [];
        return this.#fields(known, expression.fields, environment);
      }
      case 'chain':
        return this.#fields(this.#expression(expression.operand, environment), expression.fields, environment);
      case 'pipeline':
        return this.#pipeline(expression, environment);
      case 'function':
        this.#visitor.call?.({ uri: this.#file.uri, name: expression.name, span: expression.span });
        return [];
      case 'nil':
      case 'bool':
      case 'number':
      case 'string':
        return [];
    }
  }

  #fields(subjects: Subjects, fields: readonly Field[], environment: Environment): Subjects {
    return fields.reduce((receiver, field) => this.#field(receiver, field, environment), subjects);
  }

  #field(receiver: Subjects, { name, span }: Field, { isGuarded }: Environment): Subjects {
    const result = exactList(fieldOf(receiver, name));
    this.#visitor.field?.({ uri: this.#file.uri, name, span, receiver, result, isGuarded });
    return result;
  }

  /** What a function makes of its arguments, the piped one last. */
  #call(name: string, operands: readonly Expression[], subjects: readonly Subjects[], environment: Environment): Subjects {
    const [first = [], second = []] = subjects;
    const last = subjects.at(-1) ?? [];
    if (name === 'include') {
      const [template] = operands;
      if (template?.kind === 'string') {
        this.#template(template, false);
        this.#contexts.add(template.value, second);
      }
      return [];
    }
    if (name === 'dict') return [{ kind: 'made', entries: entriesOf(operands, subjects) }];
    if (name === 'list' || name === 'tuple') {
      return [{ kind: 'made', entries: new Map(subjects.map((each, index) => [String(index), each])) }];
    }
    if (name === 'index' || name === 'get') return this.#keys(first, operands.slice(1), environment);
    if (name === 'dig')
      return this.#keys(last, operands.slice(0, operands.length - (subjects.length > operands.length ? 1 : 2)), environment);
    if (name === 'hasKey') {
      this.#keys(first, operands.slice(1), { ...environment, isGuarded: true });
      return [];
    }
    if (name === 'first' || name === 'last' || name === 'values') return itemsOf(last);
    if (SAME_AS_FIRST.has(name)) return first;
    if (SAME_AS_LAST.has(name)) return last;
    return ANY_OF.has(name) ? distinct(subjects.flat()) : [];
  }

  /** Keys that are given to a function: those that are written out are fields. */
  #keys(receiver: Subjects, operands: readonly Expression[], environment: Environment): Subjects {
    return operands.reduce((outer, operand) => {
      if (operand.kind === 'number')
        return itemsOf(outer).length > 0 && outer.some(({ kind }) => kind === 'made') ? fieldOf(outer, operand.text) : itemsOf(outer);
      return operand.kind === 'string'
        ? this.#field(outer, { name: operand.value, span: withoutQuotes(operand.span) }, { ...environment, isGuarded: true })
        : itemsOf(outer);
    }, receiver);
  }

  #template({ value, span }: Extract<Expression, { kind: 'string' }>, isDefinition: boolean): void {
    this.#visitor.template?.({ uri: this.#file.uri, name: value, span: withoutQuotes(span), isDefinition });
  }
}

/** Functions that provide for a missing value. */
const PROVIDING: ReadonlySet<string> = new Set([
  'default',
  'required',
  'coalesce',
  'empty',
  'ternary',
  'kindIs',
  'typeIs',
  'and',
  'or',
  'not',
  'hasKey',
  'dig',
  'get',
  'with',
]);

const SAME_AS_FIRST: ReadonlySet<string> = new Set([
  ...[
    'pick',
    'omit',
    'set',
    'unset',
    'append',
    'prepend',
    'mustAppend',
    'mustPrepend',
    'without',
    'mustWithout',
    'rest',
    'initial',
    'slice',
  ],
]);
const SAME_AS_LAST: ReadonlySet<string> = new Set([
  ...['deepCopy', 'mustDeepCopy', 'required', 'uniq', 'mustUniq', 'compact', 'mustCompact', 'reverse', 'mustReverse', 'sortAlpha'],
]);
const ANY_OF: ReadonlySet<string> = new Set([
  ...['default', 'coalesce', 'ternary', 'and', 'or', 'concat', 'merge', 'mustMerge', 'mergeOverwrite', 'mustMergeOverwrite'],
]);

function entriesOf(operands: readonly Expression[], subjects: readonly Subjects[]): ReadonlyMap<string, Subjects> {
  const entries = new Map<string, Subjects>();
  for (const [index, key] of operands.entries()) {
    if (index % 2 === 0 && key.kind === 'string') entries.set(key.value, subjects[index + 1] ?? []);
  }
  return entries;
}

function withoutQuotes({ start, end }: Span): Span {
  return { start: start + 1, end: Math.max(end - 1, start + 1) };
}
