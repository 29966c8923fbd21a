import type { Origin, ValuePath } from '../gotemplate/origin.js';
import { type Data, GoList, GoMap, type Value } from '../gotemplate/value.js';
import { isSamePath } from './chart-names.js';
import type { ChartSources, PlacedValues } from './chart-sources.js';
import { ANY_ITEM } from './template-subject.js';
import { documentationOf } from './value-documentation.js';
import type { ValuesFile } from './values-file.js';

/** A value that a file of values sets. */
export interface ValueSetting {
  /** What people call it: its path from the folder of the chart, or what it stands in. */
  readonly file: string;
  readonly uri: string;
  /** Where its key stands; `undefined` for one that is not written as such. */
  readonly key: Origin | undefined;
  readonly value: Value;
  /** As it is written, on one line. */
  readonly text: string;
  /** What a comment says about it, without the marks of comments. */
  readonly comment: string | undefined;
}

/** The files that set a value, the defaults first. */
export function settingsOf(chart: ChartSources, path: ValuePath): ValueSetting[] {
  return chart.values.flatMap(values =>
    relativePaths(values, path).flatMap(relative => {
      const found = find(values.file, relative);
      return found === undefined
        ? []
        : [{ ...found, uri: values.file.uri, file: values.name ?? values.file.uri.slice(chart.folder.length + 1) }];
    }),
  );
}

/** What the files set at a path, as {@link settingsOf} without what only people want to know. */
export function valuesSetAt(chart: ChartSources, path: ValuePath): Value[] {
  return chart.values.flatMap(values => relativePaths(values, path).flatMap(relative => entryAt(values.file, relative)?.value ?? []));
}

/** The keys that files set below a path, each with the settings that it has. */
export function keysBelow(chart: ChartSources, path: ValuePath): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const values of chart.values) {
    for (const relative of relativePaths(values, path)) {
      for (const { data } of valuesAt(values.file.root, relative)) {
        if (data instanceof GoMap) for (const key of data.entries.keys()) keys.add(key);
      }
    }
    // Subcharts stand under their names, also where the parent sets nothing for them.
    for (const place of values.places) {
      const next = place[path.length];
      if (typeof next === 'string' && isSamePath(place.slice(0, path.length), path)) keys.add(next);
    }
  }
  return keys;
}

/** Where a path of the chart at the root leads in a file of values. */
function relativePaths({ places }: PlacedValues, path: ValuePath): ValuePath[] {
  return places.flatMap(place => {
    if (path[0] === 'global' && place.length > 0) return [path];
    return isSamePath(place, path.slice(0, place.length)) ? [path.slice(place.length)] : [];
  });
}

function valuesAt(data: Data, path: ValuePath): readonly Value[] {
  const [segment, ...rest] = path;
  if (segment === undefined) return [{ data, origin: undefined }];
  const children = childrenAt(data, segment);
  return rest.length === 0 ? children : children.flatMap(child => valuesAt(child.data, rest));
}

function childrenAt(data: Data, segment: string | number): readonly Value[] {
  if (data instanceof GoList) return data.items;
  if (!(data instanceof GoMap)) return [];
  if (segment === ANY_ITEM) return [...data.entries.values()];
  const child = data.get(String(segment));
  return child === undefined ? [] : [child];
}

function find(file: ValuesFile, path: ValuePath): Omit<ValueSetting, 'file' | 'uri'> | undefined {
  const set = entryAt(file, path);
  if (set === undefined) return undefined;
  const { value, key } = set;
  return { value, key, text: shortText(file.text, value), comment: key && documentationOf(file, key.span.start, path)?.text };
}

function entryAt(file: ValuesFile, path: ValuePath): { readonly value: Value; readonly key: Origin | undefined } | undefined {
  const last = path.at(-1);
  const [parent] = valuesAt(file.root, path.slice(0, -1));
  if (last === undefined || !(parent?.data instanceof GoMap)) return undefined;
  const value = parent.data.get(String(last));
  return value && { value, key: parent.data.keyOrigin(String(last)) };
}

const LONGEST = 60;

function shortText(text: string, { data, origin }: Value): string {
  if (data instanceof GoMap)
    return data.size === 0 ? '{}' : `a map of ${data.size}: ${[...data.entries.keys()].slice(0, 4).join(', ')}${data.size > 4 ? ' …' : ''}`;
  if (data instanceof GoList) return data.items.length === 0 ? '[]' : `a list of ${data.items.length}`;
  const written = origin === undefined ? '' : text.slice(origin.span.start, origin.span.end);
  const line = written.split(/\r?\n/, 1)[0]?.trim() ?? '';
  const isCut = line.length > LONGEST || written.trim().length > line.length;
  return line === '' ? 'null' : `${line.slice(0, LONGEST)}${isCut ? ' …' : ''}`;
}
