import type { Linter } from '../../engine/linter.js';
import type { ValuePath } from '../../gotemplate/origin.js';
import { parseTemplate } from '../../gotemplate/parse-template.js';
import type { Chart } from '../../helm/chart.js';
import type { ChartFile } from '../../helm/chart-file.js';
import { loadChart } from '../../helm/load-chart.js';
import type { WalkedFile } from '../../helm/template-walk.js';
import { readValuesFile, type ValuesFile } from '../../helm/values-file.js';
import { documentKindOf } from '../../workspace/document-kind.js';
import { ancestorsOf, fileNameOf, folderOf, isInside } from '../../workspace/uri-path.js';

/** A chart with its subcharts, as features ask about it. */
export interface ChartSources {
  /** The folder of the chart at the root. */
  readonly folder: string;
  readonly chart: Chart;
  readonly templates: readonly WalkedFile[];
  /** The files whose values are those of charts: `values.yaml` of each, and what is laid over that of the root. */
  readonly values: readonly PlacedValues[];
}

/** A file of values, and where its values stand in those of the chart at the root: at several places if a subchart has aliases. */
export interface PlacedValues {
  readonly file: ValuesFile;
  readonly places: readonly ValuePath[];
}

/** The chart that a file belongs to, whatever it is in it; `undefined` if it belongs to none. */
export function chartAround(linter: Linter, uri: string): ChartSources | undefined {
  const folder = rootFolderOf(linter, uri);
  if (folder === undefined) return undefined;
  const files = linter
    .uris()
    .filter(candidate => isInside(candidate, folder))
    .sort()
    .map(candidate => ({ uri: candidate, path: candidate.slice(folder.length + 1), text: linter.textOf(candidate) ?? '' }));
  const { chart } = loadChart(files, file => readValuesFile(file.uri, file.text));
  if (chart === undefined) return undefined;
  const charts = placedCharts(chart, [[]]);
  const overlays = files.filter(file => isOverlay(file, folder)).map(file => readValuesFile(file.uri, file.text));
  return {
    folder,
    chart,
    templates: charts.flatMap(placed => templatesOf(placed)),
    values: [
      ...charts.flatMap(({ chart: { values }, places }) => (values === undefined ? [] : [{ file: values, places }])),
      ...overlays.map(file => ({ file, places: [[]] })),
    ],
  };
}

/** A chart in `charts/` of another one belongs to that one. */
function rootFolderOf(linter: Linter, uri: string): string | undefined {
  const holds = (folder: string) => linter.has(`${folder}/Chart.yaml`);
  let root = ancestorsOf(folderOf(uri)).find(holds);
  while (root !== undefined && fileNameOf(folderOf(root)) === 'charts' && holds(folderOf(folderOf(root)))) root = folderOf(folderOf(root));
  return root;
}

function isOverlay({ uri, path }: ChartFile, folder: string): boolean {
  return path !== 'values.yaml' && !path.includes('/') && documentKindOf(uri, undefined, new Set([folder])) === 'helm-values';
}

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

function templatesOf({ chart, places }: PlacedChart): WalkedFile[] {
  const roots = places.map(place => ({ kind: 'root', chart: place }) as const);
  return chart.templates.map(({ uri, path, text }) => ({ uri, file: parseTemplate(`${chart.name}/${path}`, text), roots }));
}
