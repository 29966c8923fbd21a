import { GoMap } from '../gotemplate/value.js';
import { ANY_VALUE, isOverlayPath } from '../helm/chart-sources.js';
import { holderOf, isEmbedded } from '../helm/embedded-values.js';
import type { RenderedChart } from '../helm/rendered-chart.js';
import type { LeftOut } from './made-unit.js';
import { fileNameOf, isInside, relativePath } from './uri-path.js';
import type { ValueSet } from './value-sets.js';

/** A dependency in a folder elsewhere, and the key under which its values stand. */
export interface LocalDependency {
  readonly folder: string;
  readonly key: string;
}

/**
 * By folder of a chart and path of a value, a file that sets it for one of the value sets and that rules about names in the chart do not
 * see: for the chart itself, and for those elsewhere that it depends on.
 *
 * @param leftOut what installs the chart with values that are not all known: then under {@link ANY_VALUE}
 */
export function setElsewhere(
  rendered: readonly { readonly set: ValueSet; readonly chart: RenderedChart }[],
  folder: string,
  dependencies: readonly LocalDependency[],
  leftOut: readonly LeftOut[],
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const found = new Map([folder, ...dependencies.map(dependency => dependency.folder)].map(home => [home, new Map<string, string>()]));
  for (const { set, chart } of rendered) {
    const given = [...set.files, ...(set.settings ?? []).map(({ place }) => place.uri)];
    const others = new Set(given.filter(uri => !isInside(uri, folder) || isEmbedded(uri) || !isOverlayPath(relativePath(uri, folder))));
    if (others.size > 0) addPaths(chart.values, [], uri => others.has(uri), found.get(folder));
    for (const { folder: home, key } of dependencies) {
      const table = chart.values.get(key)?.data;
      if (table instanceof GoMap) addPaths(table, [], uri => !isInside(uri, home), found.get(home));
    }
  }
  const [unclear] = leftOut.flatMap(({ files }) => files[0] ?? []);
  if (unclear !== undefined) for (const paths of found.values()) paths.set(ANY_VALUE, fileNameOf(unclear));
  return found;
}

function addPaths(
  table: GoMap,
  above: readonly string[],
  isElsewhere: (uri: string) => boolean,
  found: Map<string, string> | undefined,
): void {
  for (const [key, { data, origin }] of table.entries) {
    const path = [...above, key];
    if (origin !== undefined && isElsewhere(origin.file)) found?.set(path.join('.'), fileNameOf(holderOf(origin.file)));
    // Most tables are those of the chart, just as they are written there.
    const isWrittenHere = data instanceof GoMap && data.written !== undefined && !isElsewhere(data.written.file);
    if (data instanceof GoMap && !isWrittenHere) addPaths(data, path, isElsewhere, found);
  }
}
