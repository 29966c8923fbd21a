import type { SourceText } from '../text/source-text.js';
import { movedSpan } from '../text/text-edit.js';
import { TextShift } from '../text/text-shift.js';
import { readEvents } from './event-reader.js';
import { withLineFeeds } from './line-feeds.js';
import { movedChild, type SyntaxChild, type SyntaxNode } from './syntax-node.js';
import { commentOf, TreeDocument } from './tree-document.js';
import { TreeNode } from './tree-node.js';

/**
 * Parses of a text only the entry or the item that an edit has changed, the innermost one that has its lines for itself, with the comments
 * around it. `undefined` where other parts of the text may mean something else now, and where that would be most of it.
 *
 * @param earlier what the text was before the edit
 */
export function parseChanges(source: SourceText, earlier: TreeDocument): TreeDocument | undefined {
  const root = earlier.root && TreeNode.writtenAt(earlier.root);
  if (root === undefined || earlier.hasAliases || earlier.errors.length > 0) return undefined;
  if ([earlier.source, source].some(({ text }) => withLineFeeds(text) !== text)) return undefined;
  const { changed, growth } = new TextShift(earlier.source.text, source.text);
  const stretch = stretchAround(root, earlier.source.text, changed);
  if (stretch === undefined || (stretch.end - stretch.start) * LEAST_SAVED > source.text.length) return undefined;
  const { start, end, indent, path } = stretch;
  if (end + growth < source.text.length && source.text[end + growth - 1] !== '\n') return undefined;
  const part = partOf(source.text, start, end + growth);
  // Anchors, tags and directives at the start of a line may belong to what is around.
  const tree = /^ *[?!&%\uFEFF]|^(?:---|\.\.\.)/m.test(part) ? undefined : readEvents(part, path.length);
  if (tree?.root?.kind !== path.at(-1)?.node.kind || tree?.root?.style !== 'block' || tree.root.start !== indent) return undefined;
  if (tree.hasAliases || tree.problems.length > 0) return undefined;
  const fresh = tree.root.children.map(child => movedChild(child, start));
  const { comments } = earlier;
  return new TreeDocument(source, {
    root: rebuilt(path, fresh, growth),
    errors: [],
    comments: [
      ...comments.filter(({ span }) => span.start < start),
      ...tree.comments.map(comment => commentOf(source.text, comment.start + start, comment.end + start)),
      ...comments.flatMap(comment => (comment.span.start < end ? [] : { ...comment, span: movedSpan(comment.span, growth) })),
    ],
    hasAliases: false,
  });
}

/** How many times longer the whole text has to be. */
const LEAST_SAVED = 2;

/** Whole lines of an entry or an item, up to where the next one starts, its own or that of what it is in. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly indent: number;
  /** From the root down to the collection that it is in. */
  readonly path: readonly Step[];
}

interface Step {
  readonly node: SyntaxNode;
  readonly index: number;
}

function stretchAround(root: SyntaxNode, text: string, changed: { readonly start: number; readonly end: number }): Stretch | undefined {
  let innermost: Stretch | undefined;
  let node = root;
  let end = text.length;
  let path: readonly Step[] = [];
  while (node.style === 'block') {
    const index = node.children.findLastIndex(child => child.start <= changed.start);
    const [child, next] = [node.children[index], node.children[index + 1]];
    if (child === undefined) break;
    if (next !== undefined) end = lineStart(text, next.start);
    if (changed.end > end) break;
    path = [...path, { node, index }];
    const start = lineStart(text, child.start);
    if (/^ *$/.test(text.slice(start, child.start))) innermost = { start, end, indent: child.start - start, path };
    node = child.value;
  }
  return innermost;
}

function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** A part of a text that does not keep hold of the rest. */
function partOf(text: string, start: number, end: number): string {
  return ` ${text.slice(start, end)}`.slice(1);
}

/** The tree with other children in place of the one at the end of a path; what stands behind it has moved. */
function rebuilt(path: readonly Step[], fresh: readonly SyntaxChild[], growth: number): SyntaxNode | undefined {
  let children = fresh;
  let made: SyntaxNode | undefined;
  for (const { node, index } of [...path].reverse()) {
    const child = node.children[index];
    if (made !== undefined && child !== undefined) children = [{ ...child, value: made }];
    const behind = node.children.slice(index + 1).map(each => movedChild(each, growth));
    made = node.withChildren([...node.children.slice(0, index), ...children, ...behind]);
  }
  return made;
}
