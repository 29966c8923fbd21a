import { readTolerantly } from './cst-reader.js';
import { readEvents } from './event-reader.js';
import type { SyntaxTree } from './syntax-node.js';

/** More quoted scalars than this are not mended in one document. */
const MOST_SCALARS = 50;

/**
 * Reads a document whose quoted scalars go on in lines that YAML wants indented deeper. The reader of Kubernetes does not mind, and `kubectl`
 * itself wrote such files. The line breaks of those scalars are taken for spaces, so that every offset stays as it is.
 * `undefined` if that is not what is wrong with the text.
 */
export function readWithLooseQuotes(text: string, strict: SyntaxTree): SyntaxTree | undefined {
  let problems = strict.problems;
  let mended = text;
  for (let count = 0; count < MOST_SCALARS; count++) {
    const opening = problems.find(({ start }) => mended[start] === '"' || mended[start] === "'")?.start;
    const end = opening === undefined ? undefined : closingQuote(mended, opening);
    if (opening === undefined || end === undefined) return undefined;
    mended = mended.slice(0, opening) + mended.slice(opening, end).replace(/[\r\n]/g, ' ') + mended.slice(end);
    const tree = readEvents(mended);
    if (tree !== undefined) return tree;
    problems = readTolerantly(mended).problems;
  }
  return undefined;
}

/** Where a quoted scalar of several lines ends, if what follows may follow one. */
function closingQuote(text: string, opening: number): number | undefined {
  const pattern = text[opening] === "'" ? /'(?:''|[^'])*'(?=\s*(?:$|[\r\n,\]}#:]))/y : /"(?:\\[\s\S]|[^"\\])*"(?=\s*(?:$|[\r\n,\]}#:]))/y;
  pattern.lastIndex = opening;
  const scalar = pattern.exec(text)?.[0];
  return scalar?.includes('\n') ? opening + scalar.length : undefined;
}
