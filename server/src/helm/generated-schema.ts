import type { ValuePath } from '../gotemplate/origin.js';
import type { ChartNames } from './chart-names.js';
import type { PathSet } from './path-set.js';
import { findTable } from './tables.js';
import { ANY_ITEM } from './template-subject.js';
import { documentationOf } from './value-documentation.js';
import { type JsonType, shapeOf, type ValueShape } from './value-shape.js';
import type { ValuesFile } from './values-file.js';

/**
 * A `values.schema.json` for the values of a chart: the types of its defaults, with what else the values files of the workspace set, and
 * its comments as descriptions. It allows keys that it does not know, and asks for none; the same files always give the same text.
 */
export function generatedSchema({ sources: { chart, values, tested }, templates: { written } }: ChartNames): string {
  if (chart.values === undefined) return asText({ $schema: DRAFT, title: chart.name, type: 'object' });
  const overlays = [...values.filter(({ isOverlay }) => isOverlay).map(({ file }) => file), ...tested];
  const shape = shapeOf(
    [chart.values.root],
    overlays.map(({ root }) => root),
  );
  const { properties = {} } = schemaOf(shape, [], { file: chart.values, written });
  return asText({ $schema: DRAFT, title: chart.name, type: 'object', properties });
}

/** The newest one that all versions of Helm and the usual editors know. */
const DRAFT = 'http://json-schema.org/draft-07/schema#';

function asText(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

interface Schema {
  readonly description?: string;
  readonly type?: JsonType | readonly JsonType[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

interface Describing {
  readonly file: ValuesFile;
  /** Values that templates write out as they are: what may stand in them, Kubernetes says. */
  readonly written: PathSet;
}

function schemaOf(shape: ValueShape, path: ValuePath, describing: Describing): Schema {
  const { file } = describing;
  const entries = [...shape.entries].map(([key, entry]) => [key, schemaOf(entry, [...path, key], describing)] as const);
  // What is neither known nor described need not be named: any key is allowed.
  const properties = shape.isOpen ? [] : entries.filter(([, entry]) => !isWritten(path, describing) || Object.keys(entry).length > 0);
  const items = shape.items === undefined || shape.isOpen ? {} : schemaOf(shape.items, [...path, ANY_ITEM], describing);
  const description = descriptionOf(file, path);
  const types = typesOf(shape, path, describing);
  const [first, ...others] = types;
  return {
    ...(description === undefined ? {} : { description }),
    ...(first === undefined ? {} : { type: others.length === 0 ? first : types }),
    // Keys such as "__proto__" are keys like any other.
    ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
    ...(Object.keys(items).length === 0 ? {} : { items }),
  };
}

/** Whether templates write out a value as it is. That they write all values there are, as for a checksum, says nothing about each. */
function isWritten(path: ValuePath, { written }: Describing): boolean {
  return path.length > 0 && written.holdsOneAbove(path) && !written.holdsOneAbove([]);
}

/** Nothing where any type will do. */
function typesOf({ types, isOpen, holdsNumber }: ValueShape, path: ValuePath, describing: Describing): readonly JsonType[] {
  const isCollection = [...types].every(type => type === 'array' || type === 'object' || type === 'null');
  if (isOpen || (!isCollection && isWritten(path.slice(0, -1), describing))) return [];
  const isText = types.has('string') && types.size === 1;
  const all = isText && (holdsNumber || /port$/i.test(String(path.at(-1)))) ? new Set<JsonType>([...types, 'integer']) : types;
  return ORDER.filter(type => all.has(type) && !(type === 'integer' && all.has('number')));
}

const ORDER: readonly JsonType[] = ['object', 'array', 'string', 'integer', 'number', 'boolean', 'null'];

function descriptionOf(file: ValuesFile, path: ValuePath): string | undefined {
  const keys = path.map(String);
  const key = keys.at(-1) ?? '';
  const origin = findTable(file.root, keys.slice(0, -1))?.keyOrigin(key);
  const documentation = origin === undefined ? undefined : documentationOf(file, origin.span.start, path);
  return documentation?.isMarked ? documentation.text : undefined;
}
