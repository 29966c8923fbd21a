import type { BuiltObject } from './built-object.js';
import { effectiveNamespace, type ResourceId } from './resource-id.js';

/** The objects of a build, in order. No two have the same id. */
export class ResourceList {
  #objects: BuiltObject[] = [];

  get objects(): readonly BuiltObject[] {
    return this.#objects;
  }

  /** Adds objects. Answers those that are not added, because there is one with their id. */
  add(objects: readonly BuiltObject[]): readonly BuiltObject[] {
    const taken = new Set(this.#objects.map(({ id }) => keyOf(id)));
    const refused: BuiltObject[] = [];
    for (const object of objects) {
      const key = keyOf(object.id);
      if (taken.has(key)) refused.push(object);
      else this.#objects.push(object);
      taken.add(key);
    }
    return refused;
  }

  /** The objects that have, or had, an id that fits. */
  withAnyId(fits: (id: ResourceId) => boolean): readonly BuiltObject[] {
    return this.#objects.filter(object => object.allIds.some(fits));
  }

  remove(object: BuiltObject): void {
    this.#objects = this.#objects.filter(other => other !== object);
  }

  replace(object: BuiltObject, by: BuiltObject): void {
    this.#objects = this.#objects.map(other => (other === object ? by : other));
  }
}

const KEYS = new WeakMap<ResourceId, string>();

function keyOf(id: ResourceId): string {
  const known = KEYS.get(id);
  if (known !== undefined) return known;
  const key = JSON.stringify([id.group, id.version, id.kind, id.name, effectiveNamespace(id)]);
  KEYS.set(id, key);
  return key;
}
