import { isSpaceOrBreak } from './syntax-node.js';

export const BYTE_ORDER_MARK = 0xfeff;

/** The comments of a text. `scalars` are starts and ends, by turns, of all scalars in it: a number sign in there starts no comment. */
export function scanComments(text: string, scalars: readonly number[]): { start: number; end: number }[] {
  const comments: { start: number; end: number }[] = [];
  let scalar = 0;
  for (let sign = text.indexOf('#'); sign !== -1; sign = text.indexOf('#', sign + 1)) {
    while ((scalars[scalar + 1] ?? Number.POSITIVE_INFINITY) <= sign) scalar += 2;
    if ((scalars[scalar] ?? Number.POSITIVE_INFINITY) <= sign) {
      sign = (scalars[scalar + 1] ?? sign + 1) - 1;
    } else if (sign === 0 || isSpaceOrBreak(text.charCodeAt(sign - 1)) || text.charCodeAt(sign - 1) === BYTE_ORDER_MARK) {
      const end = lineEnd(text, sign);
      comments.push({ start: sign, end: text[end - 1] === '\r' ? end - 1 : end });
      sign = end;
    }
  }
  return comments;
}

/** The end of the line that `offset` is on. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end;
}
