import type { ValuePath } from '../../gotemplate/origin.js';
import type { Chart } from '../../helm/chart.js';
import { type Named, type Occurrence, occurrenceAt, sameNames } from '../../helm/chart-names.js';
import type { ChartSources } from '../../helm/chart-sources.js';
import { settingsOf } from '../../helm/value-settings.js';
import type { Location } from '../../text/span.js';
import { fileNameOf, folderOf, isInside } from '../../workspace/uri-path.js';
import type { ChartsAround, WholeChart } from './whole-chart.js';

/** Where what a name stands for is defined: the keys in all files of values, or the named template. */
export function chartDefinitions(around: ChartsAround, uri: string, offset: number): readonly Location[] {
  return distinctPlaces(namesLike(around, uri, offset).filter(({ isDefinition }) => isDefinition));
}

/** All places that name what a name stands for. */
export function chartReferences(around: ChartsAround, uri: string, offset: number, withDefinitions: boolean): readonly Location[] {
  return distinctPlaces(namesLike(around, uri, offset).filter(({ isDefinition }) => withDefinitions || !isDefinition));
}

function namesLike(around: ChartsAround, uri: string, offset: number): readonly Occurrence[] {
  return alikeInCharts(around, uri, offset).flatMap(({ place, names }) =>
    place.named.some(({ kind }) => kind === 'function') ? [] : names,
  );
}

/** A name as one chart reads it, and all that are alike in that chart. */
interface AlikeNames {
  readonly chart: WholeChart;
  readonly place: Occurrence;
  readonly names: readonly Occurrence[];
}

/**
 * The name at an offset in all charts that have it: a file of values may be for several, and a chart may be a part of another one. What is
 * alike in one of them is looked up in the others.
 */
function alikeInCharts(around: ChartsAround, uri: string, offset: number): readonly AlikeNames[] {
  const found = new Map<string, AlikeNames>();
  const pending = around(uri).flatMap(chart => {
    const place = occurrenceAt(chart.occurrences, uri, offset);
    return place === undefined ? [] : [{ chart, place }];
  });
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    const { chart, place } = next;
    const key = JSON.stringify([chart.sources.folder, place.named]);
    if (found.has(key)) continue;
    const names = sameNames(chart.occurrences, place);
    found.set(key, { chart, place, names });
    for (const name of names) {
      for (const other of around(name.uri)) {
        if (other.sources.folder === chart.sources.folder) continue;
        const there = other.occurrences.find(occurrence => isSamePlace(occurrence, name));
        if (there !== undefined) pending.push({ chart: other, place: there });
      }
    }
  }
  return [...found.values()];
}

function isSamePlace(a: Location, b: Location): boolean {
  return a.uri === b.uri && a.span.start === b.span.start && a.span.end === b.span.end;
}

function distinctPlaces<Place extends Location>(places: readonly Place[]): readonly Place[] {
  return [...new Map(places.map(place => [`${place.uri}#${place.span.start}`, place])).values()];
}

/** A rename that can be made, or why it cannot. */
export type Rename =
  | { readonly kind: 'possible'; readonly place: Occurrence; readonly edits: readonly Location[] }
  | { readonly kind: 'refused'; readonly because: string };

/** What a rename of the name at an offset has to change; `undefined` where no name stands that charts give. */
export function chartRename(around: ChartsAround, uri: string, offset: number): Rename | undefined {
  const all = alikeInCharts(around, uri, offset);
  const [first] = all;
  if (first === undefined || !isRenamed(first.place)) return undefined;
  const because = all.map(alike => reasonAgainst(alike, first.place.text)).find(reason => reason !== undefined);
  if (because !== undefined) return { kind: 'refused', because };
  return { kind: 'possible', place: first.place, edits: distinctPlaces(all.flatMap(({ names }) => names)) };
}

function isRenamed({ named }: Occurrence): boolean {
  return named.length > 0 && named.every(({ kind }) => kind === 'value' || kind === 'template');
}

/** Why a name cannot be changed in one of the charts that have it. */
function reasonAgainst({ chart, place, names }: AlikeNames, text: string): string | undefined {
  const { sources } = chart;
  if (!names.some(({ isDefinition }) => isDefinition)) return `Nothing in this chart defines "${text}".`;
  if (names.some(({ uri }) => !isOwn(sources.chart, sources.folder, uri)))
    return `"${text}" is also a name of a subchart from elsewhere, whose files are left alone.`;
  const other = pathsOf(place).flatMap(path => chartInPath(sources.chart, path) ?? [])[0];
  if (other !== undefined)
    return other === text
      ? `"${other}" is the name of a chart.`
      : `"${text}" is a value of the chart "${other}", whose files are not in this one.`;
  const unclear = names.find(name => name.span.end - name.span.start !== name.text.length);
  if (unclear !== undefined)
    return `A text in "${fileNameOf(unclear.uri)}" names "${text}" too and is written with escapes or folded: rename it there first.`;
  if (names.some(({ named }) => !isAsMany(named, place.named)))
    return `"${text}" stands for several things where its template is called in several ways.`;
  if (names.some(name => name.text !== text)) return `"${text}" is one of the keys of a map that a template walks through.`;
  return reasonInOtherFiles(chart, place, text);
}

function isAsMany(named: readonly Named[], wanted: readonly Named[]): boolean {
  return named.length === wanted.length && named.every(each => wanted.some(({ kind }) => kind === each.kind));
}

/** Why others would have to change whose text does not tell where. */
function reasonInOtherFiles({ sources, given, doubts }: WholeChart, place: Occurrence, text: string): string | undefined {
  const setters = pathsOf(place).flatMap(path => settingsOf(sources, path));
  const setter = setters.find(({ key }) => key === undefined);
  if (setter !== undefined) return `"${fileNameOf(setter.uri)}" sets "${text}" too, where the chart is installed: rename it there first.`;
  if (isInSchema(sources, place)) return `values.schema.json describes "${text}" too: rename it there first.`;
  if (pathsOf(place).some(path => isAskedByDependency(sources.chart, path)))
    return `A dependency of the chart asks for "${text}" in Chart.yaml: rename it there first.`;
  if (!place.named.some(({ kind }) => kind === 'value')) return undefined;
  const shared = given.find(({ uri, alsoFor }) => alsoFor !== undefined && setters.some(setting => setting.uri === uri));
  if (shared !== undefined) return `"${fileNameOf(shared.uri)}" sets "${text}" for ${shared.alsoFor} too, whose chart is not here.`;
  const doubt = doubts.find(({ source }) => new RegExp(`(?<![\\w-])${text}(?![\\w-])`).test(source.text));
  return doubt && `"${fileNameOf(doubt.source.uri)}" names "${text}" too, and may have to change with it. ${doubt.because}`;
}

/** Whether a dependency is wanted, or gives values to its parent, by a value. */
function isAskedByDependency({ dependencies, subcharts }: Chart, path: ValuePath): boolean {
  const name = path.join('.');
  const isAsked = (asked: string) => asked === name || asked.startsWith(`${name}.`);
  return dependencies.some(dependency => {
    const key = dependency.alias ?? dependency.name;
    const subchart = subcharts.find(candidate => candidate.name === dependency.name);
    const imported = dependency.imports.flatMap(({ child, parent }) => [[key, ...child].join('.'), parent.join('.')]);
    if ([...dependency.conditions, ...dependency.tags.map(tag => `tags.${tag}`), ...imported].some(isAsked)) return true;
    return subchart !== undefined && path[0] === key && path.length > 1 && isAskedByDependency(subchart, path.slice(1));
  });
}

function pathsOf({ named }: Occurrence): ValuePath[] {
  return named.flatMap(name => (name.kind === 'value' ? [name.path] : []));
}

/** Whether templates can use a name: after a dot, Go wants letters, digits and underscores. */
export function isPossibleName({ named }: Occurrence, name: string): boolean {
  return named.some(({ kind }) => kind === 'template') ? /^[^"`\\\n{}]+$/.test(name) : /^[A-Za-z_]\w*$/.test(name);
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
