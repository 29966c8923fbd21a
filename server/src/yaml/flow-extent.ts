/** How far something reaches that may go on over several lines. */
export interface FlowExtent {
  readonly end: number;
  /** In it. */
  readonly comments: readonly { readonly start: number; readonly end: number }[];
}

/** Where the collection ends that the bracket or brace at an offset opens. `undefined` if it stands on one line, or is not closed. */
export function flowExtentAt(text: string, opening: number): FlowExtent | undefined {
  const comments: { start: number; end: number }[] = [];
  const closers: string[] = [];
  /** The last character that is no white space and no comment. */
  let last = ',';
  for (let offset = opening; offset < text.length; offset++) {
    const character = text.charAt(offset);
    const isAfterSpace = offset > opening && /\s/.test(text.charAt(offset - 1));
    if (character === '#' && isAfterSpace) {
      const end = lineEndAt(text, offset);
      comments.push({ start: offset, end });
      offset = end - 1;
      continue;
    }
    const isQuoted = (character === '"' || character === "'") && /[,:?[{]/.test(last);
    if (isQuoted) offset = closingQuoteAt(text, offset);
    else if (character === '[') closers.push(']');
    else if (character === '{') closers.push('}');
    else if ((character === ']' || character === '}') && closers.pop() !== character) return undefined;
    if (closers.length === 0) return isOfSeveralLines(text.slice(opening, offset)) ? { end: offset + 1, comments } : undefined;
    if (/\S/.test(character)) last = character;
  }
  return undefined;
}

/** Whether a text has several lines, none of which ends the document. */
function isOfSeveralLines(text: string): boolean {
  return /[\r\n]/.test(text) && !/[\r\n](?:---|\.\.\.)(?!\S)/.test(text);
}

function lineEndAt(text: string, offset: number): number {
  const found = text.slice(offset).search(/[\r\n]/);
  return found === -1 ? text.length : offset + found;
}

/** The offset of the quote that closes the one at an offset; the end of the text where none does. */
function closingQuoteAt(text: string, offset: number): number {
  const pattern = text[offset] === "'" ? /'(?:''|[^'])*'/y : /"(?:\\[\s\S]|[^"\\])*"/y;
  pattern.lastIndex = offset;
  const quoted = pattern.exec(text)?.[0];
  return quoted === undefined ? text.length : offset + quoted.length - 1;
}
