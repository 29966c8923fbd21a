/** A list that is kept for long, without the room for more that a list has which has grown. */
export function exactList<Item>(list: readonly Item[]): readonly Item[] {
  return list.length === 0 ? NONE : list.slice();
}

const NONE: readonly never[] = [];
