import type { Span } from '../text/span.js';

/**
 * Cuts a YAML stream into its documents, by lines alone: a document starts at its `---` line, or after a `...` line. The spans cover
 * the whole text without gaps; there is at least one. Comments, blank lines and directives before a document's `---` belong to it;
 * comments after a `...` that nothing follows belong to the document before. What stands between two `---` is a document even if it
 * is only comments: its tree has no root.
 */
export function cutYamlStream(text: string): readonly Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const marker of markers(text)) {
    if (marker.offset < start) continue;
    if (marker.isEnd) {
      spans.push({ start, end: marker.next });
      start = marker.next;
    } else if (marker.offset > start && !isPrologue(text, start, marker.offset)) {
      spans.push({ start, end: marker.offset });
      start = marker.offset;
    }
  }
  const last = spans.at(-1);
  if (last !== undefined && isPrologue(text, start, text.length)) spans[spans.length - 1] = { start: last.start, end: text.length };
  else spans.push({ start, end: text.length });
  return spans;
}

interface Marker {
  readonly offset: number;
  /** `...` rather than `---`. */
  readonly isEnd: boolean;
  /** The start of the line below. */
  readonly next: number;
}

/** All lines that start with `---` or `...` followed by white space or the end. */
function* markers(text: string): Generator<Marker> {
  if (isMarker(text, 0)) yield markerAt(text, 0);
  // A byte order mark may stand before the first line's text.
  if (text.charCodeAt(0) === 0xfeff && isMarker(text, 1)) yield markerAt(text, 1);
  let dashes = lineStartingWith('---', text, 1);
  let dots = lineStartingWith('...', text, 1);
  while (dashes !== -1 || dots !== -1) {
    const isDashes = dots === -1 || (dashes !== -1 && dashes < dots);
    const offset = isDashes ? dashes : dots;
    if (isMarker(text, offset)) yield markerAt(text, offset);
    if (isDashes) dashes = lineStartingWith('---', text, offset + 1);
    else dots = lineStartingWith('...', text, offset + 1);
  }
}

/** Looks for the rarer characters first: a long text has many line breaks, and is cut anew with each key. */
function lineStartingWith(start: string, text: string, from: number): number {
  let found = text.indexOf(start, from);
  while (found !== -1 && text.charCodeAt(found - 1) !== 10) found = text.indexOf(start, found + 1);
  return found;
}

function isMarker(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  if (code !== 45 && code !== 46) return false;
  if (text.charCodeAt(offset + 1) !== code || text.charCodeAt(offset + 2) !== code) return false;
  const following = text.charCodeAt(offset + 3);
  return Number.isNaN(following) || following === 32 || following === 9 || following === 10 || following === 13;
}

function markerAt(text: string, offset: number): Marker {
  const lineBreak = text.indexOf('\n', offset);
  return { offset, isEnd: text[offset] === '.', next: lineBreak === -1 ? text.length : lineBreak + 1 };
}

/** Whether all lines are blank, comments or directives. */
function isPrologue(text: string, start: number, end: number): boolean {
  let line = start;
  while (line < end) {
    const lineBreak = text.indexOf('\n', line);
    const lineEnd = lineBreak === -1 || lineBreak >= end ? end : lineBreak;
    let offset = line;
    if (offset === 0 && text.charCodeAt(0) === 0xfeff) offset++;
    if (text[offset] !== '%') {
      while (offset < lineEnd && (text[offset] === ' ' || text[offset] === '\t' || text[offset] === '\r')) offset++;
      if (offset < lineEnd && text[offset] !== '#') return false;
    }
    line = lineEnd + 1;
  }
  return true;
}
