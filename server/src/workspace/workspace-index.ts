import { bucketsOf } from './fact-buckets.js';
import type { Fact } from './facts.js';

/** The facts of all documents, by what exports them and by bucket: the unit that rules subscribe to. */
export class WorkspaceIndex<Owner extends object> {
  readonly #byOwner = new Map<Owner, ReadonlyMap<string, readonly Fact[]>>();
  readonly #byBucket = new Map<string, Map<Owner, readonly Fact[]>>();
  /** Answers given since the bucket last changed. */
  readonly #answers = new Map<string, readonly Fact[]>();

  /** By bucket and function, what it made of the bucket since it last changed. */
  readonly #derived = new Map<string, Map<unknown, unknown>>();

  /** Takes the facts of some owners out and puts those of others in. Answers the buckets whose content is another now. */
  exchange(gone: readonly Owner[], come: readonly { readonly owner: Owner; readonly facts: readonly Fact[] }[]): ReadonlySet<string> {
    const removed = new Map<string, Fact[]>();
    const added = new Map<string, Fact[]>();
    for (const owner of gone) {
      for (const [bucket, facts] of this.#byOwner.get(owner) ?? []) {
        append(removed, bucket, facts);
        this.#store(bucket, owner, undefined);
      }
      this.#byOwner.delete(owner);
    }
    for (const { owner, facts } of come) {
      const groups = groupByBucket(facts);
      if (groups.size > 0) this.#byOwner.set(owner, groups);
      for (const [bucket, group] of groups) {
        append(added, bucket, group);
        this.#store(bucket, owner, group);
      }
    }
    return new Set([...new Set([...removed.keys(), ...added.keys()])].filter(bucket => !sameFacts(removed.get(bucket), added.get(bucket))));
  }

  /** The facts of a bucket, in an order that does not depend on the order of edits. */
  read(bucket: string): readonly Fact[] {
    const known = this.#answers.get(bucket);
    if (known !== undefined) return known;
    const owners = this.#byBucket.get(bucket);
    if (owners === undefined) return NONE;
    const facts = [...owners.values()].flat().sort(byPlace);
    this.#answers.set(bucket, facts);
    return facts;
  }

  /** What a function makes of a bucket's facts: computed once until they change. A function stands for its answer, so it must be one that stays. */
  derive<Answer>(bucket: string, compute: (facts: readonly Fact[]) => Answer): Answer {
    const answers = this.#derived.get(bucket) ?? new Map<unknown, unknown>();
    this.#derived.set(bucket, answers);
    if (!answers.has(compute)) answers.set(compute, compute(this.read(bucket)));
    return answers.get(compute) as Answer;
  }

  #store(bucket: string, owner: Owner, facts: readonly Fact[] | undefined): void {
    this.#answers.delete(bucket);
    this.#derived.delete(bucket);
    const owners = this.#byBucket.get(bucket) ?? new Map<Owner, readonly Fact[]>();
    if (facts === undefined) owners.delete(owner);
    else owners.set(owner, facts);
    if (owners.size === 0) this.#byBucket.delete(bucket);
    else this.#byBucket.set(bucket, owners);
  }
}

const NONE: readonly Fact[] = [];

/** By document, then by object, then by what is said: two objects of one name have an order too. */
export function byPlace(a: Fact, b: Fact): number {
  return compare(a.uri, b.uri) || compare(nameOf(a), nameOf(b)) || (a === b ? 0 : compare(JSON.stringify(a), JSON.stringify(b)));
}

function nameOf(fact: Fact): string {
  return 'object' in fact ? `${fact.object.kind}/${fact.object.name}` : '';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function append(groups: Map<string, Fact[]>, bucket: string, facts: readonly Fact[]): void {
  const group = groups.get(bucket);
  if (group === undefined) groups.set(bucket, [...facts]);
  else group.push(...facts);
}

function sameFacts(a: readonly Fact[] | undefined, b: readonly Fact[] | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.length === b.length && JSON.stringify(a) === JSON.stringify(b));
}

function groupByBucket(facts: readonly Fact[]): ReadonlyMap<string, readonly Fact[]> {
  const groups = new Map<string, Fact[]>();
  for (const fact of facts) for (const bucket of bucketsOf(fact)) append(groups, bucket, [fact]);
  return groups;
}
