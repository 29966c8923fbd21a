import { embeddedValues } from '../helm/embedded-values.js';
import { type GivenValue, givenByNode, givenBySettings } from '../helm/given-value.js';
import type { ChartValues } from '../rules/define-rule.js';
import { SourceText } from '../text/source-text.js';
import type { UsedSettings, ValuesUse } from '../workspace/given-values.js';
import { letterSpan } from '../yaml/letter-span.js';
import { parseYamlDocument } from '../yaml/parse-yaml-document.js';
import type { YamlDocument, YamlNode } from '../yaml/yaml-node.js';

/**
 * The values in a document that charts are installed with: all of it, parts of an object, or what the names of single values spell.
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
  const whole = own ?? (ofWhole.length > 0 ? wholeValues(document) : undefined);
  const byPlace = new Map<string, ValuesUse[]>();
  for (const use of uses) {
    const { part } = use;
    if (part === undefined || (part.kind === 'settings' ? part.names[0] : part)?.start !== start) continue;
    const place = JSON.stringify(part.kind === 'settings' ? part.names : part.path);
    byPlace.set(place, [...(byPlace.get(place) ?? []), use]);
  }
  const parts = [...byPlace.values()].flatMap(ofPart => partOf(document, ofPart) ?? []);
  return whole === undefined ? parts : [{ ...whole, uses: ofWhole }, ...parts];
}

/** All of a document as values. */
export function wholeValues(document: YamlDocument): ChartValues {
  return { source: document.source, document, given: givenIn(document), uses: [] };
}

function partOf(document: YamlDocument, uses: readonly ValuesUse[]): ChartValues | undefined {
  const part = uses[0]?.part;
  if (part === undefined) return undefined;
  const { source } = document;
  if (part.kind === 'settings') return { source, document, given: givenByNames(document, part), uses };
  const node = document.root?.find(...part.path);
  if (node === undefined || (part.kind === 'text' && node.style !== 'literal')) return undefined;
  const own = part.kind === 'map' ? { ...document, root: node } : textOf(node);
  return { source, document: own, given: givenIn(own), uses };
}

/** A text as a document of its own, in which all places are those of the one around it. */
function textOf({ source: { uri, text }, span }: YamlNode): YamlDocument {
  const start = text.indexOf('\n', span.start) + 1;
  return parseYamlDocument(new SourceText(uri, embeddedValues(text, { start, end: span.end })));
}

function givenIn({ root, errors }: YamlDocument): GivenValue | undefined {
  return root?.kind === 'map' && errors.length === 0 ? givenByNode(root) : undefined;
}

function givenByNames({ root }: YamlDocument, { names }: UsedSettings): GivenValue | undefined {
  const settings = names.flatMap(({ path, kind }) => {
    const node = root?.find(...path);
    return node?.text === undefined ? [] : [{ name: node.text, kind, span: letterSpan(node) }];
  });
  return root === undefined || settings.length === 0 ? undefined : givenBySettings(settings, root.span);
}
