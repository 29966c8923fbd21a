import type { Location } from '../text/span.js';

/** A value of an object that is being built. Each node knows the text that it came from, also after patches and generators. */
export type BuiltNode = BuiltMap | BuiltSequence | BuiltScalar;

export interface BuiltMap {
  readonly kind: 'map';
  readonly origin: Location;
  /** In the order written; what is added later comes last. */
  readonly entries: Map<string, BuiltEntry>;
}

interface BuiltEntry {
  readonly keyOrigin: Location;
  readonly value: BuiltNode;
}

export interface BuiltSequence {
  readonly kind: 'sequence';
  readonly origin: Location;
  readonly items: BuiltNode[];
}

/** Scalars are never changed, only replaced, so that copies can share them. */
export interface BuiltScalar {
  readonly kind: 'scalar';
  readonly origin: Location;
  /** Decoded; numbers as written. */
  readonly text: string;
  readonly type: 'text' | 'number' | 'boolean' | 'null';
  /** Of a block scalar, the place of each line, without indentation and line break. */
  readonly lines?: readonly Location[];
}

export function textScalar(text: string, origin: Location): BuiltScalar {
  return { kind: 'scalar', origin, text, type: 'text' };
}

export function mapOf(origin: Location): BuiltMap {
  return { kind: 'map', origin, entries: new Map() };
}

export function sequenceOf(origin: Location, items: BuiltNode[] = []): BuiltSequence {
  return { kind: 'sequence', origin, items };
}

/** Sets the value of a key, and keeps the key's place if it is there already. */
export function setEntry(map: BuiltMap, key: string, value: BuiltNode, keyOrigin: Location = value.origin): void {
  map.entries.set(key, { keyOrigin: map.entries.get(key)?.keyOrigin ?? keyOrigin, value });
}

/** The value under a path of keys and indices; `undefined` where there is none. */
export function findNode(node: BuiltNode | undefined, ...path: readonly (string | number)[]): BuiltNode | undefined {
  let found = node;
  for (const segment of path) {
    if (found?.kind === 'map') found = found.entries.get(String(segment))?.value;
    else found = found?.kind === 'sequence' && typeof segment === 'number' ? found.items[segment] : undefined;
  }
  return found;
}

/** The text of a scalar that is not null. */
export function textOf(node: BuiltNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.type !== 'null' ? node.text : undefined;
}

export function itemsOf(node: BuiltNode | undefined): readonly BuiltNode[] {
  return node?.kind === 'sequence' ? node.items : [];
}

export function mapEntries(node: BuiltNode | undefined): readonly (readonly [string, BuiltNode])[] {
  return node?.kind === 'map' ? [...node.entries].map(([key, { value }]) => [key, value] as const) : [];
}

export function isNull(node: BuiltNode | undefined): boolean {
  return node?.kind === 'scalar' && node.type === 'null';
}

/** A copy that can be changed without changing the original. */
export function cloneNode<Node extends BuiltNode>(node: Node): Node;
export function cloneNode(node: BuiltNode): BuiltNode {
  if (node.kind === 'scalar') return node;
  if (node.kind === 'sequence') return { ...node, items: node.items.map(item => cloneNode(item)) };
  const entries = new Map<string, BuiltEntry>();
  for (const [key, { keyOrigin, value }] of node.entries) entries.set(key, { keyOrigin, value: cloneNode(value) });
  return { ...node, entries };
}
