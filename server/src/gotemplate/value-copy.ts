import { GoList, GoMap, type Value } from './value.js';

/**
 * A copy whose maps and lists can be changed without changing the value itself. Origins stay; a journal does not come along.
 *
 * @param spend is told of the work: what stands in a value twice is copied twice, so that a small value can have a large copy
 */
export function deepCopy(value: Value, spend: (steps: number) => void = () => {}): Value {
  const { data, origin } = value;
  if (data instanceof GoMap) return { data: copyMap(data, spend), origin };
  if (!(data instanceof GoList)) return value;
  spend(data.items.length);
  const items = data.items.map(item => deepCopy(item, spend));
  return { data: new GoList(items, data.type, data.methods), origin };
}

function copyMap(map: GoMap, spend: (steps: number) => void): GoMap {
  spend(map.size);
  const copy = new GoMap({ type: map.type, isNil: map.isNil });
  for (const [key, value] of map.entries) copy.set(key, deepCopy(value, spend), map.keyOrigin(key));
  return copy;
}
