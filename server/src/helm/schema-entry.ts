import type { ValuePath } from '../gotemplate/origin.js';
import type { Chart } from './chart.js';
import type { ChartFile } from './chart-file.js';
import { ANY_ITEM } from './template-subject.js';

/** What the schema of a chart says about a value. */
export interface SchemaEntry {
  readonly description: string | undefined;
  /** The values that it allows, as JSON writes them, where it lists them. */
  readonly choices: readonly string[];
  readonly types: ReadonlySet<string>;
  /** The keys that it names in a map. */
  readonly keys: readonly string[];
}

type Schema = Readonly<Record<string, unknown>>;

/** What the schemas of a chart and its subcharts say about a value. @param path in the values of the chart */
export function schemaEntryOf(chart: Chart, path: ValuePath): SchemaEntry {
  const schemas = schemasAt(chart, path);
  const listed = schemas.map(choicesIn).find(choices => choices.length > 0) ?? [];
  return {
    description: schemas.map(({ description }) => description).find(text => typeof text === 'string'),
    choices: listed.map(choice => JSON.stringify(choice)),
    types: new Set(schemas.flatMap(({ type }) => (Array.isArray(type) ? type : [type])).filter(type => typeof type === 'string')),
    keys: [...new Set(schemas.flatMap(({ properties }) => (isSchema(properties) ? Object.keys(properties) : [])))],
  };
}

function choicesIn(schema: Schema): readonly unknown[] {
  if (Array.isArray(schema['enum'])) return schema['enum'];
  return Object.hasOwn(schema, 'const') ? [schema['const']] : [];
}

function schemasAt(chart: Chart, path: ValuePath): Schema[] {
  const [first, ...rest] = path;
  const own = chart.schema === undefined ? [] : schemasIn(parsed(chart.schema), path);
  const below = chart.subcharts.flatMap(subchart => {
    const names = chart.dependencies.filter(({ name }) => name === subchart.name).map(({ name, alias }) => alias ?? name);
    if (first === 'global') return schemasAt(subchart, path);
    return (names.length === 0 ? [subchart.name] : names).some(name => name === first) ? schemasAt(subchart, rest) : [];
  });
  return [...own, ...below];
}

const PARSED = new WeakMap<ChartFile, unknown>();

function parsed(file: ChartFile): unknown {
  if (!PARSED.has(file)) PARSED.set(file, parse(file.text));
  return PARSED.get(file);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function schemasIn(root: unknown, path: ValuePath): Schema[] {
  return path.reduce<Schema[]>(
    (schemas, segment) => schemas.flatMap(schema => below(schema, segment)).flatMap(one => alternatives(one, root, 0)),
    [...alternatives(root, root, 0)],
  );
}

function below(schema: Schema, segment: string | number): unknown[] {
  if (typeof segment === 'number' || segment === ANY_ITEM) {
    const { items, additionalProperties } = schema;
    return [...(Array.isArray(items) ? items : [items]), ...(segment === ANY_ITEM ? [additionalProperties] : [])];
  }
  const { properties, additionalProperties } = schema;
  return isSchema(properties) && Object.hasOwn(properties, segment) ? [properties[segment]] : [additionalProperties];
}

/** How far references may lead. */
const DEEPEST = 8;

/** A schema, what it refers to, and the schemas that it puts together, of which a value may have any. */
function alternatives(schema: unknown, root: unknown, depth: number): Schema[] {
  if (!isSchema(schema) || depth > DEEPEST) return [];
  const reference = schema['$ref'];
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap(keyword => (Array.isArray(schema[keyword]) ? schema[keyword] : []));
  const referred = typeof reference === 'string' ? [resolved(root, reference)] : [];
  const others = [...referred, ...parts, schema['then'], schema['else']];
  return [schema, ...others.flatMap(other => alternatives(other, root, depth + 1))];
}

/** A place in the schema itself; what stands elsewhere is not known. */
function resolved(root: unknown, reference: string): unknown {
  if (!reference.startsWith('#')) return undefined;
  const keys = reference.slice(1).split('/').slice(1);
  return keys.reduce<unknown>((schema, key) => {
    const name = key.replaceAll('~1', '/').replaceAll('~0', '~');
    return isSchema(schema) && Object.hasOwn(schema, name) ? schema[name] : undefined;
  }, root);
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
