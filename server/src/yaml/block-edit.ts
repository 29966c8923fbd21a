import type { SourceText } from '../text/source-text.js';
import type { TextEdit } from '../text/text-edit.js';
import { columnOf, indented } from './block-layout.js';
import { isBareKey } from './flow-edit.js';
import { hasComment, isSpaceOrBreak, type SyntaxChild, type SyntaxNode } from './syntax-node.js';
import { TreeNode } from './tree-node.js';
import type { YamlNode } from './yaml-node.js';

/** Whether there is nothing yet where a collection could be: no text, `null`, `[]` or `{}`. */
export function isVacant(node: YamlNode): boolean {
  return node.kind === 'scalar' ? node.value === null : node.style === 'flow' && (TreeNode.writtenAt(node)?.children.length ?? 1) === 0;
}

/** The lines of an item with its dash. */
export function itemLines(lines: readonly string[]): string[] {
  return lines.map((line, index) => (index === 0 ? `- ${line}` : indented(line, 2)));
}

/** Puts lines in the place of a vacant value, `offset` columns right of its key. */
export function fillVacant(node: YamlNode, lines: readonly string[], offset: number): TextEdit | undefined {
  const { source, span, parent } = node;
  const { text } = source;
  const lineEnd = source.lineSpan(source.lineAt(span.end)).end;
  const tail = text.slice(span.end, lineEnd).trim();
  if (isBareKey(node) || /[\n#]/.test(text.slice(span.start, span.end)) || (tail !== '' && !tail.startsWith('#'))) return undefined;
  const start = backOverSpace(text, span.start);
  const column = columnOf(node, node.entrySpan.start);
  if (parent === undefined) return { span, newText: block(source, lines, 0) };
  if (parent.kind === 'map') {
    const comment = tail === '' ? '' : ` ${tail}`;
    return { span: { start, end: lineEnd }, newText: comment + source.eol + block(source, lines, column + offset) };
  }
  // Behind a dash the first line stands on the dash's own line, where neither a comment nor an anchor can be.
  if (tail !== '' || node.anchor !== undefined || node.tag !== undefined) return undefined;
  return { span: { start, end: lineEnd }, newText: ` ${block(source, lines, column + 2).trimStart()}` };
}

function block(source: SourceText, lines: readonly string[], column: number): string {
  return lines.map(line => indented(line, column)).join(source.eol);
}

function backOverSpace(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && isSpaceOrBreak(text.charCodeAt(start - 1))) start--;
  return start;
}

/** Inserts lines below an entry or item, in its column: below the comments, too, that stand below it farther in. */
export function insertAfterInBlock(collection: YamlNode, child: SyntaxChild, lines: readonly string[]): TextEdit {
  const { source } = collection;
  const column = columnOf(collection, child.start);
  const text = block(source, lines, column);
  const line = lastLineOf(collection, child, column);
  const { end } = source.lineSpan(line);
  // Behind blank lines at the end of the text, which belong to a value, there is no line to end.
  const isNewLine = end === source.text.length && source.lineStart(line) === end && end > 0;
  return { span: { start: end, end }, newText: isNewLine ? text + source.eol : source.eol + text };
}

function lastLineOf(collection: YamlNode, child: SyntaxChild, column: number): number {
  const { source } = collection;
  const { lineStarts } = source;
  let line = source.lineAt(child.value.end);
  if (keepsBlankLines(child.value, source)) {
    while (isBlankLine(source, line + 1)) line++;
    return line;
  }
  while (line + 1 < lineStarts.length && commentColumn(source, line + 1) > column) line++;
  return line;
}

/** Whether a value ends in a block scalar to which the blank lines below it belong: `|+`, or if they are not empty. */
function keepsBlankLines(node: SyntaxNode, source: SourceText): boolean {
  const last = node.children.at(-1);
  if (last !== undefined) return keepsBlankLines(last.value, source);
  if (node.style !== 'literal' && node.style !== 'folded') return false;
  return /^[|>]\d?\+/.test(source.text.slice(node.start, node.start + 3)) || hasSpacesBelow(source, node.end);
}

/** Whether there is white space on the blank lines below the line of `offset`: a block scalar may hold it. */
export function hasSpacesBelow(source: SourceText, offset: number): boolean {
  let line = source.lineAt(offset) + 1;
  while (isBlankLine(source, line) && lineText(source, line) === '') line++;
  return isBlankLine(source, line);
}

function isBlankLine(source: SourceText, line: number): boolean {
  return line < source.lineStarts.length && lineText(source, line).trim() === '';
}

function lineText(source: SourceText, line: number): string {
  const { start, end } = source.lineSpan(line);
  return source.text.slice(start, end);
}

/** The column of the comment that has a line of its own; -1 for other lines. */
export function commentColumn(source: SourceText, line: number): number {
  return lineText(source, line).search(/(?<=^\s*)#/);
}

/** Inserts lines above an entry, in its column, and above the comment lines over it. A first entry keeps the comments above it. */
export function insertBeforeInBlock(collection: YamlNode, child: SyntaxChild, lines: readonly string[]): TextEdit {
  const { source } = collection;
  const column = columnOf(collection, child.start);
  const text = block(source, lines, column);
  if (child.start === collection.span.start) {
    return { span: { start: child.start, end: child.start }, newText: text.trimStart() + source.eol + ' '.repeat(column) };
  }
  let line = source.lineAt(child.start);
  while (line > 0 && commentColumn(source, line - 1) === column) line--;
  const offset = source.lineSpan(line - 1).end;
  return { span: { start: offset, end: offset }, newText: source.eol + text };
}

/** Removes an entry or item of the collection `node` with its lines. A comment in it or behind it forbids that. */
export function removeFromBlock({ source, parent }: YamlNode, collection: SyntaxNode, index: number): TextEdit | undefined {
  const child = collection.children[index];
  if (child === undefined) return undefined;
  if (collection.children.length === 1) return emptied(source, collection, parent === undefined);
  const { text } = source;
  const line = source.lineAt(child.start);
  const next = collection.children[index + 1];
  const isFirstOnLine = text.slice(source.lineStart(line), child.start).trim() === '';
  if (!isFirstOnLine) return next === undefined ? undefined : removal(text, child, child.start, next.start);
  const previous = collection.children[index - 1];
  let after = source.lineAt(child.value.end) + 1;
  // Blank lines below would become part of the text above.
  if (previous !== undefined && keepsBlankLines(previous.value, source)) while (isBlankLine(source, after)) after++;
  const end = source.lineStart(after);
  const endsText = end === text.length && !text.endsWith('\n');
  return removal(text, child, endsText && line > 0 ? source.lineSpan(line - 1).end : source.lineStart(line), end);
}

function removal(text: string, { key, value }: SyntaxChild, start: number, end: number): TextEdit | undefined {
  const within = key === undefined ? [value] : [key, value];
  return hasComment(text, start, end, within) ? undefined : { span: { start, end }, newText: '' };
}

/** A collection that loses its only entry is written as `{}` or `[]` behind its key or dash. */
function emptied({ text }: SourceText, collection: SyntaxNode, isRoot: boolean): TextEdit | undefined {
  const newText = collection.kind === 'map' ? '{}' : '[]';
  if (hasComment(text, collection.start, collection.end, [collection])) return undefined;
  if (isRoot) return { span: { start: collection.start, end: collection.end }, newText };
  const start = backOverSpace(text, collection.start);
  const above = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return /(?:^|\s)#/.test(above) ? undefined : { span: { start, end: collection.end }, newText: ` ${newText}` };
}
