import type { Site } from './origin.js';
import type { TracedText } from './traced-text.js';
import type { Data, GoList, GoMap, GoTime, Value } from './value.js';

/** What each kind of parameter receives. Arguments that do not fit are an error of the template, in Go's words, before the function is called. */
interface Arguments {
  /** `string` */
  text: TracedText;
  /** `int` */
  int: number;
  /** `int64` */
  int64: number;
  /** `float64` */
  float: number;
  /** `bool` */
  bool: boolean;
  /** `map[string]interface {}`; `nil` gives a `nil` map. */
  map: Value & { readonly data: GoMap };
  /** `[]interface {}`; `nil` gives an empty list. */
  list: Value & { readonly data: GoList };
  /** `time.Time` */
  time: GoTime;
  /** `interface {}` */
  any: Value;
  /** `reflect.Value`: any value, and of a `nil` whether it stood in a map or list. */
  reflected: Value;
}

export type ParameterKind = keyof Arguments;

/** What a function may ask of the template that calls it. */
export interface CallContext {
  /** Where the call stands. */
  readonly site: Site;
  /** How many executions of a template of this name are under way. */
  nesting(name: string): number;
  /** Runs a named template; `undefined` if none has the name. Errors in it are thrown as they are. */
  executeTemplate(name: string, data: Value): TracedText | undefined;
  /** Reads a text as a template, with all named templates of the caller, and runs it. Errors in it are thrown as they are. */
  executeText(text: TracedText, data: Value): TracedText;
  /** Notes that the outcome depends on what stands under a key of a map. Functions that are not `isShallow` depend on all of it anyway. */
  readKey(map: GoMap, key: string): void;
  /** Counts work against the budget of the execution: one for each item or each hundred characters that a function goes through. */
  spend(steps: number): void;
}

/**
 * A function that templates can call. The result is data, whose origin is then taken from the arguments, or a value with an origin of
 * its own. Texts bring their own origins.
 */
export interface TemplateFunction {
  readonly name: string;
  readonly parameters: readonly ParameterKind[];
  /** The kind of any number of further arguments. */
  readonly rest: ParameterKind | undefined;
  /** Whether maps are handed on or asked for single keys only, rather than looked through: then not all that they hold counts as read. */
  readonly isShallow: boolean;
  call(context: CallContext, args: readonly unknown[]): Data | Value;
}

type ArgumentsOf<Kinds extends readonly ParameterKind[]> = { [Index in keyof Kinds]: Arguments[Kinds[Index]] };

interface FunctionOptions {
  readonly isShallow?: boolean;
}

/** A function with a fixed number of arguments. */
export function templateFunction<const Kinds extends readonly ParameterKind[]>(
  name: string,
  parameters: Kinds,
  body: (context: CallContext, ...args: ArgumentsOf<Kinds>) => Data | Value,
  options: FunctionOptions = {},
): TemplateFunction {
  const call = body as (context: CallContext, ...args: readonly unknown[]) => Data | Value;
  return { name, parameters, rest: undefined, isShallow: options.isShallow ?? false, call: (context, args) => call(context, ...args) };
}

/** A function that takes any number of arguments after the fixed ones. */
export function variadicFunction<const Kinds extends readonly ParameterKind[], Rest extends ParameterKind>(
  name: string,
  parameters: Kinds,
  rest: Rest,
  body: (context: CallContext, ...args: [...ArgumentsOf<Kinds>, ...Arguments[Rest][]]) => Data | Value,
  options: FunctionOptions = {},
): TemplateFunction {
  const call = body as (context: CallContext, ...args: readonly unknown[]) => Data | Value;
  return { name, parameters, rest, isShallow: options.isShallow ?? false, call: (context, args) => call(context, ...args) };
}

/** The same function under other names. */
export function aliasesOf(declared: TemplateFunction, ...names: readonly string[]): TemplateFunction[] {
  return names.map(name => ({ ...declared, name }));
}
