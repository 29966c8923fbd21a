import type { YamlDocument, YamlNode } from '../yaml/yaml-node.js';

/**
 * The text of a file of values with the same mark in place of every single value: what is left tells keys, kinds, comments, and the names
 * of values in texts. A file that cannot be read stays as it is.
 */
export function valuesOutline({ source: { text }, root, errors }: YamlDocument): string {
  if (root === undefined || errors.length > 0) return text;
  const parts: string[] = [];
  let end = 0;
  for (const { span } of singleValues(root)) {
    // What is reached through an alias stands further above.
    if (span.start < end) continue;
    parts.push(text.slice(end, span.start), VALUE);
    end = span.end;
  }
  return parts.join('') + text.slice(end);
}

const VALUE = '\0';

function* singleValues(node: YamlNode): Iterable<YamlNode> {
  if (node.kind !== 'scalar') {
    for (const [, child] of node.entries()) yield* singleValues(child);
    for (const child of node.items()) yield* singleValues(child);
  } else if (node.text !== undefined && !TELLING.test(node.text)) yield node;
}

/** What may name a value, or look like a comment that does. */
const TELLING = /\.Values|#/;
