import { printValue } from '../gotemplate/print-value.js';
import type { BranchStatement, PrintStatement, TemplateFile } from '../gotemplate/template-tree.js';
import { TracedText } from '../gotemplate/traced-text.js';
import type { Data } from '../gotemplate/value.js';
import type { ChartNames } from '../helm/chart-names.js';
import { fieldsOf, plainExpression, valuePathOf } from '../helm/printed-value.js';
import { ITEM, type TemplateYaml, templateYamlOf } from '../helm/template-entries.js';
import { PRINTED } from '../helm/template-lines.js';
import { valuesSetAt } from '../helm/value-settings.js';
import { fileOfMade } from '../workspace/made-unit.js';
import { fileNameOf } from '../workspace/uri-path.js';
import type { WorkspaceView } from '../workspace/workspace-view.js';
import { resolvePlain } from '../yaml/resolve-scalar.js';
import { areMet } from './conditions-met.js';

/** An action that prints a text without quotes, where Kubernetes wants a string. */
export interface UnquotedPrint {
  readonly print: PrintStatement;
  /** What is printed into: `annotation "port"`. */
  readonly what: string;
  readonly key: string;
  /** Whether it is run with what some file sets: no condition around it, or all of them hold there. */
  readonly isRun: boolean;
  /** What it prints, as far as files say so; nothing for what cannot be told. */
  readonly texts: readonly PrintedText[];
}

/** What a file makes an action print. */
export interface PrintedText {
  readonly text: string;
  /** The name of the file. */
  readonly file: string;
  /** What YAML makes of it; `undefined` for a string. */
  readonly type: 'number' | 'boolean' | undefined;
}

/** Whether a template has actions that print all of a string of Kubernetes without quotes. */
export function printsUnquoted(file: TemplateFile): boolean {
  return placesIn(templateYamlOf(file)).length > 0;
}

/** The actions of a template that print all of a string of Kubernetes, and have no quotes around them. */
export function unquotedPrints(file: TemplateFile, uri: string, chart: ChartNames): UnquotedPrint[] {
  return placesIn(templateYamlOf(file)).map(({ print, what, key, branches }) => {
    return { print, what, key, isRun: areMet(branches, print, uri, chart), texts: textsOf(print, uri, chart) };
  });
}

/** Whether a value of a rendered object is no string because a template of the chart prints it without quotes. */
export function isPrintedUnquoted(workspace: WorkspaceView, key: string, text: string): boolean {
  if (fileOfMade(workspace.uri) === workspace.uri) return false;
  const names = workspace.chart();
  if (names === undefined) return false;
  return names.sources.templates.some(template =>
    unquotedPrints(template.file, template.uri, names).some(
      print => print.key === key && print.texts.some(printed => printed.type !== undefined && printed.text === text),
    ),
  );
}

interface StringPlace {
  readonly print: PrintStatement;
  readonly what: string;
  readonly key: string;
  readonly branches: readonly BranchStatement[];
}

const ONLY_PRINTED = new RegExp(`^${PRINTED}+$`);

const PLACES = new WeakMap<TemplateYaml, readonly StringPlace[]>();

function placesIn(yaml: TemplateYaml): readonly StringPlace[] {
  const known = PLACES.get(yaml) ?? findPlaces(yaml);
  PLACES.set(yaml, known);
  return known;
}

function findPlaces({ entries, blocks }: TemplateYaml): StringPlace[] {
  const kinds = new Map(entries.flatMap(({ path, text, document }) => (path.length === 1 && path[0] === 'kind' ? [[document, text]] : [])));
  const values = entries.flatMap(({ path, prints, text, definition, branches, document }) => {
    const [print] = prints;
    const isBare = prints.length === 1 && ONLY_PRINTED.test(text) && !prints.some(isQuoted);
    const what = isBare ? stringAt(path, kinds.get(document), definition?.name.value) : undefined;
    return print === undefined || what === undefined ? [] : [{ print, what, key: path.at(-1) ?? '', branches }];
  });
  const items = blocks.flatMap(({ print, levels, branches, isInline }) => {
    const [list, item] = levels.slice(-2);
    const isArgument = isInline && !isQuoted(print) && item?.key === ITEM && (list?.key === 'args' || list?.key === 'command');
    return isArgument ? [{ print, what: `an item of ${list.key}`, key: ITEM, branches }] : [];
  });
  return [...values, ...items];
}

function isQuoted({ pipeline }: PrintStatement): boolean {
  const [name] = pipeline.commands.at(-1)?.operands ?? [];
  return name?.kind === 'function' && QUOTING.has(name.name);
}

/** Functions whose outcome YAML reads as what it was. */
const QUOTING: ReadonlySet<string> = new Set(['quote', 'squote', 'toJson', 'toYaml', 'mustToJson']);

/** What stands at a path, if it is a string. */
function stringAt(path: readonly string[], kind: string | undefined, definition: string | undefined): string | undefined {
  const key = path.at(-1) ?? '';
  const parent = path.at(-2);
  if (key.includes(PRINTED)) return undefined;
  if (key === 'value' && parent === ITEM && path.at(-3) === 'env') return 'the value of a variable';
  if (parent === 'annotations') return `annotation "${key}"`;
  if (parent === 'labels' || parent === 'matchLabels' || parent === 'nodeSelector') return `label "${key}"`;
  if (path.length === 1 && definition !== undefined && /labels$/i.test(definition)) return `label "${key}"`;
  if (path.length === 2 && ((kind === 'ConfigMap' && parent === 'data') || (kind === 'Secret' && parent === 'stringData')))
    return `"${key}" of the ${kind}`;
  return undefined;
}

function textsOf({ pipeline }: PrintStatement, uri: string, chart: ChartNames): PrintedText[] {
  const expression = plainExpression(pipeline);
  if (expression === undefined) return [];
  const path = valuePathOf(chart, uri, expression);
  if (path !== undefined) return valuesSetAt(chart.sources, path).flatMap(({ data, origin }) => textOf(data, origin?.file ?? ''));
  const names = fieldsOf(expression).map(({ name }) => name);
  const [object, field] = names.slice(-2);
  if (object !== 'Chart' || (field !== 'AppVersion' && field !== 'Version')) return [];
  const { metadata, uri: file } = chart.sources.chart;
  const data = metadata.root.get(field === 'Version' ? 'version' : 'appVersion')?.data;
  return data === undefined ? [] : textOf(data, file);
}

function textOf(data: Data, file: string): PrintedText[] {
  if (!(data instanceof TracedText) && typeof data !== 'number' && typeof data !== 'boolean') return [];
  const { text } = printValue({ data, origin: undefined });
  const value = resolvePlain(text);
  const type = typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : undefined;
  return [{ text, file: fileNameOf(file), type }];
}
