import type { SourceMap } from '../text/source-map.js';
import { SourceText } from '../text/source-text.js';
import type { Location, Span } from '../text/span.js';
import { type EditIntent, movedEdit, type TextEdit } from '../text/text-edit.js';
import { parseYamlDocument } from '../yaml/parse-yaml-document.js';
import { appendEntry, appendItem, removeEntry, replaceScalar } from '../yaml/yaml-edit.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import { cutYamlStream } from '../yaml/yaml-stream.js';
import { absenceOf, insertedEntry } from './absence.js';
import { insertedInTemplate } from './template-insertion.js';

/** An edit of a file. */
export interface FileEdit {
  readonly uri: string;
  readonly edit: TextEdit;
}

/** A YAML tree, and where its text starts in the file. */
export interface PlacedTree {
  readonly root: YamlNode;
  readonly start: number;
}

/** The tree of the document of a YAML stream that an offset stands in. */
export function treeIn(uri: string, text: string, offset: number): PlacedTree | undefined {
  const span = cutYamlStream(text).find(({ start, end }) => start <= offset && offset <= end);
  const root = span && parseYamlDocument(new SourceText(uri, text.slice(span.start, span.end))).root;
  return root && span && { root, start: span.start };
}

/** What carrying edits back asks of the linter. */
export interface CarryingContext {
  readonly map: SourceMap;
  readonly text: string;
  /** Orders the files that an edit may be made in, those that come first first. */
  readonly order: (a: string, b: string) => number;
  /** The tree around an offset of a file of plain YAML; `undefined` for templates and unknown files. */
  readonly treeAt: (place: Location) => PlacedTree | undefined;
  readonly textOf: (uri: string) => string | undefined;
}

/**
 * The edits of files that may do what an edit of made text does, the likeliest first: the same on the tree of the file that the text
 * comes from, or in its text where that is a copy. Whether one does, a trial shows.
 *
 * @param made the tree that the edit was made for
 */
export function carriedEdits(edit: TextEdit, made: PlacedTree, context: CarryingContext): FileEdit[] {
  const { intent } = edit;
  const filled = intent?.kind === 'entry' ? filledGaps(intent, context) : [];
  const redone = intent === undefined ? [] : redoneEdits(intent, made, context).sort((a, b) => context.order(a.uri, b.uri));
  const place = context.map.exactPlaceOf(edit.span);
  const isText = place !== undefined && (intent === undefined || context.treeAt(place) === undefined);
  const copied = isText ? copiedEdits(edit, place, context) : [];
  const isTemplate = intent !== undefined && isTemplateText(intent.node, context);
  return distinct([...filled, ...(isTemplate ? copied : []), ...redone, ...copied]);
}

/** The same edit in the text that made text is a copy of. What comes into a template has to fit with other values, too. */
function copiedEdits(edit: TextEdit, place: Location, { map, treeAt, textOf }: CarryingContext): FileEdit[] {
  const { intent, span, newText } = edit;
  const isInsertion = span.start === span.end && (intent?.kind === 'entry' || intent?.kind === 'item');
  const text = isInsertion && treeAt(place) === undefined ? textOf(place.uri) : undefined;
  if (intent === undefined || text === undefined) return [{ uri: place.uri, edit: { span: place.span, newText } }];
  const inserted = insertedInTemplate({ edit, holder: intent.node, place, map, text });
  return inserted === undefined ? [] : [{ uri: place.uri, edit: inserted }];
}

/** Whether a node starts with text that a template wrote out. */
function isTemplateText({ start }: Span, { map, treeAt }: CarryingContext): boolean {
  const place = map.exactPlaceOf({ start, end: start + 1 });
  return place !== undefined && treeAt(place) === undefined;
}

function redoneEdits(intent: EditIntent, made: PlacedTree, context: CarryingContext): FileEdit[] {
  const node = findNode(made.root, { start: intent.node.start - made.start, end: intent.node.end - made.start });
  switch (intent.kind) {
    case 'value':
      return scalarSources(intent.node, intent.was, context).flatMap(target => redone(target, replaceScalar(target.node, intent.value)));
    case 'entry':
      return node === undefined
        ? []
        : mapSources(node, made, context).flatMap(target => redone(target, appendEntry(target.node, intent.lines)));
    case 'item':
      return node === undefined
        ? []
        : sequenceSources(node, made, context).flatMap(target => redone(target, appendItem(target.node, intent.lines)));
    case 'removal':
      return node === undefined ? [] : entrySources(node, made, context).flatMap(target => redone(target, removeEntry(target.node)));
  }
}

/** The entry written into the empty value that keeps it out of the made text, or beside its siblings if it is not there at all. */
function filledGaps(intent: EditIntent & { readonly kind: 'entry' }, context: CarryingContext): FileEdit[] {
  const entry = insertedEntry(intent);
  const place = entry && absenceOf(entry, context.map, context.text)?.place;
  const tree = place && context.treeAt(place);
  if (place === undefined || tree === undefined) return [];
  const { start, end } = moved(place.span, -tree.start);
  const node = findNode(tree.root, { start, end }) ?? (start <= tree.root.span.start && tree.root.span.end <= end ? tree.root : undefined);
  if (node === undefined) return [];
  const [head = '', ...below] = intent.lines;
  const isValue = node.path.at(-1) === entry?.key;
  if (isValue && (below.length === 0 || !head.endsWith(':'))) return [];
  const lines = isValue ? below.map(line => line.replace(/^ {2}/, '')) : intent.lines;
  return redone({ uri: place.uri, node, start: tree.start }, appendEntry(node, lines));
}

/** A node of a file. */
interface Source {
  readonly uri: string;
  readonly node: YamlNode;
  readonly start: number;
}

function redone({ uri, start }: Source, edit: TextEdit | undefined): FileEdit[] {
  if (edit === undefined) return [];
  const { span, newText } = movedEdit(edit, start);
  return [{ uri, edit: { span, newText } }];
}

/** The scalar that made text shows, all of it: quotes around it may come from elsewhere. */
function scalarSources(span: Span, was: string | undefined, context: CarryingContext): Source[] {
  const { map, text } = context;
  const parts = map
    .runsIn(span)
    .filter(({ made }) => !/^['"]$/.test(text.slice(Math.max(made.start, span.start), Math.min(made.end, span.end))));
  const places = parts.map(
    ({ made }) => map.placeOf({ start: Math.max(made.start, span.start), end: Math.min(made.end, span.end) })?.place,
  );
  const [first] = places;
  if (first === undefined || places.length !== 1) return [];
  const source = scalarAt(first, context);
  return source !== undefined && source.node.text === was ? [source] : [];
}

function scalarAt(place: Location, { treeAt }: CarryingContext): Source | undefined {
  const tree = treeAt(place);
  const node = tree && deepestAt(tree.root, place.span.start - tree.start);
  return tree && node?.kind === 'scalar' ? { uri: place.uri, node, start: tree.start } : undefined;
}

/** The maps in files that the entries of a made map come from, or the empty value that it is made from. */
function mapSources(node: YamlNode, made: PlacedTree, context: CarryingContext): Source[] {
  const parents = node.entries().flatMap(([key, child]) => {
    const source = entrySource(key, child, made, context);
    return source?.node.parent === undefined ? [] : [{ ...source, node: source.node.parent }];
  });
  return parents.length > 0 ? parents : vacantSources(node, made, context);
}

function sequenceSources(node: YamlNode, made: PlacedTree, context: CarryingContext): Source[] {
  const parents = node.items().flatMap(item => {
    const [first] = item.entries();
    const source =
      first === undefined
        ? scalarSources(moved(item.span, made.start), item.text, context)[0]
        : entrySource(first[0], first[1], made, context);
    const holder = first === undefined ? source?.node : source?.node.parent;
    return source === undefined || holder?.parent?.kind !== 'sequence' ? [] : [{ ...source, node: holder.parent }];
  });
  return parents.length > 0 ? parents : vacantSources(node, made, context);
}

/** `{}`, `[]` or null in a file, that made text shows as it is. */
function vacantSources(node: YamlNode, made: PlacedTree, { map, treeAt }: CarryingContext): Source[] {
  const place = map.placeOf(moved(node.span, made.start))?.place;
  const tree = place && treeAt(place);
  if (place === undefined || tree === undefined) return [];
  const source = deepestAt(tree.root, place.span.start - tree.start);
  if (source === undefined || source.entries().length > 0 || source.items().length > 0) return [];
  return [{ uri: place.uri, node: source, start: tree.start }];
}

function entrySources(node: YamlNode, made: PlacedTree, context: CarryingContext): Source[] {
  const key = node.path.at(-1);
  const source = typeof key === 'string' ? entrySource(key, node, made, context) : undefined;
  return source === undefined ? [] : [source];
}

/** The entry of a file that the key of a made entry was copied from. */
function entrySource(key: string, child: YamlNode, made: PlacedTree, { map, treeAt }: CarryingContext): Source | undefined {
  if (child.keySpan === undefined) return undefined;
  const place = map.placeOf(moved(child.keySpan, made.start))?.place;
  const tree = place && treeAt(place);
  const found = tree && entryAt(tree.root, place.span.start - tree.start);
  return found?.path.at(-1) === key ? { uri: place?.uri ?? '', node: found, start: tree?.start ?? 0 } : undefined;
}

/** The value whose key holds an offset. */
function entryAt(node: YamlNode, offset: number): YamlNode | undefined {
  for (const child of childrenOf(node)) {
    if (child.isShared || !holds(child.entrySpan, offset)) continue;
    return child.keySpan !== undefined && holds(child.keySpan, offset) ? child : entryAt(child, offset);
  }
  return undefined;
}

function deepestAt(node: YamlNode, offset: number): YamlNode | undefined {
  if (!(node.span.start <= offset && offset <= node.span.end)) return undefined;
  for (const child of childrenOf(node)) {
    const found = child.isShared ? undefined : deepestAt(child, offset);
    if (found !== undefined) return found;
  }
  return node;
}

function findNode(node: YamlNode, span: Span): YamlNode | undefined {
  if (node.span.start === span.start && node.span.end === span.end) return node;
  for (const child of childrenOf(node)) {
    const found = child.isShared ? undefined : findNode(child, span);
    if (found !== undefined) return found;
  }
  return undefined;
}

function childrenOf(node: YamlNode): readonly YamlNode[] {
  return node.kind === 'map' ? node.entries().map(([, child]) => child) : node.items();
}

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset < end;
}

function moved({ start, end }: Span, offset: number): Span {
  return { start: start + offset, end: end + offset };
}

function distinct(edits: readonly FileEdit[]): FileEdit[] {
  return edits.filter(
    ({ uri, edit: { span, newText } }, index) =>
      edits.findIndex(
        other =>
          other.uri === uri && other.edit.span.start === span.start && other.edit.span.end === span.end && other.edit.newText === newText,
      ) === index,
  );
}
