import type { SourceText } from '../text/source-text.js';
import { movedSpan } from '../text/text-edit.js';
import { TextShift } from '../text/text-shift.js';
import { excessiveAliases } from './alias-limit.js';
import { readTolerantly } from './cst-reader.js';
import { readEvents } from './event-reader.js';
import { readWithLooseLines } from './loose-lines.js';
import { tidyErrors } from './syntax-error.js';
import { movedChild, type SyntaxChild, SyntaxNode, type SyntaxTree } from './syntax-node.js';
import { TreeDocument } from './tree-document.js';
import { TreeNode } from './tree-node.js';
import type { YamlComment } from './yaml-node.js';

/**
 * Parses one document of a stream; see `cutYamlStream`. Never throws: what cannot be read is missing from the tree and listed in `errors`.
 *
 * @param earlier what the text was before an edit, of which is taken what has not changed
 */
export function parseYamlDocument(source: SourceText, earlier?: TreeDocument): TreeDocument {
  return (earlier && parseChanges(source, earlier)) ?? parseAll(source);
}

function parseAll(source: SourceText): TreeDocument {
  const text = withLineFeeds(source.text);
  const tree = readEvents(text);
  if (tree !== undefined) return documentOf(source, tree);
  const tolerant = readTolerantly(text);
  return documentOf(source, readWithLooseLines(text, tolerant) ?? tolerant);
}

/**
 * Parses of a text only the entry of the map at its root that an edit has changed, with the comments around it. `undefined` where other
 * entries may mean something else now.
 */
function parseChanges(source: SourceText, earlier: TreeDocument): TreeDocument | undefined {
  const root = earlier.root && TreeNode.writtenAt(earlier.root);
  if (root?.kind !== 'map' || root.style !== 'block' || root.children.length < LEAST_ENTRIES) return undefined;
  if (earlier.hasAliases || earlier.errors.length > 0) return undefined;
  const shift = new TextShift(earlier.source.text, source.text);
  const { changed, growth } = shift;
  const index = root.children.findLastIndex(({ start }) => start <= changed.start);
  const [entry, next] = [root.children[index], root.children[index + 1]];
  if (entry === undefined || changed.end > (next?.start ?? changed.end)) return undefined;
  const end = next === undefined ? source.text.length : next.start + growth;
  if (!startsLine(source.text, entry.start) || (next !== undefined && !startsLine(source.text, end))) return undefined;
  const part = partOf(source.text, entry.start, end);
  const tree = /^[?!&%]|^(?:---|\.\.\.)/m.test(part) ? undefined : readEvents(withLineFeeds(part));
  if (tree?.root?.kind !== 'map' || tree.root.style !== 'block' || tree.root.start !== 0) return undefined;
  if (tree.hasAliases || tree.problems.length > 0) return undefined;
  const { comments } = earlier;
  return new TreeDocument(source, {
    root: joined([
      ...root.children.slice(0, index),
      ...tree.root.children.map(child => movedChild(child, entry.start)),
      ...root.children.slice(index + 1).map(child => movedChild(child, growth)),
    ]),
    errors: [],
    comments: [
      ...comments.filter(({ span }) => span.start < entry.start),
      ...tree.comments.map(comment => commentOf(source.text, comment.start + entry.start, comment.end + entry.start)),
      ...comments.flatMap(comment =>
        next === undefined || comment.span.start < next.start ? [] : { ...comment, span: movedSpan(comment.span, growth) },
      ),
    ],
    hasAliases: false,
  });
}

/** In smaller maps there is little to keep. */
const LEAST_ENTRIES = 8;

function startsLine(text: string, offset: number): boolean {
  return offset === 0 || text[offset - 1] === '\n';
}

/** A part of a text that does not keep hold of the rest. */
function partOf(text: string, start: number, end: number): string {
  return ` ${text.slice(start, end)}`.slice(1);
}

function joined(children: readonly SyntaxChild[]): SyntaxNode {
  const map = new SyntaxNode('map', 'block', children[0]?.start ?? 0, children.at(-1)?.value.end ?? 0, undefined);
  for (const child of children) map.add(child);
  map.trim();
  return map;
}

/** A carriage return on its own ends a line in YAML, which neither reader knows everywhere. Offsets stay as they are. */
function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text;
}

/** The document that a tree stands for. */
export function documentOf(source: SourceText, tree: SyntaxTree): TreeDocument {
  const excess = tree.root !== undefined && tree.hasAliases ? excessiveAliases(tree.root) : undefined;
  return new TreeDocument(source, {
    root: tree.root,
    errors: tidyErrors(source, excess === undefined ? tree.problems : [...tree.problems, excess]),
    comments: tree.comments.map(comment => commentOf(source.text, comment.start, comment.end)),
    hasAliases: tree.hasAliases,
  });
}

function commentOf(text: string, start: number, end: number): YamlComment {
  let before = start;
  while (before > 0 && (text[before - 1] === ' ' || text[before - 1] === '\t' || text[before - 1] === '\uFEFF')) before--;
  return { text: text.slice(start, end), span: { start, end }, ownLine: before === 0 || text[before - 1] === '\n' };
}
