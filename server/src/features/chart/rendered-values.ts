import type { SourceMap } from '../../text/source-map.js';
import { SourceText } from '../../text/source-text.js';
import type { Location, Span } from '../../text/span.js';
import type { MadeGroup, Variant } from '../../workspace/made-unit.js';
import { parseYamlDocument } from '../../yaml/parse-yaml-document.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { cutYamlStream } from '../../yaml/yaml-stream.js';

/** What values become in the objects that a chart renders to. */
export interface RenderedValue {
  /** The names of the value sets with which it becomes this. */
  readonly variants: readonly string[];
  /** `Deployment "shop" spec.replicas: 3`, in the order of the objects; empty if nothing of it is to be seen. */
  readonly lines: readonly string[];
}

/**
 * What is rendered from values, by value sets; those that agree stand together. Nothing if no set shows anything of them.
 *
 * @param places of the values in their files: the same value, as each file sets it
 */
export function renderedValues(groups: readonly MadeGroup[], places: readonly Location[]): RenderedValue[] {
  const byLines = new Map<string, RenderedValue>();
  for (const variant of groups.flatMap(({ variants }) => variants)) {
    const lines = linesOf(variant, places);
    const key = lines.join('\n');
    byLines.set(key, { variants: [...(byLines.get(key)?.variants ?? []), variant.name], lines });
  }
  const rendered = [...byLines.values()];
  return rendered.some(({ lines }) => lines.length > 0) ? rendered : [];
}

function linesOf({ documents, mapOf }: Variant, places: readonly Location[]): string[] {
  return [...new Set(documents.flatMap(document => linesIn(document.text, mapOf(document), places)))];
}

function linesIn(text: string, map: SourceMap, places: readonly Location[]): string[] {
  const made = map.runs.flatMap(({ made: span, origin: { place } }) => (places.some(one => holds(one, place)) ? [span] : []));
  if (made.length === 0) return [];
  return cutYamlStream(text).flatMap(({ start, end }) => {
    const inside = made.filter(span => start <= span.start && span.start < end);
    if (inside.length === 0) return [];
    const { root } = parseYamlDocument(new SourceText('', text.slice(start, end)));
    const isMade = (part: Span) => inside.some(span => span.start < part.end + start && part.start + start < span.end);
    return root === undefined ? [] : [...leavesIn(root)].flatMap(node => (isMade(entryOf(node)) ? (lineOf(node, root) ?? []) : []));
  });
}

function holds(outer: Location, inner: Location): boolean {
  return outer.uri === inner.uri && outer.span.start <= inner.span.start && inner.span.end <= outer.span.end;
}

/** Scalars, and collections without anything in them, that are written where they are. */
function* leavesIn(node: YamlNode): Iterable<YamlNode> {
  if (node.isShared) return;
  const children = node.kind === 'map' ? node.entries().map(([, child]) => child) : node.items();
  if (children.length === 0) yield node;
  for (const child of children) yield* leavesIn(child);
}

/** The key and the value. */
function entryOf({ keySpan, span }: YamlNode): Span {
  return { start: keySpan?.start ?? span.start, end: Math.max(span.end, keySpan?.end ?? 0) };
}

/** What a person would call it: the object, the path and what stands there; of a text of several lines, the first. */
function lineOf({ path, span, style, source: { text } }: YamlNode, root: YamlNode): string | undefined {
  const kind = root.get('kind')?.text;
  if (kind === undefined || path.length === 0) return undefined;
  const name = root.find('metadata', 'name')?.text;
  const keys = path.map((segment, index) => (typeof segment === 'number' ? `[${segment}]` : `${index === 0 ? '' : '.'}${segment}`));
  const [first = '', ...others] = text.slice(span.start, span.end).split(/\r?\n/);
  const shown = style === 'literal' || style === 'folded' ? (others[0] ?? '').trim() : first;
  const isCut = others.length > 0 || shown.length > LONGEST;
  return `${kind}${name === undefined ? '' : ` "${name}"`} ${keys.join('')}: ${shown.slice(0, LONGEST)}${isCut ? ' …' : ''}`;
}

const LONGEST = 80;
