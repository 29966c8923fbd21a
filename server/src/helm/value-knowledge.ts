import type { ValuePath } from '../gotemplate/origin.js';
import { GoList, GoMap } from '../gotemplate/value.js';
import type { ChartNames } from './chart-names.js';
import type { ChartSources } from './chart-sources.js';
import { valuesSetAt } from './value-settings.js';
import type { ValuesFile } from './values-file.js';

/** What a value is in the files that set it, those of subcharts among them; several if they differ. */
export type ValueKind = 'map' | 'empty-map' | 'list' | 'scalar' | 'null';

export function kindsOf(sources: ChartSources, path: ValuePath): ReadonlySet<ValueKind> {
  return new Set(valuesSetAt(sources, path).map(({ data }) => kindOf(data)));
}

export function kindOf(data: unknown): ValueKind {
  if (data === null) return 'null';
  if (data instanceof GoMap) return data.size === 0 ? 'empty-map' : 'map';
  return data instanceof GoList ? 'list' : 'scalar';
}

/** Whether a path leads into the values of a chart that this one depends on, or into those that all share. */
export function isForeign({ chart: { dependencies, subcharts } }: ChartSources, [first]: ValuePath): boolean {
  return (
    first === 'global' || dependencies.some(({ name, alias }) => first === (alias ?? name)) || subcharts.some(({ name }) => first === name)
  );
}

/** Why templates that are not here, or not read, may read any value; `undefined` if all is known that reads values. */
export function unreadReason(chart: ChartNames): string | undefined {
  const { templates } = chart.sources;
  const missing = missingDependency(chart.sources);
  if (missing !== undefined) return `The chart "${missing}" that it depends on is not here, and may read values.`;
  const template = undefinedTemplate(chart);
  if (template !== undefined) return `The named template "${template}" is not here, and may read values.`;
  if (templates.some(({ file }) => file.errors.length > 0)) return 'A template has errors of syntax.';
  const rendersFiles = [/\.Files\b/, /\btpl\b/].every(word => templates.some(({ file }) => word.test(file.text)));
  return rendersFiles ? 'Its templates render files of the chart with tpl, and those may read values.' : undefined;
}

/** Whether `Chart.yaml` asks a value whether a dependency is wanted. */
export function isCondition({ chart: { dependencies } }: ChartSources, path: ValuePath): boolean {
  const name = path.join('.');
  return path[0] === 'tags' || dependencies.some(({ conditions }) => conditions.some(each => each === name || each.startsWith(`${name}.`)));
}

/** A chart that this one depends on and that is not in `charts/`; `undefined` if all are there. */
export function missingDependency({ chart: { dependencies, subcharts } }: ChartSources): string | undefined {
  return dependencies.find(({ name }) => !subcharts.some(subchart => subchart.name === name))?.name;
}

/** A named template that is used and that no file of the chart defines; `undefined` if there is none. */
function undefinedTemplate({ templates: { templates, defined } }: ChartNames): string | undefined {
  for (const uses of templates.values()) {
    const missing = uses.find(({ name, isDefinition }) => !isDefinition && !defined.has(name));
    if (missing !== undefined) return missing.name;
  }
  return undefined;
}

/** Whether a comment in the values shows a key that may be set: `# key: value`. */
export function isShownInComment({ values }: ChartSources, key: string): boolean {
  const shown = new RegExp(`^\\s*#+\\s*(?:@param\\s+)?(?:- )?["']?(?:\\w+\\.)*${escaped(key)}["']?(?::|\\s|$)`, 'm');
  return values.some(({ file }) => shown.test(file.text));
}

/** Whether the schema of the values names a key, anywhere. */
export function isInSchema({ chart: { schema } }: ChartSources, key: string): boolean {
  return schema !== undefined && (schema.text.includes(JSON.stringify(key)) || schema.text.includes('$ref'));
}

/** Whether a template uses a value, a part of it, or something that it is a part of, as a whole. */
export function isUsed({ templates: { read, takenWhole } }: ChartNames, path: ValuePath): boolean {
  return read.leadsOnFrom(path) || takenWhole.holdsOneAbove(path);
}

/** Whether a text of the values names a value, as texts do that are rendered with `tpl`. */
export function isNamedInTexts({ values }: ChartSources, path: ValuePath): boolean {
  const name = `.Values.${path.join('.')}`;
  return values.some(({ file }) => namesValues(file) && file.text.includes(name));
}

const NAMING = new WeakMap<ValuesFile, boolean>();

/** Whether a file names any value. */
function namesValues(file: ValuesFile): boolean {
  const known = NAMING.get(file) ?? file.text.includes('.Values.');
  NAMING.set(file, known);
  return known;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
