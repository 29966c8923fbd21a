import { FunctionError } from '../../gotemplate/template-error.js';
import type { CallContext } from '../../gotemplate/template-function.js';
import { GoMap } from '../../gotemplate/value.js';
import { isTrue } from '../../gotemplate/value-type.js';

/** Which value stays where both maps have one that is not a map: the one that is there unless it is empty, or the one that comes. */
export type MergeWinner = 'target' | 'source';

/**
 * Lays a map over another, which is changed in place. Maps that both have are merged, too; everything else is handed over as it is, so that
 * the two maps then share it. A `nil` that comes replaces a value only where the source wins.
 */
export function mergeMaps(context: CallContext, target: GoMap, source: GoMap, winner: MergeWinner): void {
  context.spend(source.size);
  if (target.type === TEXTS && source.type !== TEXTS && source.size > 0) throw new FunctionError(NOT_ASSIGNABLE);
  for (const [key, value] of source.entries) {
    const present = target.get(key);
    if (value.data === null) {
      if (winner === 'source') target.set(key, value, source.keyOrigin(key));
    } else if (present?.data instanceof GoMap && value.data instanceof GoMap && present.data !== value.data) {
      mergeMaps(context, present.data, value.data, winner);
    } else if (winner === 'source' || present === undefined || !isTrue(present.data)) {
      target.set(key, value, source.keyOrigin(key));
    }
  }
}

/** A map such as `split` makes, which takes nothing but texts in. */
const TEXTS = 'map[string]string';
const NOT_ASSIGNABLE = 'reflect.Value.SetMapIndex: value of type interface {} is not assignable to type string';
