import type { Fact } from './facts.js';

/** The facts that answer one question of rules, and who asked it: the unit that rules subscribe to. */
export class FactBucket<Owner> {
  readonly name: string;
  /** Whom a change concerns. */
  readonly readers = new Set<Owner>();
  readonly #groups = new Map<Owner, readonly Fact[]>();
  /** All facts, sorted; forgotten with each change, as is what was made of them. */
  #facts: readonly Fact[] | undefined;
  #derived: Map<unknown, unknown> | undefined;

  constructor(name: string) {
    this.name = name;
  }

  /** Whether nobody would miss it. */
  get isIdle(): boolean {
    return this.#groups.size === 0 && this.readers.size === 0;
  }

  /** In an order that does not depend on the order of edits. */
  get facts(): readonly Fact[] {
    this.#facts ??= this.#groups.size === 0 ? NONE : [...this.#groups.values()].flat().sort(byPlace);
    return this.#facts;
  }

  /** What a function makes of the facts: computed once until they change. A function stands for its answer, so it must be one that stays. */
  derive<Answer>(compute: (facts: readonly Fact[]) => Answer): Answer {
    this.#derived ??= new Map();
    if (!this.#derived.has(compute)) this.#derived.set(compute, compute(this.facts));
    return this.#derived.get(compute) as Answer;
  }

  put(owner: Owner, facts: readonly Fact[]): void {
    this.#forget();
    this.#groups.set(owner, facts);
  }

  remove(owner: Owner): void {
    this.#forget();
    this.#groups.delete(owner);
  }

  #forget(): void {
    this.#facts = undefined;
    this.#derived = undefined;
  }
}

const NONE: readonly Fact[] = [];

/** By document, then by object. */
export function byPlace(a: Fact, b: Fact): number {
  return compare(a.uri, b.uri) || compare(nameOf(a), nameOf(b));
}

function nameOf(fact: Fact): string {
  return 'object' in fact ? `${fact.object.kind}/${fact.object.name}` : '';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
