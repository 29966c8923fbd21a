import type { Span } from '../text/span.js';
import type { YamlNode } from './yaml-node.js';

/** The smallest place on one line that stands for a node: the value, if it is a scalar on one line, else its key, else its first line. */
export function pointAt(node: YamlNode): Span {
  const { kind, keySpan, span } = node;
  if (kind === 'scalar' && isOnOneLine(node, span)) return span;
  if (keySpan !== undefined && isOnOneLine(node, keySpan)) return keySpan;
  return firstLine(node, span.end > span.start ? span : node.entrySpan);
}

/** The key that holds a node, or {@link pointAt} for an item of a sequence. */
export function pointAtKey(node: YamlNode): Span {
  return node.keySpan !== undefined && isOnOneLine(node, node.keySpan) ? node.keySpan : pointAt(node);
}

function isOnOneLine({ source }: YamlNode, { start, end }: Span): boolean {
  return end > start && !/[\r\n]/.test(source.text.slice(start, end));
}

function firstLine({ source }: YamlNode, { start, end }: Span): Span {
  const line = /^[^\r\n]*/.exec(source.text.slice(start, end))?.[0].trimEnd() ?? '';
  return { start, end: start + Math.max(line.length, 1) };
}
