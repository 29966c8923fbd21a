import { CST, Parser } from 'yaml';
import { syntaxErrorsOf } from './syntax-error.js';
import {
  AnchorTable,
  blockScalarEnd,
  MAX_DEPTH,
  type NodeProperties,
  problemsOfEntry,
  SyntaxNode,
  type SyntaxProblem,
  type SyntaxTree,
  tabsInBlockScalar,
} from './syntax-node.js';
import { TokenSurvey } from './token-survey.js';
import type { YamlStyle } from './yaml-node.js';

/** Reads one document, however broken: what cannot be read is left out and reported. The first document counts if there are several. */
export function readTolerantly(text: string): SyntaxTree {
  const tokens = tokensOf(text);
  if (tokens === undefined) return { root: undefined, hasAliases: false, comments: [], problems: [tooDeep(text)] };
  const { depth, comments, unclosed } = new TokenSurvey(tokens);
  if (depth > MAX_DEPTH) return { root: undefined, hasAliases: false, comments, problems: [tooDeep(text)] };
  const reader = new CstReader(text);
  const document = tokens.find(token => token.type === 'document' && token.value !== undefined) ?? tokens.find(isDocument);
  const root = document !== undefined && isDocument(document) ? reader.readDocument(document) : undefined;
  const errors = syntaxErrorsOf(text, tokens, unclosed);
  // Where the text was not understood, what the tree is missing may be a consequence of that.
  return { root, hasAliases: reader.hasAliases, comments, problems: errors.length > 0 ? errors : reader.problems };
}

/** The tokens of a text; `undefined` if it nests more deeply than the parser can follow, which takes stack for each level. */
function tokensOf(text: string): readonly Token[] | undefined {
  try {
    return [...new Parser().parse(text)];
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

type Token = CST.Token;
type Item = CST.CollectionItem;

function isDocument(token: Token): token is CST.Document {
  return token.type === 'document';
}

function tooDeep(text: string): SyntaxProblem {
  const end = text.search(/\r?\n|$/);
  return { message: `The document nests its values more than ${MAX_DEPTH} levels deep.`, start: 0, end };
}

/** Turns the tokens of one document into nodes. Recursion is as deep as the document, see MAX_DEPTH. */
class CstReader {
  readonly problems: SyntaxProblem[] = [];
  hasAliases = false;
  readonly #text: string;
  readonly #anchors = new AnchorTable();

  constructor(text: string) {
    this.#text = text;
  }

  readDocument(document: CST.Document): SyntaxNode | undefined {
    const properties = propertiesOf(document.start);
    if (document.value === undefined && properties === undefined) return undefined;
    return this.#node(document.value, properties, lastEnd(document.start, document.offset));
  }

  /** `emptyAt` is where the node stands if there is no text for it. */
  #node(token: Token | null | undefined, properties: NodeProperties | undefined, emptyAt: number): SyntaxNode {
    switch (token?.type) {
      case 'block-map':
      case 'block-seq':
      case 'flow-collection':
        return this.#collection(token, properties);
      case 'alias':
        return this.#alias(token);
      case 'block-scalar':
        return this.#blockScalar(token, properties);
      case 'scalar':
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
        return token.source === '' ? this.#empty(emptyAt, properties) : this.#flowScalar(token, properties);
      default:
        return this.#empty(emptyAt, properties);
    }
  }

  #empty(at: number, properties: NodeProperties | undefined): SyntaxNode {
    return this.#define(new SyntaxNode('scalar', 'empty', at, at, properties));
  }

  #define(node: SyntaxNode): SyntaxNode {
    this.#anchors.define(node);
    return node;
  }

  #flowScalar(token: CST.FlowScalar, properties: NodeProperties | undefined): SyntaxNode {
    const style = FLOW_STYLES[token.type] ?? 'plain';
    const node = new SyntaxNode('scalar', style, token.offset, token.offset + token.source.length, properties);
    node.content = () => decode(token);
    return this.#define(node);
  }

  #blockScalar(token: CST.BlockScalar, properties: NodeProperties | undefined): SyntaxNode {
    const header = token.props.find(each => each.type === 'block-scalar-header');
    const last = token.props.at(-1);
    const start = header?.offset ?? token.offset;
    const headerEnd = start + (header !== undefined && 'source' in header ? header.source.length : 0);
    const contentStart = last !== undefined && 'source' in last ? last.offset + last.source.length : headerEnd;
    const contentEnd = contentStart + token.source.length;
    const end = blockScalarEnd(this.#text, headerEnd, contentStart, contentEnd);
    this.problems.push(...tabsInBlockScalar(this.#text, this.#text.slice(start, headerEnd), contentStart, contentEnd));
    const node = new SyntaxNode('scalar', this.#text[start] === '>' ? 'folded' : 'literal', start, end, properties);
    node.content = () => decode(token);
    return this.#define(node);
  }

  #alias(token: CST.FlowScalar): SyntaxNode {
    this.hasAliases = true;
    const end = token.offset + token.source.length;
    const node = new SyntaxNode('alias', 'plain', token.offset, end, undefined);
    this.problems.push(...this.#anchors.resolve(node, token.source.slice(1)));
    return node;
  }

  #collection(token: CST.BlockMap | CST.BlockSequence | CST.FlowCollection, properties: NodeProperties | undefined): SyntaxNode {
    const isFlow = token.type === 'flow-collection';
    const isMap = isFlow ? token.start.type === 'flow-map-start' : token.type === 'block-map';
    const start = isFlow ? token.start.offset : token.offset;
    const node = this.#define(new SyntaxNode(isMap ? 'map' : 'sequence', isFlow ? 'flow' : 'block', start, -1, properties));
    let offset = start + (isFlow ? 1 : 0);
    for (const item of token.items) {
      if (isFiller(item)) continue;
      if (isMap) this.#addEntry(node, item, offset);
      else if (isFlow && (item.sep !== undefined || hasIndicator(item.start, 'explicit-key-ind'))) this.#addPair(node, item, offset);
      else this.#addItem(node, item, offset);
      offset = node.children.at(-1)?.value.end ?? offset;
    }
    if (!isFlow) node.start = node.children[0]?.start ?? start;
    node.end = isFlow ? this.#flowEnd(token, offset) : offset;
    return node;
  }

  #flowEnd(token: CST.FlowCollection, offset: number): number {
    const last = token.end.find(each => each.type === 'flow-map-end' || each.type === 'flow-seq-end');
    return last === undefined ? Math.max(offset, token.start.offset + 1) : last.offset + last.source.length;
  }

  #addEntry(map: SyntaxNode, item: Item, offset: number): void {
    const properties = propertiesOf(item.start);
    const sep = item.sep ?? [];
    const colon = sep.find(token => token.type === 'map-value-ind');
    // A key without text stands behind its `?` or properties, else at the colon.
    const emptyAt =
      colon === undefined || properties !== undefined || hasIndicator(item.start, 'explicit-key-ind')
        ? lastEnd(item.start, offset)
        : colon.offset;
    const key = this.#node(item.key, properties, emptyAt);
    const value = this.#node(item.value, propertiesOf(sep), lastEnd(sep, key.end));
    const question = item.start.find(token => token.type === 'explicit-key-ind');
    const entry = { start: question?.offset ?? key.outerStart, key, value };
    map.add(entry);
    this.problems.push(...problemsOfEntry(entry));
  }

  /** `[a: 1]`: a map of one entry without braces. */
  #addPair(sequence: SyntaxNode, item: Item, offset: number): void {
    const map = new SyntaxNode('map', 'flow', offset, -1, undefined);
    this.#addEntry(map, item, offset);
    map.start = map.children[0]?.start ?? offset;
    map.end = map.children[0]?.value.end ?? offset;
    sequence.add({ start: map.start, key: undefined, value: map });
  }

  #addItem(sequence: SyntaxNode, item: Item, offset: number): void {
    const value = this.#node(item.value ?? item.key, propertiesOf(item.start), lastEnd(item.start, offset));
    const dash = item.start.find(token => token.type === 'seq-item-ind');
    sequence.add({ start: dash?.offset ?? value.outerStart, key: undefined, value });
  }
}

const FLOW_STYLES: Readonly<Record<string, YamlStyle>> = {
  'single-quoted-scalar': 'single-quoted',
  'double-quoted-scalar': 'double-quoted',
};

function decode(token: CST.FlowScalar | CST.BlockScalar): string {
  return CST.resolveAsScalar(token, false, () => undefined).value;
}

/** Whether an item holds only white space, comments and commas. */
function isFiller({ start, key, sep, value }: Item): boolean {
  return !key && !value && sep === undefined && !start.some(token => MEANINGFUL.has(token.type));
}

const MEANINGFUL: ReadonlySet<string> = new Set(['explicit-key-ind', 'seq-item-ind', 'anchor', 'tag']);

function hasIndicator(tokens: readonly CST.SourceToken[], type: CST.SourceToken['type']): boolean {
  return tokens.some(token => token.type === type);
}

function propertiesOf(tokens: readonly CST.SourceToken[]): NodeProperties | undefined {
  const anchor = tokens.find(token => token.type === 'anchor');
  const tag = tokens.find(token => token.type === 'tag');
  const first = anchor === undefined || (tag !== undefined && tag.offset < anchor.offset) ? tag : anchor;
  return first && { start: first.offset, anchor: anchor?.source.slice(1), tag: tag?.source };
}

const INDICATORS_AND_PROPERTIES: ReadonlySet<string> = new Set([...MEANINGFUL, 'map-value-ind', 'comma', 'doc-start']);

/** Where the last indicator or property of `tokens` ends: there an empty node stands. */
function lastEnd(tokens: readonly CST.SourceToken[], otherwise: number): number {
  const last = tokens.findLast(token => INDICATORS_AND_PROPERTIES.has(token.type));
  return last === undefined ? otherwise : last.offset + last.source.length;
}
