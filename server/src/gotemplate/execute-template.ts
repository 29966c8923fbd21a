import type { Span } from '../text/span.js';
import { type EvaluationEnvironment, Evaluator } from './evaluator.js';
import { ExecutionBudget } from './execution-budget.js';
import type { Guard, Omission, Origin, Site } from './origin.js';
import { parseTemplate } from './parse-template.js';
import { printValue } from './print-value.js';
import { ReadSet } from './read-set.js';
import { TemplateError } from './template-error.js';
import type { CallContext, TemplateFunction } from './template-function.js';
import { placeIn } from './template-place.js';
import { type Template, TemplateSet } from './template-set.js';
import type { BranchStatement, Statement, StatementList, TemplateFile, TemplateStatement } from './template-tree.js';
import { TracedText, TracedTextBuilder } from './traced-text.js';
import { GoList, GoMap, GoObject, Int, makeValue, NIL, type Value } from './value.js';
import { isTrue } from './value-type.js';

export interface ExecutionOptions {
  readonly templates: TemplateSet;
  readonly functions: ReadonlyMap<string, TemplateFunction>;
  /** Shared by all executions that are to stay within it together. */
  readonly budget?: ExecutionBudget;
}

export interface Execution {
  /** Up to the error, if there is one. */
  readonly output: TracedText;
  readonly error: TemplateError | undefined;
  /** What the outcome depends on. */
  readonly reads: ReadSet;
}

/** Runs a template with a value as its dot. Never throws; what Go would refuse, and what goes beyond the budget, is the `error`. */
export function executeTemplate(name: string, data: Value, options: ExecutionOptions): Execution {
  const reads = new ReadSet();
  const budget = options.budget ?? new ExecutionBudget();
  const shared: Shared = { functions: options.functions, budget, reads, nesting: new Map(), depth: 0, readTexts: new Map() };
  const output = new TracedTextBuilder();
  const template = options.templates.find(name);
  reads.readTemplate(name);
  if (template === undefined) return { output: output.build(), error: missingTemplate(name), reads };
  try {
    new TemplateRun(template, data, options.templates, shared, undefined, output).run();
    return { output: output.build(), error: undefined, reads };
  } catch (error) {
    return { output: output.build(), error: toTemplateError(error, template), reads };
  }
}

function missingTemplate(name: string): TemplateError {
  return new TemplateError('execution', `template: no template ${JSON.stringify(name)}`, { file: name, span: { start: 0, end: 0 } });
}

/** What was thrown, as an error of the template: a stack that is too deep counts as a budget that is used up. */
function toTemplateError(error: unknown, { file }: Template): TemplateError {
  if (error instanceof TemplateError) return error;
  const place = { file: file.name, span: { start: 0, end: 0 } };
  if (error instanceof RangeError)
    return new TemplateError('budget', `template: ${file.name}: the template nests too deeply, or a text in it becomes too large`, place);
  return new TemplateError('execution', `template: ${file.name}: ${String(error)}`, place);
}

/** What all templates share that one execution runs. */
interface Shared extends EvaluationEnvironment {
  /** How many runs of each named template are under way. */
  readonly nesting: Map<string, number>;
  depth: number;
  /** Texts that were read as templates. */
  readonly readTexts: Map<string, TemplateFile>;
}

/** `break` or `continue` on its way to its loop. */
type LoopExit = 'break' | 'continue' | undefined;

/** One run of one template. */
class TemplateRun implements CallContext {
  readonly #template: Template;
  readonly #data: Value;
  readonly #templates: TemplateSet;
  readonly #shared: Shared;
  readonly #via: Site | undefined;
  readonly #output: TracedTextBuilder;
  readonly #evaluator: Evaluator;
  #guard: Guard | undefined;

  constructor(template: Template, data: Value, templates: TemplateSet, shared: Shared, via: Site | undefined, output: TracedTextBuilder) {
    this.#template = template;
    this.#data = data;
    this.#templates = templates;
    this.#shared = shared;
    this.#via = via;
    this.#output = output;
    this.#evaluator = new Evaluator(template, data, shared, this);
  }

  run(): void {
    this.#runList(this.#template.body, this.#data);
  }

  get site(): Site {
    return this.#siteOf(this.#evaluator.subject?.span ?? this.#template.body.span);
  }

  nesting(name: string): number {
    return this.#shared.nesting.get(name) ?? 0;
  }

  executeTemplate(name: string, data: Value): TracedText | undefined {
    const template = this.#find(name);
    return template && this.#execute(template, data, this.#templates, this.site);
  }

  executeText(text: TracedText, data: Value): TracedText {
    const file = this.#readText(text.text);
    const template = { name: file.name, body: file.root, file, source: text };
    const [error] = file.errors;
    if (error !== undefined) throw new TemplateError('parse', error.message, placeIn(template, error.span));
    const templates = file.definitions.length === 0 ? this.#templates : new TemplateSet(this.#templates);
    if (file.definitions.length > 0) templates.add(file, text);
    return this.#execute(template, data, templates, this.site);
  }

  readKey(map: GoMap, key: string): void {
    this.#shared.reads.readKey(map, key);
  }

  spend(steps: number): void {
    this.#evaluator.spend(steps);
  }

  #find(name: string): Template | undefined {
    this.#shared.reads.readTemplate(name);
    return this.#templates.find(name);
  }

  #readText(text: string): TemplateFile {
    const { readTexts, functions } = this.#shared;
    const known = readTexts.get(text) ?? parseTemplate('gotpl', text, { hasFunction: name => functions.has(name) });
    readTexts.set(text, known);
    return known;
  }

  #execute(template: Template, data: Value, templates: TemplateSet, via: Site): TracedText {
    const { nesting, budget } = this.#shared;
    const { name } = template;
    if (this.#shared.depth >= budget.depth) this.#evaluator.fail('templates run inside of each other too deeply', [], 'budget');
    const output = new TracedTextBuilder();
    nesting.set(name, this.nesting(name) + 1);
    this.#shared.depth++;
    new TemplateRun(template, data, templates, this.#shared, via, output).run();
    this.#shared.depth--;
    nesting.set(name, this.nesting(name) - 1);
    return output.build();
  }

  #siteOf(span: Span): Site {
    const { file, span: place } = placeIn(this.#template, span);
    return { file, span: place, via: this.#via, guard: this.#guard };
  }

  #runList(list: StatementList, dot: Value): LoopExit {
    for (const statement of list.statements) {
      const exit = this.#runStatement(statement, dot);
      if (exit !== undefined) return exit;
    }
    return undefined;
  }

  #runStatement(statement: Statement, dot: Value): LoopExit {
    this.#evaluator.spend(1);
    switch (statement.kind) {
      case 'text':
        this.#writeText(statement.span, statement.text);
        return undefined;
      case 'print': {
        const value = this.#evaluator.evaluate(statement.pipeline, dot);
        if (statement.pipeline.variables.length === 0) this.#print(value, statement.span);
        return undefined;
      }
      case 'if':
      case 'with':
        return this.#runBranch(statement, dot);
      case 'range':
        return this.#runRange(statement, dot);
      case 'template':
      case 'block':
        this.#runTemplate({ ...statement, kind: 'template' }, dot);
        return undefined;
      case 'break':
      case 'continue':
        return statement.kind;
      case 'broken':
        throw new TemplateError('parse', statement.error.message, placeIn(this.#template, statement.error.span));
      case 'comment':
      case 'define':
        return undefined;
    }
  }

  #writeText(span: Span, text: string): void {
    this.#spendOutput(text.length);
    const { source, file } = this.#template;
    if (source !== undefined) {
      this.#output.emit(source.slice(span.start, span.end), this.#siteOf(span));
      return;
    }
    const origin: Origin = { kind: 'text', file: file.name, span, exactStart: span.start };
    this.#output.write(text, origin, span.start, this.#siteOf(span));
  }

  #print(value: Value, span: Span): void {
    const site = this.#siteOf(span);
    this.#shared.reads.readAll(value.data);
    // Helm removes this text from what a file renders to in the end, but functions see it.
    const text = value.data === null ? TracedText.of('<no value>', value.origin) : printValue(value);
    const isNothing = value.data === null || text.length === 0;
    if (isNothing) this.#output.mark(this.#omission(span, span, value.origin === undefined ? [] : [value.origin]), site);
    this.#spendOutput(text.length);
    this.#output.emit(text, site);
  }

  #omission(span: Span, body: Span, reads: readonly Origin[]): Omission {
    const { file, span: place } = placeIn(this.#template, span);
    return { file, span: place, body: placeIn(this.#template, body).span, reads };
  }

  #spendOutput(length: number): void {
    const refusal = this.#shared.budget.spendOutput(length);
    if (refusal !== undefined) this.#evaluator.fail(refusal, [], 'budget');
  }

  #runBranch(statement: BranchStatement, dot: Value): LoopExit {
    const variables = this.#evaluator.variableCount;
    const guard = this.#guard;
    const { value, reads } = this.#evaluator.evaluateCondition(statement.pipeline, dot);
    const holds = isTrue(value.data);
    this.#enter(holds ? statement.kind : 'else', statement, reads);
    const [taken, left] = holds ? [statement.body, statement.otherwise] : [statement.otherwise, statement.body];
    if (left !== undefined) this.#output.mark(this.#omission(statement.span, left.span, reads), this.#siteOf(statement.span));
    const exit = taken && this.#runList(taken, statement.kind === 'with' && holds ? value : dot);
    this.#guard = guard;
    this.#evaluator.forgetVariables(variables);
    return exit;
  }

  #enter(kind: Guard['kind'], { pipeline }: BranchStatement, reads: readonly Origin[]): void {
    this.#guard = { kind, ...placeIn(this.#template, pipeline.span), reads, outer: this.#guard };
  }

  #runRange(statement: BranchStatement, dot: Value): LoopExit {
    const variables = this.#evaluator.variableCount;
    const guard = this.#guard;
    const { value, reads } = this.#evaluator.evaluateCondition(statement.pipeline, dot);
    this.#shared.reads.readAll(value.data);
    this.#enter('range', statement, reads);
    const items = this.#itemsOf(value, statement.pipeline.variables.length);
    const declared = this.#evaluator.variableCount;
    for (const { key, item } of items) {
      this.#evaluator.setItem(statement.pipeline, declared, key, item);
      const exit = this.#runList(statement.body, item);
      this.#evaluator.forgetVariables(declared);
      if (exit === 'break') break;
    }
    let exit: LoopExit;
    if (items.length === 0) {
      this.#output.mark(this.#omission(statement.span, statement.body.span, reads), this.#siteOf(statement.span));
      if (statement.otherwise !== undefined) exit = this.#runList(statement.otherwise, dot);
    }
    this.#guard = guard;
    this.#evaluator.forgetVariables(variables);
    return exit;
  }

  #itemsOf(value: Value, variableCount: number): { readonly key: Value; readonly item: Value }[] {
    const { data } = value;
    if (data === null) return [];
    if (data instanceof GoList) return data.items.map((item, index) => ({ key: makeValue(new Int(index)), item: asInterface(item) }));
    if (data instanceof GoMap) return data.sortedKeys().map(key => ({ key: keyValue(data, key), item: asInterface(data.get(key) ?? NIL) }));
    if (data instanceof Int) return this.#countTo(value, data, variableCount);
    if (data instanceof GoObject && data.kind === 'map')
      return [...data.fields].map(([key, item]) => ({ key: makeValue(TracedText.of(key)), item }));
    return this.#evaluator.fail(`range can't iterate over ${printValue(value).text}`);
  }

  #countTo(value: Value, { value: end, type }: Int, variableCount: number): { readonly key: Value; readonly item: Value }[] {
    if (variableCount > 1) this.#evaluator.fail(`can't use ${printValue(value).text} to iterate over more than one variable`);
    const count = Math.max(0, Number(end));
    this.#evaluator.spend(count);
    return Array.from({ length: count }, (_, index) => ({ key: NIL, item: makeValue(new Int(index, type), value.origin) }));
  }

  #runTemplate(statement: TemplateStatement, dot: Value): void {
    const template = this.#find(statement.name.value);
    if (template === undefined) this.#evaluator.failAt(statement, `template ${JSON.stringify(statement.name.value)} not defined`);
    const data = statement.pipeline === undefined ? NIL : this.#evaluator.evaluate(statement.pipeline, dot);
    const site = this.#siteOf(statement.span);
    this.#output.emit(this.#execute(template, data, this.#templates, site), site);
  }
}

/** An item of a list or map, which Go holds as an interface. */
function asInterface(item: Value): Value {
  return item.isInterface ? item : { data: item.data, origin: item.origin, isInterface: true };
}

function keyValue(map: GoMap, key: string): Value {
  const origin = map.keyOrigin(key) ?? map.get(key)?.origin;
  return makeValue(map.keyOrigin(key) === undefined ? TracedText.of(key, origin) : TracedText.copyOf(key, origin), origin);
}
