import type { ValuePath } from '../../gotemplate/origin.js';
import type { Chart } from '../../helm/chart.js';
import { type ChartNames, type Occurrence, occurrenceAt, sameNames } from '../../helm/chart-names.js';
import type { ChartSources } from '../../helm/chart-sources.js';
import type { Location } from '../../text/span.js';
import { fileNameOf, folderOf, isInside } from '../../workspace/uri-path.js';

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
  const foreign = edits.find(({ uri: other }) => !isOwn(sources.chart, sources.folder, other));
  if (!edits.some(({ isDefinition }) => isDefinition)) return refused(`Nothing in this chart defines "${place.text}".`);
  if (foreign !== undefined) return refused(`"${place.text}" is also a name of a subchart from elsewhere, whose files are left alone.`);
  const chart = place.named.flatMap(name => (name.kind === 'value' ? (chartInPath(sources.chart, name.path) ?? []) : []))[0];
  if (chart !== undefined)
    return refused(
      chart === place.text
        ? `"${chart}" is the name of a chart.`
        : `"${place.text}" is a value of the chart "${chart}", whose files are not in this one.`,
    );
  const unclear = edits.find(({ text, span }) => span.end - span.start !== text.length);
  if (unclear !== undefined)
    return refused(
      `A text in "${fileNameOf(unclear.uri)}" names "${place.text}" too and is written with escapes or folded: rename it there first.`,
    );
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

/** Whether a file belongs to a chart, or to a folder in its `charts/` that no repository fills. */
function isOwn({ subcharts, dependencies }: Chart, folder: string, uri: string): boolean {
  for (const subchart of subcharts) {
    const home = folderOf(subchart.uri);
    if (!isInside(uri, home)) continue;
    const isFilled = dependencies.some(({ name, repository }) => name === subchart.name && !/^(?:file:.*)?$/.test(repository));
    return !isFilled && !home.includes('.tgz/') && isOwn(subchart, home, uri);
  }
  return !isInside(uri, `${folder}/charts`);
}

/** The chart that a path of values leads to, if it is the name of one or leads into one that is not here. */
function chartInPath({ subcharts, dependencies }: Chart, [first, ...rest]: ValuePath): string | undefined {
  const dependency = dependencies.find(({ name, alias }) => first === (alias ?? name));
  const subchart = subcharts.find(({ name }) => name === (dependency?.name ?? first));
  if (typeof first !== 'string' || (dependency ?? subchart) === undefined) return undefined;
  return rest.length === 0 || subchart === undefined ? first : chartInPath(subchart, rest);
}

function isInSchema({ chart: { schema } }: ChartSources, { named, text }: Occurrence): boolean {
  return schema !== undefined && named.some(({ kind }) => kind === 'value') && schema.text.includes(JSON.stringify(text));
}
