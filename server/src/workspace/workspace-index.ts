import { FactBucket } from './fact-bucket.js';
import { bucket, bucketsOf } from './fact-buckets.js';
import type { Fact } from './facts.js';
import { haveSameContent } from './same-content.js';

/** What an owner tells the others. */
interface Export<Owner> {
  readonly facts: readonly Fact[];
  readonly groups: ReadonlyMap<FactBucket<Owner>, readonly Fact[]>;
}

/** The facts of all documents, by what exports them and by bucket. */
export class WorkspaceIndex<Owner extends object> {
  readonly #byOwner = new Map<Owner, Export<Owner>>();
  readonly #buckets = new Map<string, FactBucket<Owner>>();
  /** Those that rules ask for most, by type and place: to make a name and look it up takes longer than to answer. */
  readonly #byUnit = new Map<string, Map<string, FactBucket<Owner>>>();
  readonly #byNamespace = new Map<string, Map<string | undefined, FactBucket<Owner>>>();

  /** The bucket of a name, empty or not. */
  bucket(name: string): FactBucket<Owner> {
    const known = this.#buckets.get(name);
    if (known !== undefined) return known;
    const bucket = new FactBucket<Owner>(name);
    this.#buckets.set(name, bucket);
    return bucket;
  }

  /** The bucket of what is of a type in a unit. */
  bucketOfUnit(type: string, unit: string): FactBucket<Owner> {
    return placed(this.#byUnit, type, unit) ?? keepPlaced(this.#byUnit, type, unit, this.bucket(bucket.ofUnit(type, unit)));
  }

  /** The bucket of objects of a type that say a namespace, or none. */
  bucketOfNamespace(type: string, namespace: string | undefined): FactBucket<Owner> {
    const known = placed(this.#byNamespace, type, namespace);
    return known ?? keepPlaced(this.#byNamespace, type, namespace, this.bucket(bucket.ofNamespace(type, namespace)));
  }

  /** Takes the facts of some owners out and puts those of others in. Answers the buckets whose content is another now. */
  exchange(
    gone: readonly Owner[],
    come: readonly { readonly owner: Owner; readonly facts: readonly Fact[] }[],
  ): ReadonlySet<FactBucket<Owner>> {
    const stays = gone.map((owner, index) => this.#isTakenOver(owner, come[index]));
    const removed = new Map<FactBucket<Owner>, Fact[]>();
    const added = new Map<FactBucket<Owner>, Fact[]>();
    for (const owner of gone.filter((_, index) => stays[index] !== true)) {
      for (const [bucket, facts] of this.#byOwner.get(owner)?.groups ?? []) {
        append(removed, bucket, facts);
        bucket.remove(owner);
      }
      this.#byOwner.delete(owner);
    }
    for (const { owner, facts } of come.filter((_, index) => stays[index] !== true)) {
      const groups = this.#groupByBucket(facts);
      if (groups.size > 0) this.#byOwner.set(owner, { facts, groups });
      for (const [bucket, group] of groups) {
        append(added, bucket, group);
        bucket.put(owner, group);
      }
    }
    const comparisons = new FactComparisons();
    return new Set(
      [...new Set([...removed.keys(), ...added.keys()])].filter(bucket => !comparisons.areSame(removed.get(bucket), added.get(bucket))),
    );
  }

  /** Forgets a bucket if nobody would miss it. */
  tidy(idle: FactBucket<Owner>): void {
    if (!idle.isIdle) return;
    this.#buckets.delete(idle.name);
    this.#byUnit.clear();
    this.#byNamespace.clear();
  }

  /** Whether another owner takes the place of one and says the same, as after most keys: the facts then stay as they are. */
  #isTakenOver(before: Owner, now: { readonly owner: Owner; readonly facts: readonly Fact[] } | undefined): boolean {
    const known = this.#byOwner.get(before);
    if (known === undefined || now === undefined || known.facts.some(({ type }) => type === 'chart-file')) return false;
    if (!haveSameContent(known.facts, now.facts)) return false;
    this.#byOwner.delete(before);
    this.#byOwner.set(now.owner, known);
    for (const bucket of known.groups.keys()) bucket.pass(before, now.owner);
    return true;
  }

  #groupByBucket(facts: readonly Fact[]): ReadonlyMap<FactBucket<Owner>, readonly Fact[]> {
    const groups = new Map<FactBucket<Owner>, Fact[]>();
    for (const fact of facts) for (const name of bucketsOf(fact)) append(groups, this.bucket(name), [fact]);
    return groups;
  }
}

/** Compares facts by their content. A fact stands in several buckets, and is compared once. */
class FactComparisons {
  readonly #known = new Map<Fact, { readonly other: Fact | undefined; readonly isSame: boolean }>();

  areSame(a: readonly Fact[] | undefined, b: readonly Fact[] | undefined): boolean {
    if (a === undefined || b === undefined || a.length !== b.length) return a === b;
    return a.every((fact, index) => this.#isSame(fact, b[index]));
  }

  #isSame(fact: Fact, other: Fact | undefined): boolean {
    const known = this.#known.get(fact);
    if (known !== undefined && known.other === other) return known.isSame;
    const isSame = haveSameContent(fact, other);
    this.#known.set(fact, { other, isSame });
    return isSame;
  }
}

function append<Key>(groups: Map<Key, Fact[]>, key: Key, facts: readonly Fact[]): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [...facts]);
  else group.push(...facts);
}

function placed<Place, Found>(known: ReadonlyMap<string, ReadonlyMap<Place, Found>>, type: string, place: Place): Found | undefined {
  return known.get(type)?.get(place);
}

function keepPlaced<Place, Found>(known: Map<string, Map<Place, Found>>, type: string, place: Place, found: Found): Found {
  const ofType = known.get(type) ?? new Map<Place, Found>();
  known.set(type, ofType.set(place, found));
  return found;
}
