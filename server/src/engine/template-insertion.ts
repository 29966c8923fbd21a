import type { SourceMap } from '../text/source-map.js';
import type { Location, Span } from '../text/span.js';
import type { TextEdit } from '../text/text-edit.js';

/** What decides where an edit of rendered text goes in the template. */
export interface TemplateInsertion {
  /** In the rendered text: an insertion. */
  readonly edit: TextEdit;
  /** In the rendered text: the collection that gets an entry or item. */
  readonly holder: Span;
  /** The place in the template that corresponds to the insertion: behind all that is printed there today. */
  readonly place: Location;
  readonly map: SourceMap;
  /** The text of the template. */
  readonly text: string;
}

/**
 * The same insertion in a template, where it stays in its collection whatever the values are: before lines that print something else
 * under another condition, and behind the conditions of the lines above. `undefined` where there is no such place.
 */
export function insertedInTemplate({ edit, holder, place, map, text }: TemplateInsertion): TextEdit | undefined {
  const column = /^(?:\r?\n)?( *)/.exec(edit.newText)?.[1]?.length ?? 0;
  const written = lastWritten(map, edit.span.start, place);
  if (written === undefined) return undefined;
  const start = map.exactPlaceOf({ start: holder.start, end: holder.start + 1 });
  const from = start?.uri === place.uri && start.span.start <= written ? start.span.start : written;
  const end = endOfCollection(text, { from, written, until: place.span.start, column });
  if (end === undefined) return undefined;
  if (end === place.span.start) return { span: place.span, newText: edit.newText };
  const lines = edit.newText.replace(/^\r?\n|\r?\n$/g, '');
  return { span: { start: end, end }, newText: (text.includes('\r\n') ? '\r\n' : '\n') + lines };
}

/** The end of the last text before an offset that the template of a place wrote out. */
function lastWritten({ runs }: SourceMap, offset: number, { uri, span }: Location): number | undefined {
  const run = runs.findLast(
    ({ made, origin }) => made.start < offset && origin.isExact && origin.place.uri === uri && origin.place.span.start < span.start,
  );
  return run && Math.min(run.origin.place.span.end, run.origin.place.span.start + offset - run.made.start);
}

interface Stretch {
  /** Where the collection starts. */
  readonly from: number;
  readonly written: number;
  readonly until: number;
  readonly column: number;
}

/** The end of the last line up to an offset that surely belongs to the collection, outside of the conditions in it. */
function endOfCollection(text: string, { from, written, until, column }: Stretch): number | undefined {
  let depth = depthOf(text.slice(from, written));
  let found: number | undefined;
  for (let start = written; start <= until; ) {
    const end = Math.min(lineEnd(text, start), until);
    const line = text.slice(start, end);
    if (start > written && columnOf(line) < column) return found;
    depth += depthOf(line);
    if (depth < 0) return found;
    if (depth === 0) found = end;
    start = text.indexOf('\n', end) + 1 || text.length + 1;
  }
  return found;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}

const ACTION = /\{\{-?\s*(.*?)\s*-?\}\}/gs;
const OPENS = /^(?:if|with|range|block|define)\b/;
const PRINTS_NOTHING = /^(?:if|with|range|block|define|else|end|break|continue|\/\*|\$\w*(?:\s*,\s*\$\w+)?\s*:?=)/;

/** How many conditions and loops a text opens more than it ends. */
function depthOf(text: string): number {
  let depth = 0;
  for (const [, action = ''] of text.matchAll(ACTION)) depth += OPENS.test(action) ? 1 : /^end\b/.test(action) ? -1 : 0;
  return depth;
}

/** The column at which a line prints something; infinite if it prints nothing. */
function columnOf(line: string): number {
  const indentation = line.search(/\S/);
  if (indentation < 0 || /^\s*#/.test(line)) return Number.POSITIVE_INFINITY;
  if (line.replaceAll(ACTION, '').trim() !== '') return indentation;
  const printed = [...line.matchAll(ACTION)].flatMap(([, action = '']) => (PRINTS_NOTHING.test(action) ? [] : [action]));
  const columns = printed.map(action => Number(/\bn?indent\s+(\d+)$/.exec(action)?.[1] ?? indentation));
  return Math.min(...columns);
}
