import { exactList } from '../text/exact-list.js';
import { type Argument, argumentOf, constantArgument } from './argument.js';
import type { ExecutionBudget } from './execution-budget.js';
import { derivedOrigin, leadingOrigin, missingOrigin, type Origin } from './origin.js';
import { quoteText } from './quoting.js';
import type { ReadSet } from './read-set.js';
import { messageAbout, type Subject } from './subject.js';
import { expressionText } from './syntax-text.js';
import { FunctionError, TemplateError } from './template-error.js';
import type { CallContext, ParameterKind, TemplateFunction } from './template-function.js';
import { constantOrigin, placeIn } from './template-place.js';
import type { Template } from './template-set.js';
import type {
  BoolExpression,
  ChainExpression,
  Command,
  Expression,
  Field,
  FieldExpression,
  FunctionExpression,
  NilExpression,
  NumberExpression,
  Pipeline,
  StringExpression,
  VariableExpression,
} from './template-tree.js';
import { TracedText } from './traced-text.js';
import { type Data, GoBytes, GoList, GoMap, GoObject, Int, makeValue, NIL, type Value } from './value.js';
import { isTrue, typeOf } from './value-type.js';

/** What the templates of one execution share. */
export interface EvaluationEnvironment {
  readonly functions: ReadonlyMap<string, TemplateFunction>;
  readonly budget: ExecutionBudget;
  readonly reads: ReadSet;
}

/** What a function, method or field is given: its operands, of which the first names it, and the value from the command before. */
interface Call {
  readonly operands: readonly Expression[];
  readonly dot: Value;
  readonly final: Value | undefined;
}

type Chained = FieldExpression | VariableExpression | ChainExpression;

/** Evaluates the pipelines of one run of a template, as Go's `text/template` does. Errors are thrown as `TemplateError`. */
export class Evaluator {
  readonly #template: Template;
  readonly #environment: EvaluationEnvironment;
  readonly #context: CallContext;
  readonly #variables: { readonly name: string; value: Value }[];
  /** What is being evaluated, for messages. */
  #subject: Subject | undefined;
  #looked: Origin[] | undefined;

  constructor(template: Template, root: Value, environment: EvaluationEnvironment, context: CallContext) {
    this.#template = template;
    this.#environment = environment;
    this.#context = context;
    this.#variables = [{ name: '$', value: root }];
  }

  /** What is being evaluated. */
  get subject(): Subject | undefined {
    return this.#subject;
  }

  /** How many variables are in sight; giving the number back later forgets those that came since. */
  get variableCount(): number {
    return this.#variables.length;
  }

  forgetVariables(count: number): void {
    this.#variables.length = count;
  }

  /** Sets the variables that a `range` has declared or assigns, for one item. */
  setItem({ variables, isAssignment }: Pipeline, declaredCount: number, key: Value, item: Value): void {
    const values = variables.length > 1 ? [key, item] : [item];
    for (const [index, { name }] of variables.entries()) {
      const value = values[index] ?? NIL;
      const declared = this.#variables[declaredCount - variables.length + index];
      if (isAssignment) this.#assign(name, value);
      else if (declared !== undefined) declared.value = value;
    }
  }

  /** The value of a pipeline, and the values of files that it looked at. */
  evaluateCondition(pipeline: Pipeline, dot: Value): { value: Value; reads: readonly Origin[] } {
    const outer = this.#looked;
    const reads: Origin[] = [];
    this.#looked = reads;
    const value = this.evaluate(pipeline, dot);
    this.#looked = outer;
    outer?.push(...reads);
    return { value, reads: exactList(reads) };
  }

  /** The value of a pipeline. */
  evaluate(pipeline: Pipeline, dot: Value): Value {
    const { error, commands, variables, isAssignment } = pipeline;
    if (error !== undefined) throw new TemplateError('parse', error.message, placeIn(this.#template, error.span));
    this.#subject = pipeline;
    let value: Value | undefined;
    for (const command of commands) {
      value = this.#evaluateCommand(command, dot, value);
      if (value.isInterface) value = makeValue(value.data, value.origin);
    }
    value ??= NIL;
    for (const { name } of variables) {
      if (isAssignment) this.#assign(name, value);
      else this.#variables.push({ name, value });
    }
    return value;
  }

  /** Throws an error about a subject, or about what is being evaluated. */
  fail(reason: string, reads: readonly Origin[] = [], kind: TemplateError['kind'] = 'execution'): never {
    const span = this.#subject?.span ?? { start: 0, end: 0 };
    throw new TemplateError(kind, messageAbout(this.#subject, this.#template, reason), { ...placeIn(this.#template, span), reads });
  }

  failAt(subject: Subject, reason: string): never {
    this.#subject = subject;
    this.fail(reason);
  }

  /** Takes steps off the budget. */
  spend(steps: number): void {
    const refusal = this.#environment.budget.spendSteps(steps);
    if (refusal !== undefined) this.fail(refusal, [], 'budget');
  }

  #assign(name: string, value: Value): void {
    const variable = this.#variables.findLast(each => each.name === name);
    if (variable === undefined) this.fail(`undefined variable: ${name}`);
    variable.value = value;
  }

  #evaluateCommand(command: Command, dot: Value, final: Value | undefined): Value {
    const { operands } = command;
    const [first] = operands;
    const call: Call = { operands, dot, final };
    switch (first.kind) {
      case 'field':
        return this.#walkFields(dot, first, call);
      case 'chain':
        this.#subject = first;
        return this.#walkFields(this.#evaluateChained(first, dot), first, call);
      case 'variable':
        this.#subject = first;
        if (first.fields.length > 0) return this.#walkFields(this.#variable(first), first, call);
        this.#refuseArguments(call);
        return this.#variable(first);
      case 'function':
        return this.#callFunction(first, command, call);
      case 'pipeline':
        this.#refuseArguments(call);
        return this.evaluate(first, dot);
      case 'dot':
        this.#subject = first;
        this.#refuseArguments(call);
        return dot;
      default:
        this.#subject = first;
        this.#refuseArguments(call);
        return first.kind === 'nil' ? this.fail('nil is not a command') : this.#constant(first);
    }
  }

  #refuseArguments({ operands, final }: Call): void {
    const [first] = operands;
    if (first !== undefined && (operands.length > 1 || final !== undefined))
      this.fail(`can't give argument to non-function ${expressionText(first)}`);
  }

  #variable({ name }: VariableExpression): Value {
    const variable = this.#variables.findLast(each => each.name === name);
    return variable === undefined ? this.fail(`undefined variable: ${name}`) : variable.value;
  }

  #evaluateChained({ operand }: ChainExpression, dot: Value): Value {
    this.#subject = operand;
    const call: Call = { operands: [operand], dot, final: undefined };
    return operand.kind === 'function' ? this.#callFunction(operand, operand, call) : this.evaluate(operand, dot);
  }

  #constant(expression: NilExpression | StringExpression | NumberExpression | BoolExpression): Value {
    if (expression.kind === 'nil') return NIL;
    const { span } = expression;
    if (expression.kind === 'string') {
      const { value, text } = expression;
      const isExact = value.length === text.length - 2;
      const origin = constantOrigin(this.#template, span, isExact ? span.start + 1 : undefined);
      return makeValue(TracedText.copyOf(value, origin), origin);
    }
    if (expression.kind === 'bool') return makeValue(expression.value, constantOrigin(this.#template, span, span.start));
    const data = expression.isFloat ? expression.float : new Int(expression.int ?? 0n);
    const isExact = data instanceof Int && String(data.value) === expression.text;
    return makeValue(data, constantOrigin(this.#template, span, isExact ? span.start : undefined));
  }

  /** The value at the end of a path of fields. Arguments go to the last one. */
  #walkFields(receiver: Value, chain: Chained, { operands, dot, final }: Call): Value {
    let value = receiver;
    let isInterface = receiver.isInterface ?? false;
    for (const [index, field] of chain.fields.entries()) {
      const isLast = index === chain.fields.length - 1;
      const call: Call = isLast ? { operands, dot, final } : { operands: [chain], dot, final: undefined };
      const { data } = value;
      value = this.#evaluateField(value, isInterface, field, chain, call);
      isInterface = data instanceof GoMap ? data.type !== 'map[string]string' : (value.isInterface ?? false);
    }
    this.#noteLook(value);
    return value;
  }

  #noteLook({ origin }: Value): void {
    if (origin?.kind === 'value' && this.#looked !== undefined && this.#looked.at(-1) !== origin) this.#looked.push(origin);
  }

  #evaluateField(receiver: Value, isInterface: boolean, { name }: Field, chain: Chained, call: Call): Value {
    const { data, origin } = receiver;
    this.#subject = chain;
    this.spend(1);
    if (data === null) {
      if (isInterface) this.fail(`nil pointer evaluating interface {}.${name}`, origin === undefined ? [] : [origin]);
      return { data: null, origin: missingOrigin(origin, name) };
    }
    const method = data instanceof GoObject || data instanceof GoList ? data.methods.get(name) : undefined;
    if (method !== undefined) return this.#invoke({ ...method, name }, chain, call);
    const hasArguments = call.operands.length > 1 || call.final !== undefined;
    if (data instanceof GoMap) return this.#evaluateKey(data, origin, name, hasArguments);
    const field = data instanceof GoObject ? data.fields.get(name) : undefined;
    const isMap = data instanceof GoObject && data.kind === 'map';
    if (hasArguments && isMap) this.fail(`${name} is not a method but has arguments`);
    if (hasArguments && field !== undefined) this.fail(`${name} has arguments but cannot be invoked as function`);
    if (field !== undefined) return field;
    if (isMap) return makeValue(new GoBytes(TracedText.of('')));
    this.fail(`can't evaluate field ${name} in type ${isInterface ? 'interface {}' : typeOf(data)}`);
  }

  #evaluateKey(map: GoMap, origin: Origin | undefined, key: string, hasArguments: boolean): Value {
    if (hasArguments) this.fail(`${key} is not a method but has arguments`);
    this.#environment.reads.readKey(map, key);
    const found = map.get(key);
    if (found !== undefined && found.data !== null) return found;
    const missing = found?.origin ?? missingOrigin(origin, key);
    if (map.type === 'map[string]string') return makeValue(TracedText.of('', missing), missing);
    return { data: null, origin: missing, isInterface: true };
  }

  #callFunction(called: FunctionExpression, subject: Command | FunctionExpression, call: Call): Value {
    this.#subject = called;
    const declared = this.#environment.functions.get(called.name);
    if (declared === undefined) this.fail(`${quoteText(called.name)} is not a defined function`);
    if (called.name === 'and' || called.name === 'or') return this.#callConnective(declared, called.name === 'or', call);
    return this.#invoke(declared, subject, call);
  }

  /** `and` and `or` evaluate their arguments only up to the one that decides. */
  #callConnective(declared: TemplateFunction, deciding: boolean, call: Call): Value {
    this.#checkCount(declared, call);
    let value = NIL;
    for (const operand of call.operands.slice(1)) {
      ({ value } = this.#accept(this.#argument(operand, 'reflected', call.dot)));
      if (isTrue(value.data) === deciding) return value;
    }
    return call.final ?? value;
  }

  #invoke(declared: TemplateFunction, subject: Subject, call: Call): Value {
    this.#checkCount(declared, call);
    const received: unknown[] = [];
    const values: Value[] = [];
    const accept = (argument: Argument): void => {
      const accepted = this.#accept(argument);
      received.push(accepted.received);
      values.push(accepted.value);
    };
    const kindAt = (index: number): ParameterKind => declared.parameters[index] ?? declared.rest ?? 'any';
    for (let index = 1; index < call.operands.length; index++) {
      const operand = call.operands[index];
      if (operand !== undefined) accept(this.#argument(operand, kindAt(index - 1), call.dot));
    }
    if (call.final !== undefined) accept(argumentOf(call.final, kindAt(received.length)));
    if (!declared.isShallow) for (const { data } of values) this.#environment.reads.readAll(data);
    this.#subject = subject;
    this.spend(1);
    const result = this.#finish(this.#run(declared, received), values);
    this.#noteLook(result);
    return result;
  }

  #checkCount({ name, parameters, rest }: TemplateFunction, { operands, final }: Call): void {
    const given = Math.max(0, operands.length - 1);
    const total = given + (final === undefined ? 0 : 1);
    const wanted = parameters.length;
    if (rest !== undefined && total < wanted) this.fail(`wrong number of args for ${name}: want at least ${wanted} got ${given}`);
    if (rest === undefined && total !== wanted) this.fail(`wrong number of args for ${name}: want ${wanted} got ${total}`);
  }

  #accept(argument: Argument): Exclude<Argument, { refusal: string }> {
    return 'refusal' in argument ? this.fail(argument.refusal) : argument;
  }

  #argument(expression: Expression, kind: ParameterKind, dot: Value): Argument {
    this.#subject = expression;
    switch (expression.kind) {
      case 'dot':
        return argumentOf(dot, kind);
      case 'nil':
      case 'string':
      case 'number':
      case 'bool':
        return constantArgument(expression, kind, expressionText(expression), this.#constant(expression));
      case 'pipeline':
        return argumentOf(this.evaluate(expression, dot), kind);
      default:
        return argumentOf(this.#evaluateCommand({ span: expression.span, operands: [expression] }, dot, undefined), kind);
    }
  }

  #run(declared: TemplateFunction, received: readonly unknown[]): Data | Value {
    try {
      return declared.call(this.#context, received);
    } catch (error) {
      if (error instanceof TemplateError && error.kind !== 'budget')
        throw this.#wrapped(`error calling ${declared.name}: ${error.message}`, error);
      if (!(error instanceof FunctionError)) throw error;
      const reason = `error calling ${declared.name}: ${error.message}`;
      if (error.cause instanceof TemplateError) throw this.#wrapped(reason, error.cause);
      this.fail(reason, error.reads);
    }
  }

  /** An error of a template that a function ran, as an error of this one at the place of the other. */
  #wrapped(reason: string, inner: TemplateError): TemplateError {
    return new TemplateError(inner.kind, messageAbout(this.#subject, this.#template, reason), inner);
  }

  #finish(result: Data | Value, values: readonly Value[]): Value {
    if (result !== null && typeof result === 'object' && 'data' in result) return result;
    const derived = () => derivedOrigin(leadingOrigin(values.map(({ origin }) => origin)));
    return makeValue(result, result instanceof TracedText ? (result.origin ?? derived()) : derived());
  }
}
