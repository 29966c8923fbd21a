import type { TextEdit } from '../text/text-edit.js';
import { columnOf } from './block-layout.js';
import { braced, type FlowStyle } from './flow-text.js';
import { hasComment, type SyntaxChild, type SyntaxNode } from './syntax-node.js';
import { TreeNode } from './tree-node.js';
import type { YamlNode } from './yaml-node.js';

/** How the flow collection `node` writes its content, or how one would write it that replaces `node`. */
export function flowStyleOf(node: YamlNode): FlowStyle {
  const { text } = node.source;
  const written = text.slice(node.span.start, node.span.end);
  const shown = /^\{[^}]/.test(written) ? written : text;
  return {
    padded: /\{\s/.test(shown) || !/\{[^\s{}]/.test(shown),
    json: /^[[{]\s*(?:\{\s*)?"(?:[^"\\]|\\.)*"\s*:/.test(written),
    quotes: quotesOf(node),
  };
}

/** The quotes that the document uses: double ones, unless it only uses single ones. */
export function quotesOf({ source: { text } }: Pick<YamlNode, 'source'>): FlowStyle['quotes'] {
  return /(?:[:[,-]\s+|\[)'/.test(text) && !/(?:[:[,-]\s+|\[)"/.test(text) ? 'single-quoted' : 'double-quoted';
}

/** Whether a node stands inside of a flow collection. */
export function isInFlow(node: YamlNode): boolean {
  for (let { parent } = node; parent !== undefined; parent = parent.parent) if (parent.style === 'flow') return true;
  return false;
}

/** Adds `content` behind the last entry or item of a flow collection, or makes a collection of what is none yet. A trailing comma stays the last. */
export function appendToFlow(node: YamlNode, open: '[' | '{', content: string): TextEdit | undefined {
  const { text } = node.source;
  const { start, end } = node.span;
  const written = TreeNode.writtenAt(node);
  const last = written?.children.at(-1);
  if (last !== undefined) return written?.isPair ? undefined : insertAfterInFlow(node, last, content);
  if (/[#\n]/.test(text.slice(start, end))) return undefined;
  const collection = open === '{' ? braced('{', content, '}', flowStyleOf(node)) : `[${content}]`;
  return node.style === 'empty' ? fillEmpty(node, collection) : { span: node.span, newText: collection };
}

/** Writes a value where there is none: behind the colon or dash, or behind a lone key in flow style. */
export function fillEmpty(node: YamlNode, text: string): TextEdit | undefined {
  const { span } = node;
  if (!isBareKey(node)) return insertion(span.start, ` ${text}`);
  return node.parent?.style === 'flow' ? insertion(span.start, `: ${text}`) : undefined;
}

/** Whether a value is missing together with its colon. */
export function isBareKey({ keySpan, span, style, source }: YamlNode): boolean {
  return style === 'empty' && keySpan !== undefined && !source.text.slice(keySpan.end, span.start).includes(':');
}

/** Adds `content` behind an entry or item, on a line of its own if that one has its own. */
export function insertAfterInFlow(collection: YamlNode, child: SyntaxChild, content: string): TextEdit {
  const { source } = collection;
  const { end } = child.value;
  const line = source.lineSpan(source.lineAt(end));
  const tail = /^[^\S\n]*(,?)[^\S\n]*(?:#.*)?$/.exec(source.text.slice(end, line.end));
  if (tail === null || !isFirstOnLine(collection, child.start)) return insertion(end, `, ${content}`);
  const hasComma = tail[1] === ',';
  const indent = ' '.repeat(columnOf(collection, child.start));
  return {
    span: { start: end, end: line.end },
    newText: `${hasComma ? '' : ','}${tail[0]}${source.eol}${indent}${content}${hasComma ? ',' : ''}`,
  };
}

/** Adds `content` before an entry or item, on a line of its own if that one has its own. */
export function insertBeforeInFlow(collection: YamlNode, child: SyntaxChild, content: string): TextEdit {
  const { source } = collection;
  const column = columnOf(collection, child.start);
  return insertion(child.start, `${content},${isFirstOnLine(collection, child.start) ? source.eol + ' '.repeat(column) : ' '}`);
}

function isFirstOnLine({ source }: YamlNode, offset: number): boolean {
  return source.text.slice(source.lineStart(source.lineAt(offset)), offset).trim() === '';
}

/** Removes an entry or item of a flow collection with one comma; `undefined` if a comment would go with it. */
export function removeFromFlow(text: string, collection: SyntaxNode, index: number): TextEdit | undefined {
  const child = collection.children[index];
  if (child === undefined) return undefined;
  const previous = collection.children[index - 1];
  const next = collection.children[index + 1];
  const start =
    next === undefined && previous !== undefined
      ? previous.value.end
      : previous === undefined && next === undefined
        ? collection.start + 1
        : child.start;
  const end = next !== undefined ? next.start : previous !== undefined ? child.value.end : collection.end - 1;
  return hasComment(text, start, end, childNodes(child)) ? undefined : { span: { start, end }, newText: '' };
}

function childNodes({ key, value }: SyntaxChild): readonly SyntaxNode[] {
  return key === undefined ? [value] : [key, value];
}

function insertion(offset: number, newText: string): TextEdit {
  return { span: { start: offset, end: offset }, newText };
}
