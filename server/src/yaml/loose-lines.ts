import { readTolerantly } from './cst-reader.js';
import { readEvents } from './event-reader.js';
import { type FlowExtent, flowExtentAt } from './flow-extent.js';
import type { SyntaxTree } from './syntax-node.js';

/** More places than this are not mended one by one. */
const MOST_PLACES = 50;

/** A quoted scalar where a value may stand, and behind it what may follow one. */
const VALUES = /(?<=[:,[{-][ \t]+)(?:'(?:''|[^'])*'|"(?:\\[\s\S]|[^"\\])*")(?=[ \t]*(?:$|[\r\n,\]}]|[ \t]#))/g;

/**
 * Reads a document whose quoted scalars and collections in brackets go on in lines that YAML wants indented deeper. The reader of Kubernetes
 * does not mind, and `kubectl` itself wrote such files. Their line breaks are taken for spaces, so that every offset stays as it is.
 * `undefined` if that is not what is wrong with the text.
 */
export function readWithLooseLines(text: string, strict: SyntaxTree): SyntaxTree | undefined {
  const opening = openingIn(text, strict);
  if (opening === undefined) return undefined;
  const read = isQuote(text[opening]) ? readEvents(text.replace(VALUES, onOneLine)) : undefined;
  return read ?? readOneByOne(text, opening);
}

function readOneByOne(text: string, first: number): SyntaxTree | undefined {
  let mended = text;
  let opening: number | undefined = first;
  const comments: { readonly start: number; readonly end: number }[] = [];
  for (let count = 0; opening !== undefined && count < MOST_PLACES; count++) {
    const extent = isQuote(mended[opening]) ? quotedExtentAt(mended, opening) : flowExtentAt(mended, opening);
    if (extent === undefined) return undefined;
    mended = mended.slice(0, opening) + withoutLines(mended.slice(opening, extent.end), opening, extent) + mended.slice(extent.end);
    comments.push(...extent.comments);
    const read = readEvents(mended);
    if (read !== undefined && hasKeyOfSeveralLines(read, text)) return undefined;
    if (read !== undefined) return { ...read, comments: [...read.comments, ...comments].sort((a, b) => a.start - b.start) };
    const next = openingIn(mended, readTolerantly(mended));
    opening = next === opening ? undefined : next;
  }
  return undefined;
}

/** A key and its colon stand on one line, which even kubectl asks for. */
function hasKeyOfSeveralLines({ root }: SyntaxTree, text: string): boolean {
  const pending = root === undefined ? [] : [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop())
    for (const { start, key, value } of node.children) {
      const isOnOneLine = key === undefined || text[start] === '?' || !/[\r\n]/.test(text.slice(key.start, colonBehind(text, key.end)));
      if (!isOnOneLine) return true;
      pending.push(value);
    }
  return false;
}

function colonBehind(text: string, offset: number): number {
  const between = /(?:\s|#.*)*:/y;
  between.lastIndex = offset;
  return offset + (between.exec(text)?.[0].length ?? 0);
}

/** Where the first quote or bracket stands that something is wrong with. */
function openingIn(text: string, { problems }: SyntaxTree): number | undefined {
  return problems.find(({ start }) => /['"[{]/.test(text.charAt(start)))?.start;
}

function isQuote(character: string | undefined): boolean {
  return character === '"' || character === "'";
}

function withoutLines(written: string, start: number, { comments }: FlowExtent): string {
  const blank = comments.reduce((text, comment) => {
    const [from, to] = [comment.start - start, comment.end - start];
    return text.slice(0, from) + ' '.repeat(to - from) + text.slice(to);
  }, written);
  return blank.replace(/[\r\n]\s*/g, space => ' '.repeat(space.length));
}

function onOneLine(text: string): string {
  return text.replace(/[\r\n]/g, ' ');
}

/** A quoted scalar of several lines, if what follows may follow one. */
function quotedExtentAt(text: string, opening: number): FlowExtent | undefined {
  const pattern = text[opening] === "'" ? /'(?:''|[^'])*'(?=\s*(?:$|[\r\n,\]}#:]))/y : /"(?:\\[\s\S]|[^"\\])*"(?=\s*(?:$|[\r\n,\]}#:]))/y;
  pattern.lastIndex = opening;
  const scalar = pattern.exec(text)?.[0];
  return scalar?.includes('\n') ? { end: opening + scalar.length, comments: [] } : undefined;
}
