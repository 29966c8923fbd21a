import type { SourceText } from '../text/source-text.js';
import { parseYamlDocument } from '../yaml/parse-yaml-document.js';
import { isInside, resolvePath } from './uri-path.js';

/** Nobody means more charts than these. */
const MOST_CHARTS = 50;

/**
 * The folders that the dependencies of a chart name (`repository: file://../lib`), and theirs in turn, the nearest first: whether
 * charts stand there or not.
 */
export function localChartsOf(chart: string, sourceOf: (uri: string) => SourceText | undefined): readonly string[] {
  const found = new Set<string>();
  const pending = [chart];
  for (let folder = pending.shift(); folder !== undefined && found.size < MOST_CHARTS; folder = pending.shift()) {
    for (const name of ['Chart.yaml', 'requirements.yaml']) {
      const root = sourceOf(`${folder}/${name}`)?.derive(parseYamlDocument).root;
      for (const dependency of root?.get('dependencies')?.items() ?? []) {
        const path = /^file:\/\/(.*)$/.exec(dependency.get('repository')?.text ?? '')?.[1];
        const target = path === undefined ? undefined : resolvePath(folder, path);
        if (target === undefined || target === chart || isInside(chart, target) || found.has(target)) continue;
        found.add(target);
        pending.push(target);
      }
    }
  }
  return [...found];
}
