import type { SyntaxNode, SyntaxProblem } from './syntax-node.js';

/**
 * Cuts the aliases of a document that is mostly aliases of aliases, as kubectl refuses it, and says so: written out it could be too
 * large for anything that walks it. A node below an alias counts once for each way in which it is reached.
 */
export function excessiveAliases(root: SyntaxNode): SyntaxProblem | undefined {
  const aliases: SyntaxNode[] = [];
  let written = 0;
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    written++;
    if (node.kind === 'alias') aliases.push(node);
    for (const { key, value } of node.children) pending.push(...(key === undefined ? [value] : [key, value]));
  }
  const total = root.size;
  if (total <= 100 || (total - written) / total <= allowedShare(total)) return undefined;
  for (const alias of aliases) alias.target = undefined;
  const last = aliases.reduce((a, b) => (a.start > b.start ? a : b), aliases[0] ?? root);
  return {
    message: 'The aliases of this document refer to each other too often: it is too large when they are written out.',
    start: last.start,
    end: last.end,
  };
}

/** The share of nodes that may come from aliases: 99 % up to 400,000 nodes, 10 % from 4,000,000 on, and in between in proportion. */
function allowedShare(total: number): number {
  const position = (total - SMALL) / (LARGE - SMALL);
  return 0.99 - (0.99 - 0.1) * Math.min(Math.max(position, 0), 1);
}

const SMALL = 400_000;
const LARGE = 4_000_000;
