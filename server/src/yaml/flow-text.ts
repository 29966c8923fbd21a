import { SourceText } from '../text/source-text.js';
import { parseYamlDocument } from './parse-yaml-document.js';
import { doubleQuoted, isPlainSafe, type Quotes, scalarText } from './scalar-text.js';
import type { YamlNode } from './yaml-node.js';

/** How a flow collection writes what stands in it. */
export interface FlowStyle {
  /** `{ a: 1 }` rather than `{a: 1}`. */
  readonly padded: boolean;
  /** Keys and text always in double quotes. */
  readonly json: boolean;
  readonly quotes: Quotes;
}

/** YAML lines as one value in flow style on one line; `undefined` for comments, block scalars, aliases and lines that do not parse. */
export function flowValue(lines: readonly string[], style: FlowStyle): string | undefined {
  const root = parsedLines(lines);
  return root && flowNode(root, style);
}

/** The entries of a map given as YAML lines, in flow style without the braces. */
export function flowEntries(lines: readonly string[], style: FlowStyle): string | undefined {
  const root = parsedLines(lines);
  return root?.kind === 'map' ? entriesText(root, style) : undefined;
}

function parsedLines(lines: readonly string[]): YamlNode | undefined {
  const { root, errors, comments } = parseYamlDocument(new SourceText('', lines.join('\n')));
  return errors.length === 0 && comments.length === 0 ? root : undefined;
}

function flowNode(node: YamlNode, style: FlowStyle): string | undefined {
  if (node.isShared || node.anchor !== undefined || node.tag !== undefined) return undefined;
  if (node.kind === 'scalar') return flowScalar(node, style);
  if (node.kind === 'map') {
    const entries = entriesText(node, style);
    return entries === undefined ? undefined : braced('{', entries, '}', style);
  }
  const items = node.items().map(item => flowNode(item, style));
  return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
}

function entriesText(map: YamlNode, style: FlowStyle): string | undefined {
  const entries = map.entries().map(([, value]) => {
    const text = flowNode(value, style);
    const { keySpan } = value;
    if (text === undefined || keySpan === undefined) return undefined;
    const key = map.source.text.slice(keySpan.start, keySpan.end);
    if (style.json) return `${key.startsWith('"') ? key : doubleQuoted(key)}: ${text}`;
    return /^['"]/.test(key) || isPlainSafe(key, true) ? `${key}: ${text}` : undefined;
  });
  return entries.includes(undefined) ? undefined : entries.join(', ');
}

function flowScalar(node: YamlNode, style: FlowStyle): string | undefined {
  const { value, span } = node;
  const written = node.source.text.slice(span.start, span.end);
  if (value === undefined || node.style === 'literal' || node.style === 'folded') return undefined;
  if (written.includes('\n')) return typeof value === 'string' ? doubleQuoted(value) : undefined;
  if (typeof value === 'string' && style.json) return doubleQuoted(value);
  if (node.style === 'plain' && typeof value === 'string') return scalarText(value, { inFlow: true, quotes: style.quotes, always: false });
  return node.style === 'empty' ? 'null' : written;
}

export function braced(open: string, content: string, close: string, style: FlowStyle): string {
  if (content === '') return open + close;
  return style.padded ? `${open} ${content} ${close}` : open + content + close;
}
