import type { ValuePath } from '../gotemplate/origin.js';
import { GoList, GoMap } from '../gotemplate/value.js';
import type { ChartNames } from './chart-names.js';
import type { ChartSources } from './chart-sources.js';
import { type SchemaEntry, schemaEntryOf } from './schema-entry.js';
import { keysBelow, settingsOf, type ValueSetting } from './value-settings.js';

/** What the files and schemas of a chart say about a value. */
export interface DescribedValue {
  readonly key: string;
  /** The files that set it, the defaults first. */
  readonly settings: readonly ValueSetting[];
  readonly schema: SchemaEntry;
  /** What its comment says, and its schema. */
  readonly documentation: string | undefined;
}

/** A value that may stand in a file of values. */
export interface KnownValue extends DescribedValue {
  readonly kind: 'map' | 'list' | 'boolean' | 'scalar';
  /** Whether templates read it. */
  readonly isRead: boolean;
}

export function describedValueAt(sources: ChartSources, path: ValuePath): DescribedValue {
  const settings = settingsOf(sources, path);
  const schema = schemaEntryOf(sources.chart, path);
  const comment = settings.find(setting => setting.comment !== undefined)?.comment;
  const texts = new Set([comment, schema.description].filter(text => text !== undefined));
  const documentation = texts.size === 0 ? undefined : [...texts].join('\n\n');
  return { key: String(path.at(-1) ?? ''), settings, schema, documentation };
}

/** The values below a path that files set, that schemas name, and that dependencies ask for. */
export function describedValuesBelow(sources: ChartSources, path: ValuePath): DescribedValue[] {
  return [...describedKeys(sources, path)].map(key => describedValueAt(sources, [...path, key]));
}

/** The same with those that templates read, whether or not anything sets them. */
export function knownValuesBelow({ sources, templates }: ChartNames, path: ValuePath): KnownValue[] {
  const keys = new Set([...describedKeys(sources, path), ...templates.read.keysBelow(path)]);
  return [...keys].map(key => knownValueAt({ sources, templates }, [...path, key]));
}

export function knownValueAt({ sources, templates }: Pick<ChartNames, 'sources' | 'templates'>, path: ValuePath): KnownValue {
  const value = describedValueAt(sources, path);
  const isMap = templates.read.keysBelow(path).length > 0 || askedBelow(sources, path).length > 0;
  return { ...value, kind: kindOf(value) ?? (isMap ? 'map' : 'scalar'), isRead: templates.read.leadsOnFrom(path) };
}

function describedKeys(sources: ChartSources, path: ValuePath): ReadonlySet<string> {
  return new Set([...keysBelow(sources, path), ...schemaEntryOf(sources.chart, path).keys, ...askedBelow(sources, path)]);
}

/** The keys below a path that `Chart.yaml` asks for: tables of dependencies, conditions and tags. */
function askedBelow({ chart }: ChartSources, path: ValuePath): string[] {
  const asked = chart.dependencies.flatMap(({ name, alias, conditions, tags }) => [
    [alias ?? name],
    ...conditions.map(condition => condition.split('.')),
    ...tags.map(tag => ['tags', tag]),
  ]);
  return asked.flatMap(keys => (path.every((segment, index) => keys[index] === segment) ? (keys[path.length] ?? []) : []));
}

function kindOf({ settings, schema: { types } }: DescribedValue): KnownValue['kind'] | undefined {
  const data = settings.map(({ value }) => value.data).find(set => set !== null);
  if (data instanceof GoMap) return 'map';
  if (data instanceof GoList) return 'list';
  if (data !== undefined) return typeof data === 'boolean' ? 'boolean' : 'scalar';
  if (types.has('object')) return 'map';
  if (types.has('array')) return 'list';
  if (types.has('boolean')) return 'boolean';
  return types.size > 0 ? 'scalar' : undefined;
}
