import type { Linter } from '../engine/linter.js';
import { inInstallOrder } from '../helm/install-order.js';
import type { SourceMap } from '../text/source-map.js';
import { SourceText } from '../text/source-text.js';
import type { Location, Span } from '../text/span.js';
import type { MadeGroup, Variant } from '../workspace/made-unit.js';
import { fileOfMade } from '../workspace/made-unit.js';
import { relativePath } from '../workspace/uri-path.js';

/** What is made from files in one variant of an application, as one text to look at. */
export interface MadeView {
  /** The folder of the chart or the kustomizations. */
  readonly folder: string;
  readonly variant: string;
  /** Like that of `helm template`, in its order: each document behind a comment with the file that it is made from. */
  readonly source: SourceText;
  /** Where a line of the text comes from; `undefined` for a line that nobody wrote. */
  readonly originOfLine: (line: number) => Location | undefined;
}

/** The names of the variants that a file is a part of, by the folder of their application. */
export function variantsOf(linter: Linter, uri: string): readonly { readonly folder: string; readonly variants: readonly string[] }[] {
  return linter.groupsOf(uri).map(({ id, variants }) => ({ folder: id, variants: variants.map(({ name }) => name) }));
}

/** What is made from a file and its like, in a variant: that of the given name, or the first. */
export function madeView(linter: Linter, uri: string, name?: string): MadeView | undefined {
  for (const group of linter.groupsOf(uri)) {
    const variant = group.variants.find(candidate => name === undefined || candidate.name === name);
    if (variant !== undefined) return viewOf(group, variant);
  }
  return undefined;
}

/** A part of a view, and where it starts in the document that it is a part of. */
interface Part {
  readonly span: Span;
  readonly map: SourceMap;
  readonly start: number;
}

function viewOf({ id }: MadeGroup, { name, documents, mapOf, layers }: Variant): MadeView {
  const isChart = layers.has(`${id}/Chart.yaml`);
  const whole = documents.map(output => ({ output, span: { start: 0, end: output.text.length } }));
  const parts: Part[] = [];
  let text = '';
  for (const { output, span } of isChart ? inInstallOrder(documents) : whole) {
    const made = output.text.slice(span.start, span.end);
    if (made.trim() === '') continue;
    text += `---\n# Source: ${relativePath(fileOfMade(output.uri), id)}\n`;
    parts.push({ span: { start: text.length, end: text.length + made.length }, map: mapOf(output), start: span.start });
    text += made.endsWith('\n') ? made : `${made}\n`;
  }
  const source = new SourceText(`${id}#${name}`, text);
  return { folder: id, variant: name, source, originOfLine: line => originOf(source.lineSpan(line), parts) };
}

function originOf(line: Span, parts: readonly Part[]): Location | undefined {
  const part = parts.find(({ span }) => span.start <= line.start && line.start < span.end);
  if (part === undefined) return undefined;
  const shift = part.start - part.span.start;
  return originOfText(part.map, { start: line.start + shift, end: Math.min(line.end, part.span.end) + shift });
}

/** Where a line of made text comes from: the value in it, which a person would change, else the text around it. */
export function originOfText(map: SourceMap, line: Span): Location | undefined {
  const origins = map.originsIn(line).filter(({ place }) => place.span.end > place.span.start);
  return (origins.find(({ related }) => related.length > 0) ?? origins[0])?.place;
}
