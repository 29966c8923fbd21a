import { embeddedValues } from '../helm/embedded-values.js';
import type { ChartValues } from '../rules/define-rule.js';
import { SourceText } from '../text/source-text.js';
import type { ValuesUse } from '../workspace/given-values.js';
import { parseYamlDocument } from '../yaml/parse-yaml-document.js';
import type { YamlDocument, YamlNode } from '../yaml/yaml-node.js';

/**
 * The values in a document that charts are installed with: all of it, or parts of an object.
 *
 * @param own what it is to the chart that it belongs to
 * @param uses all of its file
 * @param start where the document starts in its file
 */
export function valuesSubjects(
  own: ChartValues | undefined,
  document: YamlDocument,
  uses: readonly ValuesUse[],
  start: number,
): readonly ChartValues[] {
  const ofWhole = uses.filter(({ part }) => part === undefined);
  const whole = own ?? (ofWhole.length > 0 ? { source: document.source, document, uses: [] } : undefined);
  const byPlace = new Map<string, ValuesUse[]>();
  for (const use of uses) {
    if (use.part === undefined || use.part.start !== start) continue;
    const place = JSON.stringify(use.part.path);
    byPlace.set(place, [...(byPlace.get(place) ?? []), use]);
  }
  const parts = [...byPlace.values()].flatMap(ofPart => partOf(document, ofPart) ?? []);
  return whole === undefined ? parts : [{ ...whole, uses: ofWhole }, ...parts];
}

function partOf(document: YamlDocument, uses: readonly ValuesUse[]): ChartValues | undefined {
  const part = uses[0]?.part;
  const node = document.root?.find(...(part?.path ?? []));
  if (part === undefined || node === undefined) return undefined;
  const { source } = document;
  if (part.kind === 'map') return { source, document: { ...document, root: node }, uses };
  return node.style === 'literal' ? { source, document: textOf(node), uses } : undefined;
}

/** A text as a document of its own, in which all places are those of the one around it. */
function textOf({ source: { uri, text }, span }: YamlNode): YamlDocument {
  const start = text.indexOf('\n', span.start) + 1;
  return parseYamlDocument(new SourceText(uri, embeddedValues(text, { start, end: span.end })));
}
