import { TracedText } from '../gotemplate/traced-text.js';
import type { Chart } from '../helm/chart.js';
import { fileOfMade } from '../workspace/made-unit.js';
import { folderOf, isInside } from '../workspace/uri-path.js';
import type { WorkspaceView } from '../workspace/workspace-view.js';

/** A version of a chart that stands in a text. */
export interface VersionInText {
  /** What changes it: the key of Chart.yaml. */
  readonly key: 'version' | 'appVersion';
  readonly version: string;
}

/** The version that a text of a rendered template holds, of the chart that the template belongs to; `undefined` for other documents. */
export function chartVersionIn(workspace: WorkspaceView, text: string): VersionInText | undefined {
  const template = fileOfMade(workspace.uri);
  const root = template === workspace.uri ? undefined : workspace.chartOutline()?.sources.chart;
  if (root === undefined) return undefined;
  const { metadata } = ownerOf(template, root);
  for (const key of ['version', 'appVersion'] as const) {
    const data = metadata.root.get(key)?.data;
    const version = data instanceof TracedText ? data.text : undefined;
    if (version !== undefined && holds(text, version)) return { key, version };
  }
  return undefined;
}

/** The innermost chart that a template belongs to. */
function ownerOf(template: string, chart: Chart): Chart {
  const below = chart.subcharts.find(({ uri }) => isInside(template, folderOf(uri)));
  return below === undefined ? chart : ownerOf(template, below);
}

/** Whether a text holds a version as a word: `shop-1.0.0`. What has no full stop may be a name. Labels write `_` for `+`. */
function holds(text: string, version: string): boolean {
  if (!/\d\.\d/.test(version)) return false;
  const label = version.replaceAll('+', '_');
  const at = text.indexOf(label);
  return at !== -1 && !/[\d.]/.test(text.charAt(at - 1)) && !/[\d.]/.test(text.charAt(at + label.length));
}
