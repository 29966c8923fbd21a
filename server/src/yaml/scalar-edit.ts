import type { TextEdit } from '../text/text-edit.js';
import { hasSpacesBelow } from './block-edit.js';
import { blockLayoutOf, columnOf, indented } from './block-layout.js';
import { fillEmpty, isInFlow, quotesOf } from './flow-edit.js';
import { resolvePlain, resolveScalar } from './resolve-scalar.js';
import { isPlainSafe, keyText, scalarText } from './scalar-text.js';
import { TreeNode } from './tree-node.js';
import type { ScalarValue, YamlNode } from './yaml-node.js';

/**
 * Replaces a scalar. Quotes stay as they are where that is right. Text that would read as another type is quoted, unless the node had
 * that type already: the text `2` makes `cpu: 1` to `cpu: 2`, and `cpu: 500m` to `cpu: "2"`. Numbers, booleans and null are written plain.
 */
export function replaceScalar(node: YamlNode, value: ScalarValue): TextEdit | undefined {
  if (TreeNode.writtenAt(node) === undefined || node.kind !== 'scalar' || !allowsTag(node, value)) return undefined;
  const edit = replaceWritten(node, value);
  return edit && { ...edit, intent: { kind: 'value', node: node.span, was: node.text, value } };
}

function replaceWritten(node: YamlNode, value: ScalarValue): TextEdit | undefined {
  switch (node.style) {
    case 'literal':
    case 'folded':
      return replaceBlockScalar(node, value);
    case 'empty':
      return fillEmpty(node, inlineText(node, value));
    default:
      return { span: node.span, newText: inlineText(node, value) };
  }
}

/** Whether the node's tag, if there is one, lets it have this value: a tag decides the type, however the value is written. */
function allowsTag({ tag }: YamlNode, value: ScalarValue): boolean {
  if (tag === undefined) return true;
  const type = typeof resolveScalar(String(value), 'plain', tag);
  return typeof value === 'string' || type === typeof value;
}

/** Renames a key in place; quotes stay as they are where that is right. */
export function renameKey(node: YamlNode, newKey: string): TextEdit | undefined {
  const { keySpan: span, entrySpan, parent, source } = node;
  const child = parent && TreeNode.writtenAt(parent)?.children.find(each => each.start === entrySpan.start);
  if (span === undefined || child?.key === undefined || child.key.kind !== 'scalar') return undefined;
  const { style } = child.key;
  switch (style) {
    case 'single-quoted':
    case 'double-quoted':
      return { span, newText: scalarText(newKey, { inFlow: true, quotes: style, always: true }) };
    case 'plain':
      return { span, newText: keyText(newKey, parent?.style === 'flow', quotesOf({ source })) };
    default:
      return undefined;
  }
}

function inlineText(node: YamlNode, value: ScalarValue): string {
  const inFlow = isInFlow(node);
  const isQuoted = node.style === 'single-quoted' || node.style === 'double-quoted';
  if (typeof value === 'string' && !isQuoted && isPlainSafe(value, inFlow) && keepsType(node, value)) return value;
  const quotes = node.style === 'single-quoted' || node.style === 'double-quoted' ? node.style : quotesOf(node);
  return scalarText(value, { inFlow, quotes, always: isQuoted });
}

/** Whether plain text reads as the type that the node has now, or a tag says what it reads as. */
function keepsType(node: YamlNode, text: string): boolean {
  const value = resolvePlain(text);
  return node.tag !== undefined || (value !== null && typeof value === typeof node.value);
}

/** Text of several lines stays in block style, other values are written on the line of the key. */
function replaceBlockScalar(node: YamlNode, value: ScalarValue): TextEdit | undefined {
  const { source, span } = node;
  const written = source.text.slice(span.start, span.end);
  const header = written.split('\n', 1)[0] ?? '';
  const comment = /\s+#.*/.exec(header)?.[0].trimEnd() ?? '';
  if (typeof value !== 'string' || !BLOCK_TEXT.test(value) || hasSpacesBelow(source, span.end)) {
    return comment === '' ? { span, newText: inlineText(node, value) } : undefined;
  }
  const content = /\n( *)\S/.exec(written)?.[1]?.length;
  const column = content ?? columnOf(node, node.entrySpan.start) + (node.parent?.kind === 'map' ? blockLayoutOf(node).step : 2);
  const lines = value.replace(/\n$/, '').split('\n');
  const head = `|${value.endsWith('\n') ? '' : '-'}${comment}`;
  return { span, newText: [head, ...lines.map(line => indented(line, column))].join(source.eol) };
}

// Several lines, the first of which is not blank nor indented, with at most one line break at the end.
const BLOCK_TEXT = /^[^\s][^\n\r]*\n(?:[^\r]*[^\n\r]\n?)?$/;
