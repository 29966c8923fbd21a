import type { SourceText } from '../text/source-text.js';
import { excessiveAliases } from './alias-limit.js';
import { readTolerantly } from './cst-reader.js';
import { readEvents } from './event-reader.js';
import { readWithLooseLines } from './loose-lines.js';
import { tidyErrors } from './syntax-error.js';
import type { SyntaxTree } from './syntax-node.js';
import { TreeNode } from './tree-node.js';
import type { YamlComment, YamlDocument } from './yaml-node.js';

/** Parses one document of a stream; see `cutYamlStream`. Never throws: what cannot be read is missing from the tree and listed in `errors`. */
export function parseYamlDocument(source: SourceText): YamlDocument {
  const text = withLineFeeds(source.text);
  const tree = readEvents(text);
  if (tree !== undefined) return documentOf(source, tree);
  const tolerant = readTolerantly(text);
  return documentOf(source, readWithLooseLines(text, tolerant) ?? tolerant);
}

/** A carriage return on its own ends a line in YAML, which neither reader knows everywhere. Offsets stay as they are. */
function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text;
}

/** The document that a tree stands for. */
export function documentOf(source: SourceText, tree: SyntaxTree): YamlDocument {
  const excess = tree.root !== undefined && tree.hasAliases ? excessiveAliases(tree.root) : undefined;
  return {
    source,
    root: tree.root && TreeNode.root(source, tree.root),
    errors: tidyErrors(source, excess === undefined ? tree.problems : [...tree.problems, excess]),
    comments: tree.comments.map(comment => commentOf(source.text, comment.start, comment.end)),
    hasAliases: tree.hasAliases,
  };
}

function commentOf(text: string, start: number, end: number): YamlComment {
  let before = start;
  while (before > 0 && (text[before - 1] === ' ' || text[before - 1] === '\t' || text[before - 1] === '\uFEFF')) before--;
  return { text: text.slice(start, end), span: { start, end }, ownLine: before === 0 || text[before - 1] === '\n' };
}
