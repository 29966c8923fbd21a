import { readTolerantly } from './cst-reader.js';
import { readEvents } from './event-reader.js';
import type { SyntaxTree } from './syntax-node.js';

/** More quoted scalars than this are not mended one by one. */
const MOST_SCALARS = 50;

/** A quoted scalar where a value may stand, and behind it what may follow one. */
const VALUES = /(?<=[:,[{-][ \t]+)(?:'(?:''|[^'])*'|"(?:\\[\s\S]|[^"\\])*")(?=[ \t]*(?:$|[\r\n,\]}]|[ \t]#))/g;

/**
 * Reads a document whose quoted scalars go on in lines that YAML wants indented deeper. The reader of Kubernetes does not mind, and `kubectl`
 * itself wrote such files. The line breaks of those scalars are taken for spaces, so that every offset stays as it is.
 * `undefined` if that is not what is wrong with the text.
 */
export function readWithLooseQuotes(text: string, strict: SyntaxTree): SyntaxTree | undefined {
  if (openingIn(text, strict) === undefined) return undefined;
  return readEvents(text.replace(VALUES, onOneLine)) ?? readOneByOne(text, strict);
}

function readOneByOne(text: string, strict: SyntaxTree): SyntaxTree | undefined {
  let tree = strict;
  let mended = text;
  for (let count = 0; count < MOST_SCALARS; count++) {
    const opening = openingIn(mended, tree);
    const end = opening === undefined ? undefined : closingQuote(mended, opening);
    if (opening === undefined || end === undefined) return undefined;
    mended = mended.slice(0, opening) + onOneLine(mended.slice(opening, end)) + mended.slice(end);
    const read = readEvents(mended);
    if (read !== undefined) return read;
    tree = readTolerantly(mended);
  }
  return undefined;
}

/** Where the first quote stands that something is wrong with. */
function openingIn(text: string, { problems }: SyntaxTree): number | undefined {
  return problems.find(({ start }) => text[start] === '"' || text[start] === "'")?.start;
}

function onOneLine(scalar: string): string {
  return scalar.replace(/[\r\n]/g, ' ');
}
/** Where a quoted scalar of several lines ends, if what follows may follow one. */
function closingQuote(text: string, opening: number): number | undefined {
  const pattern = text[opening] === "'" ? /'(?:''|[^'])*'(?=\s*(?:$|[\r\n,\]}#:]))/y : /"(?:\\[\s\S]|[^"\\])*"(?=\s*(?:$|[\r\n,\]}#:]))/y;
  pattern.lastIndex = opening;
  const scalar = pattern.exec(text)?.[0];
  return scalar?.includes('\n') ? opening + scalar.length : undefined;
}
