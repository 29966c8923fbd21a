import type { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';
import { keyName, resolveScalar } from './resolve-scalar.js';
import { isMergeKey, mergedMaps, type SyntaxChild, type SyntaxNode } from './syntax-node.js';
import type { TreeDocument } from './tree-document.js';
import type { PathSegment, ScalarValue, YamlNode, YamlStyle } from './yaml-node.js';

/**
 * The view of rules on a syntax tree: aliases followed, merge keys applied, children made when first asked for. Two reads of the same
 * place give the same object.
 */
export class TreeNode implements YamlNode {
  readonly parent: TreeNode | undefined;
  readonly isShared: boolean;
  readonly #document: TreeDocument;
  readonly #node: SyntaxNode;
  readonly #written: SyntaxNode;
  readonly #child: SyntaxChild | undefined;
  readonly #segment: PathSegment | undefined;
  #path: readonly PathSegment[] | undefined;
  #entries: readonly (readonly [string, TreeNode])[] | undefined;
  #items: readonly TreeNode[] | undefined;
  /** What the scalar means, once somebody has asked; rules ask often. */
  #value: ScalarValue | undefined;

  private constructor(
    document: TreeDocument,
    parent: TreeNode | undefined,
    child: SyntaxChild | undefined,
    written: SyntaxNode,
    segment: PathSegment | undefined,
    isShared: boolean,
  ) {
    this.#document = document;
    this.parent = parent;
    this.#child = child;
    this.#written = written;
    this.#node = written.target ?? written;
    this.#segment = segment;
    this.isShared = isShared || written.kind === 'alias';
  }

  /** The node as it is written where `node` says it is; `undefined` if it was reached through an alias or a merge key. */
  static writtenAt(node: YamlNode): SyntaxNode | undefined {
    if (!(node instanceof TreeNode) || node.isShared) return undefined;
    node.#document.watch?.noteText(node.#written);
    return node.#written;
  }

  static root(document: TreeDocument, node: SyntaxNode): TreeNode {
    return new TreeNode(document, undefined, undefined, node, undefined, false);
  }

  get source(): SourceText {
    return this.#document.source;
  }

  get kind(): YamlNode['kind'] {
    return this.#node.kind === 'alias' ? 'scalar' : this.#node.kind;
  }

  get style(): YamlStyle {
    this.#document.watch?.noteScalar(this.#node);
    return this.#node.style;
  }

  get anchor(): string | undefined {
    this.#document.watch?.noteScalar(this.#node);
    return this.#node.anchor;
  }

  get tag(): string | undefined {
    this.#document.watch?.noteScalar(this.#node);
    return this.#node.tag;
  }

  get span(): Span {
    this.#document.watch?.noteText(this.#node);
    return { start: this.#node.start, end: this.#node.end };
  }

  get keySpan(): Span | undefined {
    const key = this.#child?.key;
    return key && { start: key.start, end: key.end };
  }

  get entrySpan(): Span {
    this.#document.watch?.noteText(this.#written);
    return { start: this.#child?.start ?? this.#written.outerStart, end: this.#written.end };
  }

  get path(): readonly PathSegment[] {
    this.#path ??= this.parent === undefined || this.#segment === undefined ? [] : [...this.parent.path, this.#segment];
    return this.#path;
  }

  get value(): ScalarValue | undefined {
    if (this.kind !== 'scalar') return undefined;
    this.#document.watch?.noteScalar(this.#node);
    if (this.#value === undefined)
      this.#value = this.#node.kind === 'alias' ? null : resolveScalar(this.#node.text, this.#node.style, this.#node.tag);
    return this.#value;
  }

  get text(): string | undefined {
    const value = this.value;
    return value === undefined || value === null ? undefined : this.#node.text;
  }

  get(key: string): TreeNode | undefined {
    const entries = this.#readEntries();
    for (let index = entries.length - 1; index >= 0; index--) {
      const entry = entries[index];
      if (entry?.[0] === key) return entry[1];
    }
    return undefined;
  }

  at(index: number): TreeNode | undefined {
    return this.items().at(index);
  }

  find(...path: readonly PathSegment[]): TreeNode | undefined {
    let node: TreeNode | undefined = this;
    for (const segment of path) {
      node = typeof segment === 'number' ? node.at(segment) : node.get(segment);
      if (node === undefined) return undefined;
    }
    return node;
  }

  entries(): readonly (readonly [key: string, value: TreeNode])[] {
    return this.#readEntries();
  }

  items(): readonly TreeNode[] {
    this.#items ??=
      this.#node.kind === 'sequence'
        ? this.#node.children.map((child, index) => new TreeNode(this.#document, this, child, child.value, index, this.isShared))
        : NONE;
    return this.#items;
  }

  #readEntries(): readonly (readonly [string, TreeNode])[] {
    this.#entries ??= this.#node.kind === 'map' ? this.#makeEntries(this.#node) : NONE;
    return this.#entries;
  }

  #makeEntries(map: SyntaxNode): readonly (readonly [string, TreeNode])[] {
    return effectiveChildren(map, this.source.text).map(
      ({ name, child, isMerged }) =>
        [name, new TreeNode(this.#document, this, child, child.value, name, this.isShared || isMerged)] as const,
    );
  }
}

const NONE: readonly never[] = [];

interface EffectiveChild {
  readonly name: string;
  readonly child: SyntaxChild;
  readonly isMerged: boolean;
}

/**
 * The entries of a map with what its merge keys bring in, less the merged ones that something else replaces: what comes later wins, as
 * in kubectl, also where a merge key comes after an entry of the map's own. Of several maps in one merge key the first wins.
 */
function effectiveChildren(map: SyntaxNode, text: string): readonly EffectiveChild[] {
  if (!map.children.some(({ key }) => key !== undefined && isMergeKey(key))) return map.children.map(child => ownChild(child, text));
  const merges = map.children.map(({ key, value }) => (key !== undefined && isMergeKey(key) ? mergedMaps(value) : undefined));
  if (merges.every(maps => maps === undefined)) return map.children.map(child => ownChild(child, text));
  const taken = new Set<string>();
  const groups = map.children.map((child, index) => ({ child, maps: merges[index] })).reverse();
  return groups
    .map(({ child, maps }) =>
      (maps === undefined ? [ownChild(child, text)] : mergedChildren(maps, text)).filter(({ name, isMerged }) =>
        taken.has(name) ? !isMerged : taken.add(name),
      ),
    )
    .reverse()
    .flat();
}

function ownChild(child: SyntaxChild, text: string): EffectiveChild {
  return { name: nameOf(child, text), child, isMerged: false };
}

function mergedChildren(maps: readonly SyntaxNode[], text: string): EffectiveChild[] {
  return maps.flatMap(map => lastOfEachName(effectiveChildren(map, text))).map(entry => ({ ...entry, isMerged: true }));
}

function lastOfEachName(entries: readonly EffectiveChild[]): readonly EffectiveChild[] {
  return [...new Map(entries.map(entry => [entry.name, entry])).values()];
}

/** The key as Kubernetes reads it (`yes` is `true`); a key that is a collection answers to its own text. */
function nameOf(child: SyntaxChild, text: string): string {
  const key = child.key?.target ?? child.key;
  if (key === undefined) return '';
  return key.kind === 'scalar' ? keyName(key.text, key.style, key.tag) : text.slice(key.start, key.end);
}
