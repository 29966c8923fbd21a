import { bucketsOf } from './fact-buckets.js';
import type { Fact } from './facts.js';

/** The facts of all documents, by what exports them and by bucket: the unit that rules subscribe to. */
export class WorkspaceIndex<Owner extends object> {
  readonly #byOwner = new Map<Owner, ReadonlyMap<string, readonly Fact[]>>();
  readonly #byBucket = new Map<string, Map<Owner, readonly Fact[]>>();

  /** Replaces the facts of one owner; no facts forgets it. Answers the buckets whose content changed. */
  update(owner: Owner, facts: readonly Fact[]): ReadonlySet<string> {
    const before = this.#byOwner.get(owner) ?? new Map<string, readonly Fact[]>();
    const after = groupByBucket(facts);
    if (after.size === 0) this.#byOwner.delete(owner);
    else this.#byOwner.set(owner, after);
    const changed = new Set<string>();
    for (const bucket of new Set([...before.keys(), ...after.keys()])) {
      if (!sameFacts(before.get(bucket), after.get(bucket))) changed.add(bucket);
      this.#store(bucket, owner, after.get(bucket));
    }
    return changed;
  }

  read(bucket: string): readonly Fact[] {
    const owners = this.#byBucket.get(bucket);
    return owners === undefined ? [] : [...owners.values()].flat();
  }

  #store(bucket: string, owner: Owner, facts: readonly Fact[] | undefined): void {
    const owners = this.#byBucket.get(bucket) ?? new Map<Owner, readonly Fact[]>();
    if (facts === undefined) owners.delete(owner);
    else owners.set(owner, facts);
    if (owners.size === 0) this.#byBucket.delete(bucket);
    else this.#byBucket.set(bucket, owners);
  }
}

function sameFacts(a: readonly Fact[] | undefined, b: readonly Fact[] | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.length === b.length && JSON.stringify(a) === JSON.stringify(b));
}

function groupByBucket(facts: readonly Fact[]): ReadonlyMap<string, readonly Fact[]> {
  const groups = new Map<string, Fact[]>();
  for (const fact of facts) {
    for (const bucket of bucketsOf(fact)) {
      const group = groups.get(bucket);
      if (group === undefined) groups.set(bucket, [fact]);
      else group.push(fact);
    }
  }
  return groups;
}
