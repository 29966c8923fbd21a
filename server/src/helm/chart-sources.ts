import type { ValuePath } from '../gotemplate/origin.js';
import { parseTemplate } from '../gotemplate/parse-template.js';
import type { TemplateFile } from '../gotemplate/template-tree.js';
import type { Chart } from './chart.js';
import type { ChartFile } from './chart-file.js';
import type { HelmIgnore } from './helm-ignore.js';
import { type FindLocalChart, loadChart } from './load-chart.js';
import type { WalkedFile } from './template-walk.js';
import { readValuesFile, type ValuesFile } from './values-file.js';

/** A chart with its subcharts, as its texts say it: nothing of it is rendered. */
export interface ChartSources {
  /** The folder of the chart at the root. */
  readonly folder: string;
  readonly chart: Chart;
  readonly templates: readonly WalkedFile[];
  /** The files whose values are those of charts: `values.yaml` of each, and what is laid over that of the root. */
  readonly values: readonly PlacedValues[];
  /** By path of a value (`image.tag`), the name of a file that sets it where the chart is installed: a file of others. */
  readonly setElsewhere: ReadonlyMap<string, string>;
  /** Values that the chart is tested with. They turn things on to see them work, and say nothing about what others may set. */
  readonly tested: readonly ValuesFile[];
}

/** A file of values, and where its values stand in those of the chart at the root: at several places if a subchart has aliases. */
export interface PlacedValues {
  readonly file: ValuesFile;
  readonly places: readonly ValuePath[];
  /** Whether it is laid over the values of the chart at the root. */
  readonly isOverlay: boolean;
  /** What people call it, where that is not its path in the chart. */
  readonly name?: string;
}

/** Stands in `setElsewhere` for all values, where one is not to be known. */
export const ANY_VALUE = '*';

/** How files are read: from what is known already, or anew. */
export interface ChartReaders {
  readonly readValues: (file: ChartFile) => ValuesFile;
  readonly readTemplate: (name: string, file: ChartFile) => TemplateFile;
  readonly readIgnore?: (file: ChartFile | undefined) => HelmIgnore;
}

const READERS: ChartReaders = {
  readValues: ({ uri, text }) => readValuesFile(uri, text),
  readTemplate: (name, { text }) => parseTemplate(name, text),
};

/**
 * The sources of a chart; `undefined` if the files are none.
 *
 * @param files all that are known below its folder, those of its subcharts among them
 * @param setElsewhere what others set
 * @param findLocal finds the charts of dependencies on other folders
 */
export function chartSourcesOf(
  folder: string,
  files: readonly ChartFile[],
  readers: ChartReaders = READERS,
  setElsewhere: ReadonlyMap<string, string> = new Map(),
  findLocal?: FindLocalChart,
): ChartSources | undefined {
  const { chart } = loadChart(files, readers.readValues, readers.readIgnore, findLocal);
  if (chart === undefined) return undefined;
  const charts = placedCharts(chart, [[]]);
  const overlays = files.filter(({ path }) => isOverlayPath(path)).map(readers.readValues);
  return {
    folder,
    chart,
    templates: charts.flatMap(placed => templatesOf(placed, readers)),
    values: [
      ...charts.flatMap(({ chart: { values }, places }) => (values === undefined ? [] : [{ file: values, places, isOverlay: false }])),
      ...overlays.map(file => ({ file, places: [[]], isOverlay: true })),
    ],
    tested: files.filter(({ path }) => isTestedPath(`/${path}`)).map(readers.readValues),
    setElsewhere,
  };
}

/** Whether a file, by its path, holds values that a chart is tested with: `ci/*-values.yaml`. */
export function isTestedPath(path: string): boolean {
  return /\/ci\/(?:[^/]*-)?values\.ya?ml$/i.test(path);
}

/** Whether a file of a chart, by its path, is laid over its values: `values-prod.yaml`, `values.prod.yaml` beside them. */
export function isOverlayPath(path: string): boolean {
  return OVERLAY.test(path);
}

const OVERLAY = /^values[-._][^/]+\.ya?ml$/i;

interface PlacedChart {
  readonly chart: Chart;
  readonly places: readonly ValuePath[];
}

function placedCharts(chart: Chart, places: readonly ValuePath[]): PlacedChart[] {
  const below = chart.subcharts.flatMap(subchart => {
    const asked = chart.dependencies.filter(({ name }) => name === subchart.name).map(({ name, alias }) => alias ?? name);
    const names = asked.length === 0 ? [subchart.name] : [...new Set(asked)];
    return placedCharts(
      subchart,
      places.flatMap(place => names.map(name => [...place, name])),
    );
  });
  return [{ chart, places }, ...below];
}

function templatesOf({ chart, places }: PlacedChart, { readTemplate }: ChartReaders): WalkedFile[] {
  const roots = places.map(place => ({ kind: 'root', chart: place }) as const);
  return chart.templates.map(file => ({ uri: file.uri, file: readTemplate(`${chart.name}/${file.path}`, file), roots }));
}
