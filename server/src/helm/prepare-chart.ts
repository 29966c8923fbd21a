import { GoMap } from '../gotemplate/value.js';
import type { Location, Span } from '../text/span.js';
import type { ChartProblem } from './chart.js';
import type { ChartFile } from './chart-file.js';
import type { HelmIgnore } from './helm-ignore.js';
import { coalescedValues, type InstalledChart, installedChart } from './installed-chart.js';
import { type FindLocalChart, type LoadedChart, loadChart } from './load-chart.js';
import { MovedTexts } from './moved-texts.js';
import { type SettingKind, withSetValues } from './set-values.js';
import { mergeTables } from './tables.js';
import type { Release } from './template-data.js';
import type { TemplateStore } from './template-store.js';
import { TableComparisons } from './value-changes.js';
import type { ValuesFile } from './values-file.js';
import type { SchemaStore } from './values-schema.js';
import type { ValuesStore } from './values-store.js';

/** What a user installs a chart with. */
export interface ValueSet {
  /** Tells it from the other sets of the chart. */
  readonly name: string;
  /** Files given with `-f`; later ones win. The chart's own `values.yaml` is not among them. */
  readonly files: readonly Pick<ChartFile, 'uri' | 'text' | 'source'>[];
  /** What is given with `--set` and `--set-string`, which wins over files. */
  readonly settings?: readonly Setting[];
}

/** `image.tag=1.2`, or several of them with commas between. */
export interface Setting {
  readonly text: string;
  readonly kind: SettingKind;
  /** Where the value stands, if it stands in a file; settings of one file have one URI. */
  readonly place?: Location;
  /** The text of that file. */
  readonly holder?: string;
  /** Where its name stands there, letter for letter; then its keys have places. */
  readonly nameSpan?: Span | undefined;
}

export interface RenderOptions {
  readonly release?: Partial<Release>;
  /** `1.31`; where it is not known, that of Helm itself. */
  readonly kubernetesVersion?: string | undefined;
  /** What is given with `--api-versions`: `monitoring.coreos.com/v1`, and kinds of it behind another `/`. */
  readonly apiVersions?: readonly string[] | undefined;
  /** Finds the charts of dependencies on other folders; what it finds may change from one rendering to the next. */
  readonly findLocal?: FindLocalChart;
  /** What all templates of a rendering may use up together. */
  readonly limits?: { readonly steps?: number; readonly output?: number; readonly depth?: number };
}

/** A chart with its values, ready to be rendered. */
export interface PreparedChart {
  /** Nothing if there is no chart, or if its values cannot be read. */
  readonly chart: InstalledChart | undefined;
  readonly values: GoMap;
  /** The files that values come from, by URI. */
  readonly valuesFiles: ReadonlyMap<string, ValuesFile>;
  readonly problems: readonly ChartProblem[];
  /** Everything but values and templates that the outcome depends on. */
  readonly frame: readonly string[];
  readonly templates: TemplateStore;
  readonly comparisons: Comparisons;
}

/** What has been read before. */
export interface Stores {
  readonly values: ValuesStore;
  readonly templates: TemplateStore;
  readonly schemas: SchemaStore;
  /** Reads a `.helmignore`. */
  readonly ignore: (file: ChartFile | undefined) => HelmIgnore;
}

/**
 * What value sets with the same files compare alike: made for each version of the files, as each comparison keeps hold of what is compared
 * for as long as there is the other, and so of all versions in between.
 */
export interface Comparisons {
  readonly texts: MovedTexts;
  readonly tables: TableComparisons;
}

/** What the files of a chart hold, whatever it is installed with. */
export interface ReadChart extends LoadedChart {
  /** The files of data that were read for it, by URI. */
  readonly valuesFiles: ReadonlyMap<string, ValuesFile>;
  readonly comparisons: Comparisons;
}

/** Reads the files of a chart. */
export function readChart(files: readonly ChartFile[], findLocal: FindLocalChart | undefined, stores: Stores): ReadChart {
  const problems: ChartProblem[] = [];
  const valuesFiles = new Map<string, ValuesFile>();
  const loaded = loadChart(files, readingInto(valuesFiles, problems, stores), stores.ignore, findLocal);
  const comparisons = { texts: new MovedTexts(), tables: new TableComparisons() };
  return { chart: loaded.chart, problems: [...problems, ...loaded.problems], valuesFiles, comparisons };
}

/** Chooses the dependencies of a chart and lays all values over each other. */
export function prepareChart(read: ReadChart, set: ValueSet, options: RenderOptions, stores: Stores): PreparedChart {
  const problems = [...read.problems];
  const valuesFiles = new Map(read.valuesFiles);
  const settings = stores.values.settings(set.settings ?? []);
  if (settings !== undefined) valuesFiles.set(settings.uri, settings);
  const given = userValues(set, readingInto(valuesFiles, problems, stores), problems);
  const nothing = {
    chart: undefined,
    values: new GoMap(),
    valuesFiles,
    problems,
    frame: [],
    templates: stores.templates,
    comparisons: read.comparisons,
  };
  if (read.chart === undefined || [...valuesFiles.values()].some(({ errors }) => errors.length > 0)) return nothing;
  const chart = installedChart(read.chart, given);
  const { values, problems: valueProblems } = coalescedValues(chart, given);
  problems.push(...valueProblems, ...stores.schemas.problemsIn(chart, values));
  return { ...nothing, chart: valueProblems.length > 0 ? undefined : chart, values, frame: frameOf(chart, options) };
}

/** Reads files of values, and notes them with what is wrong in them. */
function readingInto(valuesFiles: Map<string, ValuesFile>, problems: ChartProblem[], { values }: Stores): ReadValues {
  return given => {
    const file = values.read(given, problems);
    valuesFiles.set(given.uri, file);
    return file;
  };
}

type ReadValues = (given: ValueSet['files'][number]) => ValuesFile;

function userValues({ files, settings = [] }: ValueSet, read: ReadValues, problems: ChartProblem[]): GoMap {
  let values = files.map(read).reduce((below, { root }) => mergeTables(root, below), new GoMap());
  for (const setting of settings) {
    const result = withSetValues(values, setting);
    if ('values' in result) values = result.values;
    else problems.push({ message: result.error, uri: '', span: { start: 0, end: 0 } });
  }
  return values;
}

/** Names, metadata and files of all charts, and the options. */
function frameOf(chart: InstalledChart, { release, kubernetesVersion = '', apiVersions = [] }: RenderOptions): string[] {
  const frame = [release?.name ?? '', release?.namespace ?? '', String(release?.isUpgrade), kubernetesVersion, apiVersions.join()];
  const visit = ({ path, chart: { metadata, files }, dependencies, subcharts }: InstalledChart): void => {
    frame.push(path, metadata.uri, metadata.text, `${dependencies.map(({ name, alias }) => `${name} ${alias}`)}`);
    for (const file of files) frame.push(file.uri, file.text);
    subcharts.forEach(visit);
  };
  visit(chart);
  return frame;
}
