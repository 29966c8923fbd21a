import type { YamlStyle } from './yaml-node.js';

/** Collections nested deeper than this are not read: no manifest is, and every reader and rule may recurse. */
export const MAX_DEPTH = 500;

/**
 * A node as it is written: aliases are not followed, merge keys not applied. Both readers build this tree, `TreeNode` is the view over it.
 * All numbers are offsets in the text of the document.
 */
export class SyntaxNode {
  readonly kind: 'map' | 'sequence' | 'scalar' | 'alias';
  readonly style: YamlStyle;
  start: number;
  /** -1 while the node is being read: an alias cannot refer to it then. */
  end: number;
  #children: SyntaxChild[] | undefined;
  /** The decoded text of a scalar, or how to decode it. */
  content: string | (() => string) = '';
  readonly #properties: NodeProperties | undefined;
  /** What an alias refers to; `undefined` if there is no such anchor before it. */
  target: SyntaxNode | undefined;
  /** How many nodes this is with all aliases written out. */
  size = 1;

  constructor(kind: SyntaxNode['kind'], style: YamlStyle, start: number, end: number, properties: NodeProperties | undefined) {
    this.kind = kind;
    this.style = style;
    this.start = start;
    this.end = end;
    this.#properties = properties;
  }

  get anchor(): string | undefined {
    return this.#properties?.anchor;
  }

  get tag(): string | undefined {
    return this.#properties?.tag;
  }

  /** Entries of a map, items of a sequence. */
  get children(): readonly SyntaxChild[] {
    return this.#children ?? NO_CHILDREN;
  }

  /** Where anchor or tag start, else `start`. */
  get outerStart(): number {
    return this.#properties?.start ?? this.start;
  }

  get text(): string {
    if (typeof this.content !== 'string') this.content = this.content();
    return this.content;
  }

  /** Whether this is a map without braces, of one entry, in a flow sequence: `[a: 1]`. */
  get isPair(): boolean {
    return this.kind === 'map' && this.style === 'flow' && this.children[0]?.start === this.start;
  }

  moved(distance: number): SyntaxNode {
    const properties = this.#properties && { ...this.#properties, start: this.#properties.start + distance };
    const node = new SyntaxNode(this.kind, this.style, this.start + distance, this.end + distance, properties);
    node.#children = this.#children?.map(child => movedChild(child, distance));
    node.content = this.content;
    node.size = this.size;
    return node;
  }

  /** The same collection in block style with other children. */
  withChildren(children: readonly SyntaxChild[]): SyntaxNode {
    const node = new SyntaxNode(
      this.kind,
      this.style,
      children[0]?.start ?? this.start,
      children.at(-1)?.value.end ?? this.end,
      this.#properties,
    );
    for (const child of children) node.add(child);
    node.trim();
    return node;
  }

  add(child: SyntaxChild): void {
    if (this.#children === undefined) this.#children = [child];
    else this.#children.push(child);
    this.size += child.value.size + (child.key?.size ?? 0);
  }

  /** Gives up the room for more children than there are: trees are kept for long. */
  trim(): void {
    this.#children = this.#children?.slice();
  }
}

const NO_CHILDREN: readonly SyntaxChild[] = [];

/** The same in a text in which it stands elsewhere. There must be no aliases in it. */
export function movedChild(child: SyntaxChild, distance: number): SyntaxChild {
  if (distance === 0) return child;
  const { start, key, value } = child;
  return { start: start + distance, key: key?.moved(distance), value: value.moved(distance) };
}

/** Anchor and tag of a node, and where the first of them starts. */
export interface NodeProperties {
  readonly start: number;
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
}

export interface SyntaxChild {
  /** Where the entry starts: at `?`, the properties of the key, the key, the dash, or the properties of an item of a flow sequence. */
  readonly start: number;
  /** `undefined` for items. */
  readonly key: SyntaxNode | undefined;
  readonly value: SyntaxNode;
}

/** What a reader makes of one document. */
export interface SyntaxTree {
  /** `undefined` if the document holds nothing but white space, comments and markers. */
  readonly root: SyntaxNode | undefined;
  /** Whether there is an alias anywhere. */
  readonly hasAliases: boolean;
  /** In the order of the text. */
  readonly comments: readonly { readonly start: number; readonly end: number }[];
  readonly problems: readonly SyntaxProblem[];
}

export const TAB_IN_INDENTATION = 'A tab cannot indent YAML: use spaces.';

/** Something that YAML, or kubectl, does not accept. */
export interface SyntaxProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** Whether the span is meant to be white space. */
  readonly isBlank?: boolean;
}

/** The anchors read so far. A later anchor of the same name replaces the earlier one, as YAML says. */
export class AnchorTable {
  readonly #nodes = new Map<string, SyntaxNode>();

  define(node: SyntaxNode): void {
    if (node.anchor !== undefined) this.#nodes.set(node.anchor, node);
  }

  /** Lets an alias point to its target. Answers what is wrong with it. */
  resolve(alias: SyntaxNode, name: string): readonly SyntaxProblem[] {
    const target = this.#nodes.get(name);
    const { start, end } = alias;
    if (target === undefined) return [{ message: `There is no anchor "&${name}" before this alias.`, start, end }];
    if (target.end === -1) return [{ message: `The alias "*${name}" stands inside of the value that it refers to.`, start, end }];
    alias.target = target;
    alias.size = target.size;
    return NONE;
  }
}

const NONE: readonly SyntaxProblem[] = [];

/** What kubectl refuses about an entry of a map: that it has no key, or merges something that is no map. */
export function problemsOfEntry({ start, key, value }: SyntaxChild): readonly SyntaxProblem[] {
  if (key?.style === 'empty' && key.tag === undefined) return [{ message: 'A key is missing here.', start, end: start + 1 }];
  if (key === undefined || !isMergeKey(key) || mergedMaps(value) !== undefined || isUnresolved(value)) return NONE;
  return [{ message: 'A merge key "<<" needs a map, or a sequence of maps.', start: key.start, end: key.end }];
}

function isUnresolved(node: SyntaxNode): boolean {
  return node.kind === 'alias' && node.target === undefined;
}

export function isMergeKey(key: SyntaxNode): boolean {
  return key.style === 'plain' && key.end - key.start === 2 && key.text === '<<';
}

/** The maps that the value of a merge key brings in; `undefined` if it is anything else than maps. */
export function mergedMaps(node: SyntaxNode): readonly SyntaxNode[] | undefined {
  const value = node.target ?? node;
  const maps = value.kind === 'sequence' ? value.children.map(item => item.value.target ?? item.value) : [value];
  return maps.every(map => map.kind === 'map') ? maps : undefined;
}

/**
 * The tab in a block scalar that kubectl refuses, though YAML 1.2 does not: one that stands where its indentation should be. Nothing is
 * said where the header gives the indentation.
 */
export function tabsInBlockScalar(text: string, header: string, start: number, end: number): readonly SyntaxProblem[] {
  let indent = Number.POSITIVE_INFINITY;
  let line = text.slice(start, end).includes('\t') && !/\d/.test(header) ? start : end;
  while (line < end) {
    let first = line;
    while (text[first] === ' ') first++;
    if (text[first] === '\t' && first - line < indent) {
      return [
        {
          message: 'A tab cannot stand where the indentation of a block scalar is expected: use spaces.',
          start: first,
          end: first + 1,
          isBlank: true,
        },
      ];
    }
    if (first < end && !isSpaceOrBreak(text.charCodeAt(first))) indent = Math.min(indent, first - line);
    const lineBreak = text.indexOf('\n', first);
    line = lineBreak === -1 ? end : lineBreak + 1;
  }
  return NONE;
}

/** The end of a block scalar: of its last line that is not blank, without the line break. `contentStart` is the start of the line after its header. */
export function blockScalarEnd(text: string, headerEnd: number, contentStart: number, contentEnd: number): number {
  let last = contentEnd;
  while (last > contentStart && isSpaceOrBreak(text.charCodeAt(last - 1))) last--;
  if (last <= contentStart) return headerEnd;
  while (last < contentEnd && text[last] !== '\n' && text[last] !== '\r') last++;
  return last;
}

/** Whether a comment starts in a part of the text; `within` are the nodes that have text there. */
export function hasComment(text: string, start: number, end: number, within: readonly SyntaxNode[]): boolean {
  let sign = text.indexOf('#', start);
  if (sign === -1 || sign >= end) return false;
  const scalars = within.flatMap(node => scalarSpans(node, text));
  for (; sign !== -1 && sign < end; sign = text.indexOf('#', sign + 1)) {
    const scalar = scalars.find(span => span.start <= sign && sign < span.end);
    if (scalar !== undefined) sign = scalar.end - 1;
    else if (sign === 0 || isSpaceOrBreak(text.charCodeAt(sign - 1))) return true;
  }
  return false;
}

/** The places of all scalars below a node; of block scalars without the header. */
function scalarSpans(node: SyntaxNode, text: string): { start: number; end: number }[] {
  if (node.children.length > 0)
    return node.children.flatMap(({ key, value }) => [...(key ? scalarSpans(key, text) : []), ...scalarSpans(value, text)]);
  if (node.style !== 'literal' && node.style !== 'folded') return [node];
  const lineBreak = text.indexOf('\n', node.start);
  return lineBreak === -1 || lineBreak >= node.end ? [] : [{ start: lineBreak + 1, end: node.end }];
}

export function isSpaceOrBreak(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}
