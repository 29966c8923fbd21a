import {
  type AliasEvent,
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml';
import { BYTE_ORDER_MARK, lineEnd, scanComments } from './scan-comments.js';
import {
  AnchorTable,
  blockScalarEnd,
  isSpaceOrBreak,
  MAX_DEPTH,
  type NodeProperties,
  problemsOfEntry,
  SyntaxNode,
  type SyntaxProblem,
  type SyntaxTree,
  TAB_IN_INDENTATION,
  tabsInBlockScalar,
} from './syntax-node.js';
import type { YamlStyle } from './yaml-node.js';

/**
 * Reads one document that is well formed, fast. `undefined` for all others: see `readTolerantly`.
 *
 * @param depth how many collections it stands in, if it is a part of one
 */
export function readEvents(text: string, depth = 0): SyntaxTree | undefined {
  const events = eventsOf(text, depth);
  if (events === undefined || events.findIndex(isDocument) !== events.findLastIndex(isDocument)) return undefined;
  return new EventReader(text, events).read();
}

function eventsOf(text: string, depth: number): readonly Event[] | undefined {
  try {
    return parseEvents(text, { maxDepth: MAX_DEPTH - depth });
  } catch {
    return undefined;
  }
}

function isDocument(event: Event): boolean {
  return event.type === EVENT_ID.DOCUMENT;
}

/**
 * Turns events into nodes. Events come in the order of the text but do not place dashes, colons, brackets, nor nodes without text: these
 * are found again from `#offset`, up to where the text has been read.
 */
class EventReader {
  readonly #text: string;
  readonly #events: readonly Event[];
  readonly #anchors = new AnchorTable();
  readonly #problems: SyntaxProblem[] = [];
  /** Starts and ends of all scalars, by turns: a number sign in there starts no comment. */
  readonly #scalars: number[] = [];
  #next = 0;
  #offset = 0;
  #hasAliases = false;
  /** Whether something was accepted that other parsers do not accept. */
  #isDoubtful = false;
  #flowDepth = 0;
  #lastTab = -1;

  constructor(text: string, events: readonly Event[]) {
    this.#text = text;
    this.#events = events;
  }

  /** `undefined` if the events are not to be trusted. */
  read(): SyntaxTree | undefined {
    const root = this.#readRoot();
    this.#skipTrivia();
    if (this.#isDoubtful) return undefined;
    return { root, hasAliases: this.#hasAliases, comments: scanComments(this.#text, this.#scalars), problems: this.#problems };
  }

  #readRoot(): SyntaxNode | undefined {
    const document = this.#events[this.#next++];
    if (document?.type !== EVENT_ID.DOCUMENT) return undefined;
    this.#skipTrivia();
    while (document.explicitStart && this.#text[this.#offset] === '%') {
      this.#offset = lineEnd(this.#text, this.#offset);
      this.#skipTrivia();
    }
    if (document.explicitStart) this.#offset += 3;
    const root = this.#readNode();
    return root.style === 'empty' && root.outerStart === root.start ? undefined : root;
  }

  /** The next node; if it has no text, it stands where the text has been read to. */
  #readNode(): SyntaxNode {
    const event = this.#events[this.#next++];
    switch (event?.type) {
      case EVENT_ID.MAPPING:
        return event.style === COLLECTION_STYLE.FLOW ? this.#readFlow(event, 'map') : this.#readBlock(event, 'map');
      case EVENT_ID.SEQUENCE:
        return event.style === COLLECTION_STYLE.FLOW ? this.#readFlow(event, 'sequence') : this.#readBlock(event, 'sequence');
      case EVENT_ID.SCALAR:
        return this.#readScalar(event);
      case EVENT_ID.ALIAS:
        return this.#readAlias(event);
      default:
        return new SyntaxNode('scalar', 'empty', this.#offset, this.#offset, undefined);
    }
  }

  #readScalar(event: ScalarEvent): SyntaxNode {
    const properties = this.#properties(event);
    if (event.valueStart === -1) return this.#define(new SyntaxNode('scalar', 'empty', this.#offset, this.#offset, properties));
    const isBlock = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK;
    if (isBlock) return this.#readBlockScalar(event, properties);
    const quote = event.style === SCALAR_STYLE.PLAIN ? 0 : 1;
    const node = new SyntaxNode('scalar', STYLES[event.style] ?? 'plain', event.valueStart - quote, event.valueEnd + quote, properties);
    node.content = event.fast ? this.#text.slice(event.valueStart, event.valueEnd) : decodedLater(this.#text, event);
    this.#scalars.push(node.start, node.end);
    this.#offset = node.end;
    return this.#define(node);
  }

  #readBlockScalar(event: ScalarEvent, properties: NodeProperties | undefined): SyntaxNode {
    this.#skipTrivia();
    const start = this.#offset;
    let headerEnd = start + 1;
    while (!isSpaceOrBreak(this.#text.charCodeAt(headerEnd)) && headerEnd < this.#text.length) headerEnd++;
    const end = blockScalarEnd(this.#text, headerEnd, event.valueStart, event.valueEnd);
    this.#problems.push(...tabsInBlockScalar(this.#text, this.#text.slice(start, headerEnd), event.valueStart, event.valueEnd));
    const node = new SyntaxNode('scalar', STYLES[event.style] ?? 'literal', start, end, properties);
    node.content = decodedLater(this.#text, event);
    this.#scalars.push(event.valueStart, event.valueEnd);
    this.#offset = Math.max(end, event.valueEnd);
    return this.#define(node);
  }

  #readAlias(event: AliasEvent): SyntaxNode {
    this.#hasAliases = true;
    const node = new SyntaxNode('alias', 'plain', event.anchorStart - 1, event.anchorEnd, undefined);
    this.#problems.push(...this.#anchors.resolve(node, this.#text.slice(event.anchorStart, event.anchorEnd)));
    this.#offset = node.end;
    return node;
  }

  #readBlock(event: MappingEvent | SequenceEvent, kind: 'map' | 'sequence'): SyntaxNode {
    const node = this.#define(new SyntaxNode(kind, 'block', event.start, -1, this.#properties(event)));
    while (this.#isInCollection()) {
      this.#skipTrivia();
      if (kind === 'map') this.#readEntry(node, false);
      else this.#readItem(node, 1);
    }
    this.#next++;
    node.trim();
    node.start = node.children[0]?.start ?? event.start;
    node.end = node.children.at(-1)?.value.end ?? event.start;
    return node;
  }

  #readFlow(event: MappingEvent | SequenceEvent, kind: 'map' | 'sequence'): SyntaxNode {
    const node = this.#define(new SyntaxNode(kind, 'flow', event.start, -1, this.#properties(event)));
    this.#offset = event.start + 1;
    this.#flowDepth++;
    while (this.#isInCollection()) {
      this.#skipTrivia(true);
      if (kind === 'map') this.#readEntry(node, true);
      else if (this.#isPair()) this.#readPair(node);
      else this.#readItem(node, 0);
    }
    this.#next++;
    node.trim();
    this.#skipTrivia(true);
    this.#flowDepth--;
    this.#offset++;
    node.end = this.#offset;
    return node;
  }

  #isInCollection(): boolean {
    const event = this.#events[this.#next];
    return event !== undefined && event.type !== EVENT_ID.POP;
  }

  #readItem(sequence: SyntaxNode, indicator: 0 | 1): void {
    const dash = this.#offset;
    this.#offset += indicator;
    const value = this.#readNode();
    sequence.add({ start: indicator === 1 ? dash : value.outerStart, key: undefined, value });
  }

  #readEntry(map: SyntaxNode, inFlow: boolean): void {
    const start = this.#offset;
    const isExplicit = this.#text[start] === '?' && this.#isIndicator(start);
    if (isExplicit) this.#offset++;
    const key = this.#readNode();
    this.#skipTrivia();
    const hasColon =
      this.#text[this.#offset] === ':' &&
      (inFlow || (this.#isIndicator(this.#offset) && (!isExplicit || this.#column(this.#offset) === this.#column(start))));
    this.#offset = hasColon ? this.#offset + 1 : key.end;
    const colonEnd = this.#offset;
    const value = this.#readNode();
    const entry = { start: isExplicit ? start : key.outerStart, key, value };
    if (value.style === 'block' && !isExplicit && !this.#text.slice(colonEnd, value.start).includes('\n')) this.#isDoubtful = true;
    map.add(entry);
    this.#problems.push(...problemsOfEntry(entry));
  }

  /** Whether the next item is a map of one entry without braces. */
  #isPair(): boolean {
    const event = this.#events[this.#next];
    if (event?.type !== EVENT_ID.MAPPING || event.style !== COLLECTION_STYLE.FLOW) return false;
    const key = this.#events[this.#next + 1];
    // The key of a pair may be a map with braces, which starts where the pair starts.
    return this.#text[event.start] !== '{' || (key?.type === EVENT_ID.MAPPING && key.start === event.start);
  }

  #readPair(sequence: SyntaxNode): void {
    this.#next++;
    const map = new SyntaxNode('map', 'flow', this.#offset, -1, undefined);
    this.#readEntry(map, true);
    this.#next++;
    map.start = map.children[0]?.start ?? map.start;
    map.end = map.children[0]?.value.end ?? map.start;
    sequence.add({ start: map.start, key: undefined, value: map });
  }

  #define(node: SyntaxNode): SyntaxNode {
    this.#anchors.define(node);
    return node;
  }

  /** Anchor and tag of a node; reads up to their end. */
  #properties({ anchorStart, anchorEnd, tagStart, tagEnd }: ScalarEvent | MappingEvent | SequenceEvent): NodeProperties | undefined {
    if (anchorStart === -1 && tagStart === -1) return undefined;
    this.#offset = Math.max(anchorEnd, tagEnd);
    if (!/[\s,[\]{}]|^$/.test(this.#text.charAt(this.#offset))) this.#isDoubtful = true;
    return {
      start: anchorStart === -1 ? tagStart : tagStart === -1 ? anchorStart - 1 : Math.min(anchorStart - 1, tagStart),
      anchor: anchorStart === -1 ? undefined : this.#text.slice(anchorStart, anchorEnd),
      tag: tagStart === -1 ? undefined : this.#text.slice(tagStart, tagEnd),
    };
  }

  /** Skips white space and comments, and commas if asked to. */
  #skipTrivia(commas = false): void {
    const text = this.#text;
    let offset = this.#offset;
    for (;;) {
      const code = text.charCodeAt(offset);
      if (code === TAB && this.#flowDepth === 0 && offset > this.#lastTab) this.#reportTab(offset);
      if (isSpaceOrBreak(code) || code === BYTE_ORDER_MARK || (commas && code === COMMA)) offset++;
      else if (code === NUMBER_SIGN) offset = lineEnd(text, offset);
      else break;
    }
    this.#offset = offset;
  }

  /** Outside of flow collections kubectl refuses tabs before anything on a line, also before comments and on blank lines. */
  #reportTab(offset: number): void {
    this.#lastTab = lineEnd(this.#text, offset);
    const before = this.#text.slice(this.#text.lastIndexOf('\n', offset) + 1, offset);
    if (before.trim() === '') this.#problems.push({ message: TAB_IN_INDENTATION, start: offset, end: offset + 1, isBlank: true });
  }

  /** Whether white space or the end follows, so that a character is not the start of text. */
  #isIndicator(offset: number): boolean {
    return !(this.#text.charCodeAt(offset + 1) > 32);
  }

  #column(offset: number): number {
    return offset - this.#text.lastIndexOf('\n', offset - 1);
  }
}

/** The content of a scalar. Made here, it keeps hold of nothing else that was read. */
function decodedLater(text: string, event: ScalarEvent): () => string {
  return () => getScalarValue(text, event);
}

const TAB = 9;
const NUMBER_SIGN = 35;
const COMMA = 44;

const STYLES: Readonly<Record<number, YamlStyle>> = {
  [SCALAR_STYLE.PLAIN]: 'plain',
  [SCALAR_STYLE.SINGLE_QUOTED]: 'single-quoted',
  [SCALAR_STYLE.DOUBLE_QUOTED]: 'double-quoted',
  [SCALAR_STYLE.LITERAL_BLOCK]: 'literal',
  [SCALAR_STYLE.FOLDED_BLOCK]: 'folded',
};
