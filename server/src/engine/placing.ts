import type { Span } from '../text/span.js';
import type { ObjectReference, Place } from '../workspace/facts.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import type { AnalysedDocument } from './analysed-document.js';

/** A node found by what it is, and the offset of its piece in the file. */
export interface PlacedNode {
  readonly node: YamlNode;
  readonly start: number;
  /** How much of the path is there. */
  readonly depth: number;
}

/** The node at a place, or the deepest one on the way to it. */
export function findPlace(document: AnalysedDocument, { object, path }: Place): PlacedNode | undefined {
  if (object === undefined) return path.length === 0 ? rootOfValues(document) : undefined;
  for (const { piece, start } of document.pieces) {
    const resource = piece.analysis.resources.find(candidate => isSame(candidate, object));
    if (resource === undefined) continue;
    let node = resource.node;
    let depth = 0;
    for (const segment of path) {
      const child = typeof segment === 'number' ? node.at(segment) : node.get(segment);
      if (child === undefined) break;
      node = child;
      depth++;
    }
    return { node, start, depth };
  }
  return undefined;
}

/** The root of a file of values. */
function rootOfValues({ pieces: [placed] }: AnalysedDocument): PlacedNode | undefined {
  const [values] = placed?.piece.analysis.subjects.values ?? [];
  const root = values?.document.root;
  return placed === undefined || root === undefined ? undefined : { node: root, start: placed.start, depth: 0 };
}

/** Where a person should look for a place in a file: a short value, else its key, else the first line of what is there. */
export function placeSpan(document: AnalysedDocument, place: Place): Span | undefined {
  if (place.object === undefined) return firstLine(document.source.text, 0);
  const found = findPlace(document, place);
  if (found === undefined) return undefined;
  const { node, start } = found;
  const span = node.kind === 'scalar' && isOnOneLine(node) ? node.span : (node.keySpan ?? firstLine(node.source.text, node.span.start));
  return { start: span.start + start, end: span.end + start };
}

function isSame(resource: ObjectReference, object: ObjectReference): boolean {
  const sameNamespace = resource.namespace === undefined || object.namespace === undefined || resource.namespace === object.namespace;
  return resource.kind === object.kind && resource.name === object.name && sameNamespace;
}

function isOnOneLine({ source, span }: YamlNode): boolean {
  return span.end > span.start && !source.text.slice(span.start, span.end).includes('\n');
}

function firstLine(text: string, from: number): Span {
  const offset = text.slice(from).search(/\S/);
  const start = from + Math.max(offset, 0);
  const line = /^[^\r\n]*/.exec(text.slice(start, start + 1000))?.[0].trimEnd() ?? '';
  return { start, end: start + line.length };
}
