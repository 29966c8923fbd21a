import type { Linter } from '../../engine/linter.js';
import { type ChartFile, sourceOf } from '../../helm/chart-file.js';
import { type ChartNames, chartNamesOf } from '../../helm/chart-names.js';
import { type ChartSources, chartSourcesOf, type PlacedValues } from '../../helm/chart-sources.js';
import { chartTemplateNamed } from '../../helm/chart-template.js';
import { settingFile } from '../../helm/setting-file.js';
import { type ValuesFile, valuesFileOf } from '../../helm/values-file.js';
import { SourceText } from '../../text/source-text.js';
import type { GivenPart, GivenValues } from '../../workspace/given-values.js';
import { localChartsOf } from '../../workspace/local-charts.js';
import { folderOf, isInside, relativePath, resolvePath } from '../../workspace/uri-path.js';

/** The names of a chart, with the charts in other folders that it depends on, in all values that it is installed with. */
export interface WholeChart extends ChartNames {
  readonly given: readonly GivenValues[];
  /** What takes part in installing it in ways that are not worked out. */
  readonly doubts: readonly { readonly because: string; readonly source: SourceText }[];
}

/** Answers the charts that a file belongs to or is a file of values for. */
export type ChartsAround = (uri: string) => readonly WholeChart[];

/** The charts that a file belongs to, or that it is a file of values for, wherever it stands: `envs/prod/values.yaml`. Its own is the first. */
export function chartsAround(linter: Linter): ChartsAround {
  const known = new Map<string, WholeChart | undefined>();
  const chartIn = (folder: string): WholeChart | undefined => {
    if (!known.has(folder)) known.set(folder, wholeChart(linter, folder));
    return known.get(folder);
  };
  return uri => {
    const own = linter.chartOf(uri)?.sources.folder;
    const folders = new Set([...(own === undefined ? [] : [own]), ...linter.groupsOf(uri).map(({ id }) => id)]);
    return [...folders].flatMap(folder => chartIn(folder) ?? []).filter(chart => folderIs(own, chart) || isFileOf(chart, uri));
  };
}

function folderIs(folder: string | undefined, { sources }: WholeChart): boolean {
  return sources.folder === folder;
}

function isFileOf({ sources, given }: WholeChart, uri: string): boolean {
  const isKnown = given.some(values => values.uri === uri) || sources.values.some(({ file }) => file.uri === uri);
  return isKnown || sources.templates.some(template => template.uri === uri) || sources.chart.uri === uri;
}

function wholeChart(linter: Linter, folder: string): WholeChart | undefined {
  const chart = linter.chartOf(`${folder}/Chart.yaml`);
  if (chart === undefined || chart.sources.folder !== folder) return undefined;
  const group = linter.groupsOf(`${folder}/Chart.yaml`).find(({ id, given: values }) => id === folder && values !== undefined);
  const { given = [], leftOut = [] } = group ?? {};
  const sources = withLocalCharts(linter, chart.sources);
  const known = new Set([...sources.values, ...sources.tested.map(file => ({ file }))].map(({ file }) => file.uri));
  const tested = sources.tested.map(file => placed(file, relativePath(file.uri, folder)));
  const others = given.filter(({ uri }) => !known.has(uri)).flatMap(values => valuesIn(linter, values, folder));
  const doubts = leftOut.flatMap(({ because, files }) =>
    files.flatMap(uri => linter.sourceOf(uri) ?? []).map(source => ({ because, source })),
  );
  const names = withValues(chart, sources, [...tested, ...others]);
  return {
    sources: names.sources,
    templates: names.templates,
    get occurrences() {
      return names.occurrences;
    },
    given,
    doubts,
  };
}

/** Files of values of a chart that are none by their place. */
function withValues(chart: ChartNames, sources: ChartSources, added: readonly PlacedValues[]): ChartNames {
  if (added.length === 0 && sources === chart.sources) return chart;
  return chartNamesOf({ ...sources, values: [...sources.values, ...added] }, chart);
}

/** Reads values where they stand: all places in them are those of the file. */
function valuesIn(linter: Linter, { uri, part }: GivenValues, folder: string): PlacedValues[] {
  const source = linter.sourceOf(uri);
  if (source === undefined) return [];
  if (part === undefined) return [placed(source.derive(valuesFileOf), relativePath(uri, folder))];
  return filesOf(part, source).map(file => placed(file, part.name));
}

function filesOf(part: GivenPart, { uri, text }: SourceText): ValuesFile[] {
  if (part.kind === 'settings')
    return part.settings.filter(({ isFilledIn }) => isFilledIn !== true).map(setting => settingFile(uri, text, setting));
  // What is shown of it is what stands there.
  return [{ ...valuesFileOf(new SourceText(uri, part.text)), text }];
}

function placed(file: ValuesFile, name: string): PlacedValues {
  return { file, places: [[]], isOverlay: true, name };
}

/** A chart with those in other folders that it depends on. */
function withLocalCharts(linter: Linter, sources: ChartSources): ChartSources {
  const { folder } = sources;
  const local = new Set(localChartsOf(folder, uri => linter.sourceOf(uri)));
  if (local.size === 0) return sources;
  const readers = {
    readValues: (file: ChartFile) => sourceOf(file).derive(valuesFileOf),
    readTemplate: (name: string, file: ChartFile) => chartTemplateNamed(name, sourceOf(file)),
  };
  const findLocal = (chartFile: string, path: string) => {
    const home = resolvePath(folderOf(chartFile), path);
    return home !== undefined && local.has(home) ? filesBelow(linter, home) : [];
  };
  const all = chartSourcesOf(folder, filesBelow(linter, folder), readers, sources.setElsewhere, findLocal);
  if (all === undefined) return sources;
  const named = (values: PlacedValues) =>
    isInside(values.file.uri, folder) ? values : { ...values, name: relativePath(values.file.uri, folder) };
  return { ...all, values: all.values.map(named) };
}

function filesBelow(linter: Linter, folder: string): ChartFile[] {
  return linter.uris().flatMap(uri => {
    const source = isInside(uri, folder) ? linter.sourceOf(uri) : undefined;
    return source === undefined ? [] : [{ uri, path: relativePath(uri, folder), text: source.text, source }];
  });
}
