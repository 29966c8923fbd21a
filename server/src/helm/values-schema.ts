import { GoMap, type Value } from '../gotemplate/value.js';
import type { ChartProblem } from './chart.js';
import type { ChartFile } from './chart-file.js';
import type { InstalledChart } from './installed-chart.js';
import { SchemaCheck, type SchemaMistake } from './schema-check.js';

/** Schemas of values that have been read: each text is read once. */
export class SchemaStore {
  readonly #schemas = new Map<string, { readonly text: string; readonly read: ReadSchema }>();

  /** What the schemas of a chart and its subcharts do not allow in their values, each on the line of the value. Nothing is fetched. */
  problemsIn(chart: InstalledChart, values: GoMap, above: readonly string[] = []): ChartProblem[] {
    const { schema, values: file, metadata } = chart.chart;
    const own = schema === undefined ? [] : this.#problemsOf(schema, { data: values, origin: file?.origin ?? metadata.origin }, above);
    const inSubcharts = chart.subcharts.flatMap(subchart => {
      const data = values.get(subchart.name)?.data;
      return data instanceof GoMap ? this.problemsIn(subchart, data, [...above, subchart.name]) : [];
    });
    return [...own, ...inSubcharts];
  }

  #problemsOf({ uri, text }: ChartFile, root: Value, above: readonly string[]): ChartProblem[] {
    const known = this.#schemas.get(uri);
    const read = known?.text === text ? known.read : readSchema(text);
    this.#schemas.set(uri, { text, read });
    if ('error' in read) return [{ message: read.error, uri, span: { start: 0, end: 0 } }];
    return read.check.mistakesIn(root).map(mistake => problemOf(mistake, uri, above));
  }
}

type ReadSchema = { readonly check: SchemaCheck } | { readonly error: string };

function readSchema(text: string): ReadSchema {
  try {
    return { check: new SchemaCheck(JSON.parse(text)) };
  } catch (error) {
    return { error: `The schema of the values is no JSON (${error instanceof Error ? error.message : String(error)}).` };
  }
}

/** A value that was made, or that is missing altogether, is said of the schema. */
function problemOf({ message, origin, path, isLack, meant }: SchemaMistake, schemaUri: string, above: readonly string[]): ChartProblem {
  const mistake = { path: [...above, path].filter(part => part !== '').join('.'), isLack, meant };
  if (origin?.kind !== 'value') return { message, uri: schemaUri, span: { start: 0, end: 0 }, mistake };
  return { message, uri: origin.file, span: origin.span, mistake };
}
