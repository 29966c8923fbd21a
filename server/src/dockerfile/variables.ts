import type { Dockerfile, Instruction } from './dockerfile.js';
import { lexWords, type VariableLookup } from './word-lexer.js';

/** Arguments that BuildKit sets itself, to what depends on the build. */
const PLATFORM_ARGUMENTS = /^(?:BUILD|TARGET)(?:PLATFORM|OS|OSVERSION|ARCH|VARIANT)$|^TARGETSTAGE$/;

/** One `name=value` of an `ARG`, `ENV` or `LABEL`. */
export interface Assignment {
  readonly name: string;
  /** As written, quotes kept; `undefined` for an `ARG` without default. */
  readonly value: string | undefined;
}

/** The assignments of an `ARG`, `ENV` or `LABEL`, in order. */
export function assignmentsOf({ keyword, words }: Instruction): readonly Assignment[] {
  const [first, second] = words;
  if (keyword !== 'ARG' && first !== undefined && !first.text.includes('=')) return [{ name: first.text, value: second?.text }];
  return words.map(({ text }) => {
    const equals = text.indexOf('=');
    return equals === -1 ? { name: text, value: undefined } : { name: text.slice(0, equals), value: text.slice(equals + 1) };
  });
}

/** Variables with their values, in the order of their definition. */
export class Variables {
  readonly #values: Map<string, string | undefined>;
  /** What a name means that is defined nowhere here. */
  readonly #otherwise: VariableLookup;
  readonly #declared: Set<string>;

  constructor(otherwise: VariableLookup, before?: Variables) {
    this.#otherwise = otherwise;
    this.#values = new Map(before === undefined ? undefined : before.#values);
    this.#declared = new Set(before === undefined ? undefined : before.#declared);
  }

  /** The same variables, apart from now on. */
  copy(): Variables {
    return new Variables(this.#otherwise, this);
  }

  readonly lookup: VariableLookup = (name, guarded) => {
    if (this.#values.has(name)) return this.#values.get(name);
    // An argument without default is not set unless the person who builds sets it, which is what such arguments are for.
    if (this.#declared.has(name)) return guarded ? null : undefined;
    return this.#otherwise(name, guarded);
  };

  /** Sets variables to what is written, or to nothing known. All values see the variables as they were before. */
  set(assignments: readonly Assignment[], escapeToken: string): void {
    const values = assignments.map(
      ({ name, value }) => [name, lexWords(value ?? '', { escape: escapeToken, lookup: this.lookup })?.text] as const,
    );
    for (const [name, value] of values) this.#values.set(name, value);
  }

  /** An argument without a default: it keeps the value it has, or takes that of the arguments before the first `FROM`. */
  declare(name: string, globals?: Variables): void {
    if (globals !== undefined && (globals.#values.has(name) || PLATFORM_ARGUMENTS.test(name)))
      this.#values.set(name, globals.#values.get(name));
    else this.#declared.add(name);
  }
}

/** The variables that a `FROM` may use: the `ARG`s before the first one, by their defaults, and those that BuildKit sets by platform. */
export function globalVariables({ globalArguments, escape: escapeToken }: Dockerfile): Variables {
  const variables = new Variables(name => (PLATFORM_ARGUMENTS.test(name) ? undefined : null));
  for (const instruction of globalArguments)
    for (const { name, value } of assignmentsOf(instruction)) {
      if (value === undefined) variables.declare(name);
      else variables.set([{ name, value }], escapeToken);
    }
  return variables;
}
