import { GoList, GoMap, type Value } from './value.js';

/** A copy whose maps and lists can be changed without changing the value itself. Origins stay; a journal does not come along. */
export function deepCopy(value: Value): Value {
  const { data, origin } = value;
  if (data instanceof GoMap) return { data: copyMap(data), origin };
  if (data instanceof GoList) return { data: new GoList(data.items.map(deepCopy), data.type, data.methods), origin };
  return value;
}

function copyMap(map: GoMap): GoMap {
  const copy = new GoMap({ type: map.type, isNil: map.isNil });
  for (const [key, value] of map.entries) copy.set(key, deepCopy(value), map.keyOrigin(key));
  return copy;
}
