import type { Fact } from './facts.js';

/** The facts that answer one question of rules, and who asked it: the unit that rules subscribe to. */
export class FactBucket<Owner> {
  readonly name: string;
  /** Whom a change concerns. */
  readonly readers = new Set<Owner>();
  readonly #groups = new Map<Owner, readonly Fact[]>();
  /** All facts, sorted, but for the changes since they were last asked for. */
  #sorted: readonly Fact[] = NONE;
  readonly #gone = new Set<Fact>();
  readonly #come = new Set<Fact>();
  #derived: Map<unknown, unknown> | undefined;
  /** What was computed from facts that have changed since. */
  #outdated: ReadonlyMap<unknown, unknown> | undefined;

  constructor(name: string) {
    this.name = name;
  }

  /** Whether nobody would miss it. */
  get isIdle(): boolean {
    return this.#groups.size === 0 && this.readers.size === 0;
  }

  /** In an order that does not depend on the order of edits. */
  get facts(): readonly Fact[] {
    if (this.#gone.size === 0 && this.#come.size === 0) return this.#sorted;
    const stayed = this.#gone.size === 0 ? this.#sorted : this.#sorted.filter(fact => !this.#gone.has(fact));
    // An edit changes few of many facts, and sorting what is nearly sorted takes little time.
    this.#sorted = this.#come.size === 0 ? stayed : [...stayed, ...this.#come].sort(byPlace);
    this.#come.clear();
    this.#gone.clear();
    return this.#sorted;
  }

  /**
   * What a function makes of the facts: computed once until they change. A function stands for its answer, so it must be one that stays. It
   * is given its last answer, from which it may take what is still right.
   */
  derive<Answer>(compute: (facts: readonly Fact[], last: Answer | undefined) => Answer): Answer {
    this.#derived ??= new Map();
    if (!this.#derived.has(compute)) this.#derived.set(compute, compute(this.facts, this.#outdated?.get(compute) as Answer | undefined));
    return this.#derived.get(compute) as Answer;
  }

  put(owner: Owner, facts: readonly Fact[]): void {
    this.#outdate();
    this.#groups.set(owner, facts);
    for (const fact of facts) this.#come.add(fact);
  }

  remove(owner: Owner): void {
    this.#outdate();
    // What came since the last question was never sorted in.
    for (const fact of this.#groups.get(owner) ?? NONE) if (!this.#come.delete(fact)) this.#gone.add(fact);
    this.#groups.delete(owner);
  }

  /** Lets an owner have the facts of another, which stay as they are. */
  pass(before: Owner, now: Owner): void {
    this.#groups.set(now, this.#groups.get(before) ?? NONE);
    this.#groups.delete(before);
  }

  #outdate(): void {
    if (this.#derived === undefined) return;
    this.#outdated = new Map([...(this.#outdated ?? []), ...this.#derived]);
    this.#derived = undefined;
  }
}

const NONE: readonly Fact[] = [];

/** By document, then by object; what a document says twice about one object, by what it says. */
export function byPlace(a: Fact, b: Fact): number {
  const byUri = compare(a.uri, b.uri);
  if (byUri !== 0) return byUri;
  const [one, other] = ['object' in a ? a.object : undefined, 'object' in b ? b.object : undefined];
  const byObject = compare(one?.kind ?? '', other?.kind ?? '') || compare(one?.name ?? '', other?.name ?? '');
  return byObject !== 0 || a === b ? byObject : compare(JSON.stringify(a), JSON.stringify(b));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
