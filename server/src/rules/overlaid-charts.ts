import type { ChartNames } from '../helm/chart-names.js';
import type { WorkspaceView } from '../workspace/workspace-view.js';
import type { ChartValues } from './define-rule.js';

/** The charts over whose values other ones are laid: the one that a file stands in, and those that are installed with it. */
export function overlaidCharts({ source, uses }: ChartValues, workspace: WorkspaceView): readonly ChartNames[] {
  const own = workspace.chartOutline();
  const isOverlay = own?.sources.values.some(({ file, isOverlay: isLaidOver }) => isLaidOver && file.uri === source.uri) ?? false;
  const charts = new Map(own !== undefined && isOverlay ? [[own.sources.folder, own]] : []);
  for (const { chart: folder } of uses) {
    const chart = charts.has(folder) ? undefined : workspace.chartOutline(folder);
    if (chart !== undefined && chart.sources.chart.values?.uri !== source.uri) charts.set(folder, chart);
  }
  return [...charts.values()];
}
