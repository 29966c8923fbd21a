import { TracedText } from '../gotemplate/traced-text.js';
import { type Data, GoList, GoMap, type Value } from '../gotemplate/value.js';
import type { Chart, ChartProblem, Dependency, ImportedValues } from './chart.js';
import { type ChartFile, filesBelow } from './chart-file.js';
import { HelmIgnore } from './helm-ignore.js';
import { textOf } from './metadata-text.js';
import type { ValuesFile } from './values-file.js';
import { matchesVersion } from './version-range.js';

/** A chart, or why there is none, and what is wrong with it. */
export interface LoadedChart {
  readonly chart: Chart | undefined;
  readonly problems: readonly ChartProblem[];
}

/** The files of the chart that a path in a Chart.yaml leads to, `../lib` of `file://../lib`; none where there is no chart. */
export type FindLocalChart = (chartFile: string, path: string) => readonly ChartFile[];

/**
 * The chart that a folder holds, with the charts in its `charts/`, and those that `helm dependency build` would put there from other folders.
 * Never throws.
 *
 * @param files all files below the folder
 * @param read reads a file of data
 * @param readIgnore reads a `.helmignore`
 */
export function loadChart(
  files: readonly ChartFile[],
  read: (file: ChartFile) => ValuesFile,
  readIgnore = (file: ChartFile | undefined) => new HelmIgnore(file?.text ?? ''),
  findLocal: FindLocalChart = () => [],
): LoadedChart {
  const ignore = readIgnore(files.find(({ path }) => path === '.helmignore'));
  const problems: ChartProblem[] = [];
  const chart = chartOf(
    files.filter(({ path }) => !ignore.ignores(path)),
    { read, findLocal, problems, depth: 0 },
  );
  if (chart === undefined && problems.length === 0) {
    problems.push({ message: 'The chart has no readable Chart.yaml.', uri: files[0]?.uri ?? '', span: { start: 0, end: 0 } });
  }
  return { chart, problems };
}

interface Loading {
  readonly read: (file: ChartFile) => ValuesFile;
  readonly findLocal: FindLocalChart;
  readonly problems: ChartProblem[];
  readonly depth: number;
}

/** Charts hold charts that hold charts; nobody means more levels than this. */
const DEEPEST = 16;

function chartOf(files: readonly ChartFile[], loading: Loading): Chart | undefined {
  const byPath = new Map(files.map(file => [file.path, file]));
  const metadataFile = byPath.get('Chart.yaml');
  if (metadataFile === undefined) return undefined;
  const metadata = loading.read(metadataFile);
  const valuesFile = byPath.get('values.yaml');
  const requirements = byPath.get('requirements.yaml');
  const { root } = metadata;
  const name = textOf(root.get('name'));
  if (name === '') {
    loading.problems.push({ message: 'The chart has no name.', uri: metadata.uri, span: { start: 0, end: 0 } });
    return undefined;
  }
  const dependencies = dependenciesOf(metadata, requirements && loading.read(requirements));
  const packed = loading.depth < DEEPEST ? subchartsOf(files, loading) : [];
  return {
    name,
    version: textOf(root.get('version')),
    isLibrary: textOf(root.get('type')) === 'library',
    uri: metadataFile.uri,
    metadata,
    values: valuesFile && loading.read(valuesFile),
    schema: byPath.get('values.schema.json'),
    templates: files.filter(({ path }) => path.startsWith('templates/')),
    files: files.filter(({ path }) => !OWN_FILES.has(path) && !path.startsWith('templates/') && !isOfSubchart(path)),
    subcharts: loading.depth < DEEPEST ? [...packed, ...localCharts(metadataFile.uri, dependencies, packed, loading)] : [],
    dependencies,
  };
}

/** The charts of dependencies on folders elsewhere that `charts/` does not hold. */
function localCharts(chartFile: string, dependencies: readonly Dependency[], packed: readonly Chart[], loading: Loading): Chart[] {
  const found = new Map<string, Chart>();
  for (const { name, version, repository } of dependencies) {
    const path = /^file:\/\/(.*)$/.exec(repository)?.[1];
    if (path === undefined || found.has(name) || packed.some(chart => chart.name === name)) continue;
    const files = loading.findLocal(chartFile, path);
    const ignore = new HelmIgnore(files.find(file => file.path === '.helmignore')?.text ?? '');
    const kept = files.filter(file => !ignore.ignores(file.path));
    // Without its Chart.yaml there is nothing to say about it.
    const chart = kept.length === 0 ? undefined : chartOf(kept, { ...loading, problems: [], depth: loading.depth + 1 });
    if (chart?.name === name && matchesVersion(version, chart.version)) found.set(name, chart);
  }
  return [...found.values()];
}

const OWN_FILES: ReadonlySet<string> = new Set(['Chart.yaml', 'Chart.lock', 'values.yaml', 'values.schema.json']);

/** Signatures beside archives are files of the chart. */
function isOfSubchart(path: string): boolean {
  return path.startsWith('charts/') && !path.endsWith('.prov');
}

/** Folders whose names start with `_` or `.` are left alone; an archive reads like a folder that holds the folder of the chart. */
function subchartsOf(files: readonly ChartFile[], loading: Loading): Chart[] {
  const inside = filesBelow(files, 'charts').filter(({ path }) => path.includes('/'));
  const folders = new Set(inside.map(({ path }) => path.slice(0, path.indexOf('/'))));
  return [...folders]
    .filter(folder => !/^[_.]/.test(folder))
    .flatMap(folder => {
      const below = filesBelow(inside, folder);
      const isArchive = folder.endsWith('.tgz');
      const root = isArchive ? below[0]?.path.split('/', 1)[0] : undefined;
      return chartOf(root === undefined ? below : filesBelow(below, root), { ...loading, depth: loading.depth + 1 }) ?? [];
    });
}

function dependenciesOf(metadata: ValuesFile, requirements: ValuesFile | undefined): Dependency[] {
  const own = metadata.root.get('dependencies')?.data;
  const isInMetadata = own instanceof GoList && own.items.length > 0;
  const file = isInMetadata ? metadata : requirements;
  const entries = isInMetadata ? own : file?.root.get('dependencies')?.data;
  if (file === undefined || !(entries instanceof GoList)) return [];
  return entries.items.flatMap(({ data, origin }) => {
    if (!(data instanceof GoMap)) return [];
    const alias = textOf(data.get('alias'));
    const condition = textOf(data.get('condition')).trim();
    return {
      name: textOf(data.get('name')),
      version: textOf(data.get('version')),
      repository: textOf(data.get('repository')),
      alias: alias === '' ? undefined : alias,
      conditions: condition.split(',').filter(path => path !== ''),
      tags: itemsOf(data.get('tags')).map(textOf),
      imports: itemsOf(data.get('import-values')).flatMap(({ data: item }) => importOf(item) ?? []),
      uri: file.uri,
      span: origin?.span ?? { start: 0, end: 0 },
    };
  });
}

function itemsOf(value: Value | undefined): readonly Value[] {
  return value?.data instanceof GoList ? value.data.items : [];
}

/** `data` imports what the subchart exports under that name; `child` and `parent` name any two places. */
function importOf(data: Data): ImportedValues | undefined {
  if (data instanceof TracedText) return { child: ['exports', ...data.text.split('.')], parent: [] };
  if (!(data instanceof GoMap)) return undefined;
  const parent = textOf(data.get('parent'));
  return { child: textOf(data.get('child')).split('.'), parent: parent === '' || parent === '.' ? [] : parent.split('.') };
}
