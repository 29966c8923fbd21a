import type { Span } from '../text/span.js';
import type { YamlNode } from './yaml-node.js';

/** An entry that a map lacks. */
export interface MissingEntry {
  /** The map. */
  readonly node: Span;
  readonly key: string;
}

/** The first entry on a path of keys that is not there; `undefined` if all are. */
export function findMissingEntry(map: YamlNode, path: readonly string[]): MissingEntry | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return undefined;
  const child = map.get(key);
  return child === undefined ? { node: map.span, key } : findMissingEntry(child, rest);
}
