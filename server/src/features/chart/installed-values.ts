import type { Linter } from '../../engine/linter.js';
import type { ChartNames } from '../../helm/chart-names.js';
import { readValuesFile, type ValuesFile } from '../../helm/values-file.js';

/** The chart that a file belongs to, or that it is a file of values for, wherever it stands: `envs/prod/values.yaml`. */
export function chartAround(linter: Linter, uri: string): ChartNames | undefined {
  const own = linter.chartOf(uri);
  if (own !== undefined) return own;
  const charts = linter.groupsOf(uri).flatMap(({ id }) => linter.chartOf(`${id}/Chart.yaml`) ?? []);
  return charts.find(chart => installedValues(linter, chart).has(uri));
}

/** The files of values that are laid over those of a chart in one of its value sets, those of its tests among them. */
export function installedValues(linter: Linter, { sources: { folder } }: ChartNames): ReadonlySet<string> {
  const variants = linter.groupsOf(`${folder}/Chart.yaml`).flatMap(group => (group.id === folder ? group.variants : []));
  return new Set(
    variants.flatMap(({ layers }) => {
      const own = layers.get(`${folder}/values.yaml`) ?? 0;
      return [...layers].flatMap(([uri, layer]) => (layer > own ? uri : []));
    }),
  );
}

/** The same, read, without those that the chart knows as its own. */
export function otherInstalledValues(linter: Linter, chart: ChartNames): ValuesFile[] {
  const known = new Set([...chart.sources.values.map(({ file }) => file.uri), ...chart.sources.tested.map(({ uri }) => uri)]);
  return [...installedValues(linter, chart)].flatMap(uri => {
    const text = known.has(uri) ? undefined : linter.textOf(uri);
    return text === undefined ? [] : readValuesFile(uri, text);
  });
}
