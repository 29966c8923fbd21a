import { GoMap } from '../gotemplate/value.js';
import { isOverlayPath } from '../helm/chart-sources.js';
import { holderOf, isEmbedded } from '../helm/embedded-values.js';
import type { RenderedChart } from '../helm/rendered-chart.js';
import { fileNameOf, isInside, relativePath } from './uri-path.js';
import type { ValueSet } from './value-sets.js';

/** By path of a value, a file that sets it for one of the value sets and that rules about names in the chart do not see. */
export function setElsewhere(
  rendered: readonly { readonly set: ValueSet; readonly chart: RenderedChart }[],
  folder: string,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { set, chart } of rendered) {
    const given = [...set.files, ...(set.settings ?? []).map(({ place }) => place.uri)];
    const others = new Set(given.filter(uri => !isInside(uri, folder) || isEmbedded(uri) || !isOverlayPath(relativePath(uri, folder))));
    if (others.size > 0) addPaths(chart.values, [], others, found);
  }
  return found;
}

function addPaths(table: GoMap, above: readonly string[], files: ReadonlySet<string>, found: Map<string, string>): void {
  for (const [key, { data, origin }] of table.entries) {
    const path = [...above, key];
    if (origin !== undefined && files.has(origin.file)) found.set(path.join('.'), fileNameOf(holderOf(origin.file)));
    if (data instanceof GoMap) addPaths(data, path, files, found);
  }
}
