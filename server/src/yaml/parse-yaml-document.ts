import type { SourceText } from '../text/source-text.js';
import { excessiveAliases } from './alias-limit.js';
import { readTolerantly } from './cst-reader.js';
import { readEvents } from './event-reader.js';
import { withLineFeeds } from './line-feeds.js';
import { readWithLooseLines } from './loose-lines.js';
import { parseChanges } from './parse-changes.js';
import { tidyErrors } from './syntax-error.js';
import type { SyntaxTree } from './syntax-node.js';
import { commentOf, TreeDocument } from './tree-document.js';

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
