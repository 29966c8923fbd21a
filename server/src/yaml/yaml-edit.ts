import type { TextEdit } from '../text/text-edit.js';
import { commentColumn, fillVacant, insertAfterInBlock, insertBeforeInBlock, isVacant, itemLines, removeFromBlock } from './block-edit.js';
import { blockLayoutOf, columnOf, indented, layOut } from './block-layout.js';
import { appendToFlow, flowStyleOf, insertAfterInFlow, insertBeforeInFlow, isInFlow, removeFromFlow } from './flow-edit.js';
import { flowEntries, flowValue } from './flow-text.js';
import { replaceScalar } from './scalar-edit.js';
import { keyText, scalarText } from './scalar-text.js';
import type { SyntaxChild, SyntaxNode } from './syntax-node.js';
import { TreeNode } from './tree-node.js';
import type { PathSegment, ScalarValue, YamlNode } from './yaml-node.js';

/*
 * Edits of YAML text. `lines` are YAML lines that start at column 0 and are indented by two, dashes included:
 * `['ports:', '  - protocol: UDP', '    port: 53']`. They are laid out as the document is (indentation, dashes, line breaks), and turned
 * into flow style inside of flow collections. Every function answers `undefined` where the text stands elsewhere (aliases, merge keys),
 * where a comment would be lost, and where the text does not allow the edit.
 */

export { renameKey, replaceScalar } from './scalar-edit.js';

/** Adds an item to a sequence behind its last one. A value that is not there yet, `null` or `[]` becomes a sequence. */
export function appendItem(sequence: YamlNode, lines: readonly string[]): TextEdit | undefined {
  const written = TreeNode.writtenAt(sequence);
  if (written === undefined || lines.length === 0 || !(sequence.kind === 'sequence' || isVacant(sequence))) return undefined;
  const edit = appendItemIn(sequence, written, lines);
  return edit && { ...edit, intent: { kind: 'item', node: sequence.span, lines } };
}

function appendItemIn(sequence: YamlNode, written: SyntaxNode, lines: readonly string[]): TextEdit | undefined {
  if (isInFlow(sequence) || isFilledFlow(sequence, written)) {
    const content = flowValue(lines, flowStyleOf(sequence));
    return content === undefined ? undefined : appendToFlow(sequence, '[', content);
  }
  const layout = blockLayoutOf(sequence);
  const item = itemLines(layOut(lines, layout));
  const last = written.children.at(-1);
  return last === undefined ? fillVacant(sequence, item, layout.dashOffset) : insertAfterInBlock(sequence, last, item);
}

/** Adds an entry, or several, to a map behind its last one. A value that is not there yet, `null` or `{}` becomes a map. */
export function appendEntry(map: YamlNode, lines: readonly string[]): TextEdit | undefined {
  const written = TreeNode.writtenAt(map);
  if (written === undefined || lines.length === 0 || !(map.kind === 'map' || isVacant(map))) return undefined;
  const edit = appendEntryIn(map, written, lines);
  return edit && { ...edit, intent: { kind: 'entry', node: map.span, lines } };
}

function appendEntryIn(map: YamlNode, written: SyntaxNode, lines: readonly string[]): TextEdit | undefined {
  if (isInFlow(map) || isFilledFlow(map, written)) {
    const content = flowEntries(lines, flowStyleOf(map));
    return content === undefined ? undefined : appendToFlow(map, '{', content);
  }
  const layout = blockLayoutOf(map);
  const entries = layOut(lines, layout);
  const last = written.children.at(-1);
  return last === undefined ? fillVacant(map, entries, layout.step) : insertAfterInBlock(map, last, entries);
}

function isFilledFlow(node: YamlNode, written: SyntaxNode): boolean {
  return node.style === 'flow' && written.children.length > 0;
}

/** Adds an entry to a map before or behind the entry of another key. */
export function insertEntry(
  map: YamlNode,
  place: { readonly before: string } | { readonly after: string },
  lines: readonly string[],
): TextEdit | undefined {
  const neighbour = map.get('before' in place ? place.before : place.after);
  const child = neighbour && placeOf(neighbour)?.child;
  if (child === undefined || map.kind !== 'map' || lines.length === 0) return undefined;
  const edit = insertEntryBeside(map, child, 'before' in place, lines);
  return edit && { ...edit, intent: { kind: 'entry', node: map.span, lines } };
}

function insertEntryBeside(map: YamlNode, child: SyntaxChild, isBefore: boolean, lines: readonly string[]): TextEdit | undefined {
  if (map.style === 'flow') {
    const content = flowEntries(lines, flowStyleOf(map));
    if (content === undefined || TreeNode.writtenAt(map)?.isPair) return undefined;
    return isBefore ? insertBeforeInFlow(map, child, content) : insertAfterInFlow(map, child, content);
  }
  const entries = layOut(lines, blockLayoutOf(map));
  return isBefore ? insertBeforeInBlock(map, child, entries) : insertAfterInBlock(map, child, entries);
}

/**
 * Removes an entry of a map or an item of a sequence: whole lines in block style, one comma in flow style. Comments on lines of their own
 * above and below stay. What loses its only entry becomes `{}` or `[]`.
 */
export function removeEntry(node: YamlNode): TextEdit | undefined {
  const edit = removeWritten(node);
  return edit && { ...edit, intent: { kind: 'removal', node: node.span } };
}

/** The same with the lines of comment right above the entry, which are about it alone. A comment at the top of the text stays. */
export function removeDocumentedEntry(node: YamlNode): TextEdit | undefined {
  const edit = removeEntry(node);
  const { source, entrySpan } = node;
  let line = source.lineAt(entrySpan.start);
  if (edit === undefined || edit.newText !== '' || edit.span.start !== source.lineStart(line)) return edit;
  while (line > 0 && commentColumn(source, line - 1) === columnOf(node, entrySpan.start)) line--;
  return line === 0 ? edit : { ...edit, span: { start: source.lineStart(line), end: edit.span.end } };
}

function removeWritten(node: YamlNode): TextEdit | undefined {
  const { parent } = node;
  const place = placeOf(node);
  if (parent === undefined || place === undefined) return undefined;
  const { collection, child, index } = place;
  const { text } = node.source;
  if (isReferredTo(child.value, text)) return undefined;
  if (collection.style === 'block') return removeFromBlock(parent, collection, index);
  return collection.isPair ? undefined : removeFromFlow(text, collection, index);
}

/** Replaces an entry of a map, key and value, by others. */
export function replaceEntry(node: YamlNode, lines: readonly string[]): TextEdit | undefined {
  const { parent, entrySpan, source } = node;
  if (parent?.kind !== 'map' || placeOf(node) === undefined || isReferredToIn(node)) return undefined;
  if (source.text.slice(entrySpan.start, entrySpan.end).includes('#')) return undefined;
  if (parent.style === 'flow') {
    const content = flowEntries(lines, flowStyleOf(parent));
    return content === undefined ? undefined : { span: entrySpan, newText: content };
  }
  const column = columnOf(node, entrySpan.start);
  const [first = '', ...rest] = layOut(lines, blockLayoutOf(parent));
  return { span: entrySpan, newText: [first, ...rest.map(line => indented(line, column))].join(source.eol) };
}

function isReferredToIn(node: YamlNode): boolean {
  const place = placeOf(node);
  return place !== undefined && isReferredTo(place.child.value, node.source.text);
}

interface Place {
  readonly collection: SyntaxNode;
  readonly child: SyntaxChild;
  readonly index: number;
}

/** The entry of a node in its parent, also if its value is an alias; `undefined` for what a merge key or an alias above it brought in. */
function placeOf(node: YamlNode): Place | undefined {
  const collection = node.parent && TreeNode.writtenAt(node.parent);
  const { start } = node.entrySpan;
  const index = collection?.children.findIndex(child => child.start === start) ?? -1;
  const child = collection?.children[index];
  return collection && child && { collection, child, index };
}

/** Whether an alias behind a node may refer to something in it. */
function isReferredTo(node: SyntaxNode, text: string): boolean {
  if (node.anchor !== undefined && text.includes(`*${node.anchor}`, node.end)) return true;
  return node.children.some(({ key, value }) => (key !== undefined && isReferredTo(key, text)) || isReferredTo(value, text));
}

/** In a path: an item behind the last one, as in a JSON Pointer. */
const NEXT_ITEM = '-';

/**
 * Sets what a path below a map leads to, and makes the maps and sequences on the way that are missing. A segment `-` adds an item:
 * `setIn(container, ['env', '-'], ['name: GOMEMLIMIT', 'value: 460MiB'])`. Lines are only put where nothing is yet.
 */
export function setIn(map: YamlNode, path: readonly PathSegment[], value: readonly string[] | ScalarValue): TextEdit | undefined {
  let node = map;
  for (const [index, segment] of path.entries()) {
    const child = segment === NEXT_ITEM ? undefined : node.find(segment);
    if (child === undefined) return addMissing(node, segment, path.slice(index + 1), value);
    node = child;
  }
  if (!isLines(value)) return replaceScalar(node, value);
  if (!isVacant(node)) return undefined;
  return value[0]?.startsWith('- ') ? fillVacantSequence(node, value) : appendEntry(node, value);
}

function isLines(value: readonly string[] | ScalarValue): value is readonly string[] {
  return Array.isArray(value);
}

function fillVacantSequence(node: YamlNode, lines: readonly string[]): TextEdit | undefined {
  const layout = blockLayoutOf(node);
  return isInFlow(node) ? undefined : fillVacant(node, layOut(lines, layout), layout.dashOffset);
}

function addMissing(
  node: YamlNode,
  segment: PathSegment,
  rest: readonly PathSegment[],
  value: readonly string[] | ScalarValue,
): TextEdit | undefined {
  const lines = linesFor(rest, value);
  if (typeof segment === 'string' && segment !== NEXT_ITEM) return appendEntry(node, withKey(segment, lines));
  return segment === NEXT_ITEM || segment === node.items().length ? appendItem(node, lines) : undefined;
}

function linesFor(path: readonly PathSegment[], value: readonly string[] | ScalarValue): readonly string[] {
  const [segment, ...rest] = path;
  if (segment === undefined) return isLines(value) ? value : [scalarText(value, { inFlow: false, quotes: 'double-quoted', always: false })];
  const lines = linesFor(rest, value);
  return typeof segment === 'number' || segment === NEXT_ITEM ? itemLines(lines) : withKey(segment, lines);
}

function withKey(key: string, lines: readonly string[]): readonly string[] {
  const name = keyText(key);
  const [first = ''] = lines;
  const isInline = lines.length <= 1 && !/^- |^-$|^[^'"[{].*:(?:\s|$)|^(?:"[^"]*"|'[^']*')\s*:/.test(first);
  return isInline ? [`${name}: ${first}`] : [`${name}:`, ...lines.map(line => (line === '' ? '' : `  ${line}`))];
}
