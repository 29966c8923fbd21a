import type { SourceText } from '../text/source-text.js';
import { parseYamlDocument } from '../yaml/parse-yaml-document.js';
import type { LocalDependency } from './set-elsewhere.js';
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
    for (const { folder: target } of localDependenciesOf(folder, sourceOf)) {
      if (target === chart || isInside(chart, target) || found.has(target)) continue;
      found.add(target);
      pending.push(target);
    }
  }
  return [...found];
}

/** The dependencies of a chart that stand in folders: where, and under which keys their values are. */
export function localDependenciesOf(chart: string, sourceOf: (uri: string) => SourceText | undefined): readonly LocalDependency[] {
  return ['Chart.yaml', 'requirements.yaml'].flatMap(name => {
    const root = sourceOf(`${chart}/${name}`)?.derive(parseYamlDocument).root;
    return (root?.get('dependencies')?.items() ?? []).flatMap(dependency => {
      const path = /^file:\/\/(.*)$/.exec(dependency.get('repository')?.text ?? '')?.[1];
      const folder = path === undefined ? undefined : resolvePath(chart, path);
      const key = dependency.get('alias')?.text ?? dependency.get('name')?.text;
      return folder === undefined || key === undefined ? [] : [{ folder, key }];
    });
  });
}
