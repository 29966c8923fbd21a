import { type ChartNames, type Occurrence, occurrenceAt, sameNames } from '../../helm/chart-names.js';
import type { ChartSources } from '../../helm/chart-sources.js';
import type { Location } from '../../text/span.js';
import { isInside } from '../../workspace/uri-path.js';

/** Where what a name stands for is defined: the keys in all files of values, or the named template. */
export function chartDefinitions(chart: ChartNames, uri: string, offset: number): readonly Location[] {
  return namesLike(chart, uri, offset).filter(({ isDefinition }) => isDefinition);
}

/** All places that name what a name stands for. */
export function chartReferences(chart: ChartNames, uri: string, offset: number, withDefinitions: boolean): readonly Location[] {
  return namesLike(chart, uri, offset).filter(({ isDefinition }) => withDefinitions || !isDefinition);
}

function namesLike({ occurrences }: ChartNames, uri: string, offset: number): readonly Occurrence[] {
  const occurrence = occurrenceAt(occurrences, uri, offset);
  return occurrence === undefined || occurrence.named.some(({ kind }) => kind === 'function') ? [] : sameNames(occurrences, occurrence);
}

/** A rename that can be made, or why it cannot. */
export type Rename =
  | { readonly kind: 'possible'; readonly place: Occurrence; readonly edits: readonly Location[] }
  | { readonly kind: 'refused'; readonly because: string };

/** What a rename of the name at an offset has to change; `undefined` where no name stands that charts give. */
export function chartRename({ sources, occurrences }: ChartNames, uri: string, offset: number): Rename | undefined {
  const place = occurrenceAt(occurrences, uri, offset);
  if (place === undefined || !place.named.every(({ kind }) => kind === 'value' || kind === 'template') || place.named.length === 0)
    return undefined;
  const edits = sameNames(occurrences, place);
  const foreign = edits.find(({ uri: other }) => isOfSubchart(sources, other));
  if (!edits.some(({ isDefinition }) => isDefinition)) return refused(`Nothing in this chart defines "${place.text}".`);
  if (foreign !== undefined) return refused(`"${place.text}" is also a name of a subchart, whose files are left alone.`);
  const other = edits.find(
    ({ named }) => !named.every(each => place.named.some(wanted => wanted.kind === each.kind)) || named.length !== place.named.length,
  );
  if (other !== undefined) return refused(`"${place.text}" stands for several things where its template is called in several ways.`);
  const elsewhere = place.named.flatMap(name => (name.kind === 'value' ? (sources.setElsewhere.get(name.path.join('.')) ?? []) : []))[0];
  if (elsewhere !== undefined)
    return refused(`"${elsewhere}" sets "${place.text}" too, where the chart is installed: rename it there first.`);
  if (edits.some(({ text }) => text !== place.text))
    return refused(`"${place.text}" is one of the keys of a map that a template walks through.`);
  if (isInSchema(sources, place)) return refused(`values.schema.json describes "${place.text}" too: rename it there first.`);
  return { kind: 'possible', place, edits };
}

/** Whether templates can use a name: after a dot, Go wants letters, digits and underscores. */
export function isPossibleName({ named }: Occurrence, name: string): boolean {
  return named.some(({ kind }) => kind === 'template') ? /^[^"`\\\n{}]+$/.test(name) : /^[A-Za-z_]\w*$/.test(name);
}

function refused(because: string): Rename {
  return { kind: 'refused', because };
}

function isOfSubchart({ folder }: ChartSources, uri: string): boolean {
  return isInside(uri, `${folder}/charts`);
}

function isInSchema({ chart: { schema } }: ChartSources, { named, text }: Occurrence): boolean {
  return schema !== undefined && named.some(({ kind }) => kind === 'value') && schema.text.includes(JSON.stringify(text));
}
