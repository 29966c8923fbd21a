import type { ValuePath } from '../gotemplate/origin.js';
import type { BranchStatement, PrintStatement, TemplateFile } from '../gotemplate/template-tree.js';
import { type ChartNames, isSamePath } from '../helm/chart-names.js';
import { plainExpression, valuePathOf } from '../helm/printed-value.js';
import { type TemplateEntry, templateYamlOf } from '../helm/template-entries.js';
import type { Span } from '../text/span.js';
import { notApplicable, type Outcome, satisfied, unknown } from './define-rule.js';

/** `replicas` of a template although another template of the chart has an autoscaler for the same workload, that values turn on. */
export interface ReplicasBesideAutoscaler {
  readonly replicas: TemplateEntry;
  readonly name: string;
  /** The values that turn the autoscaler on, and nothing that the workload depends on, too. */
  readonly switches: readonly ValuePath[];
  /** Whether the autoscaler is there if all switches are on. */
  readonly areAllNeeded: boolean;
  readonly autoscaler: { readonly uri: string; readonly kind: string };
}

/** Of each number of replicas in a template, what is to be said about it. */
export function replicasBesideAutoscalers(file: TemplateFile, uri: string, chart: ChartNames): (ReplicasBesideAutoscaler | Outcome)[] {
  const { entries } = templateYamlOf(file);
  return entries.filter(({ path }) => isAt(path, ['spec', 'replicas'])).map(replicas => judge(replicas, { file, uri, chart }));
}

interface Template {
  readonly file: TemplateFile;
  readonly uri: string;
  readonly chart: ChartNames;
}

function judge(replicas: TemplateEntry, template: Template): ReplicasBesideAutoscaler | Outcome {
  const { file, uri, chart } = template;
  const workload = objectOf(file, replicas.document);
  if (workload === undefined) return unknown('Kind or name of the object are not written out.');
  const autoscaler = autoscalersIn(chart).find(({ kind, name }) => kind === workload.kind && name === workload.name);
  if (autoscaler === undefined) return notApplicable('No template of the chart has an autoscaler for it.');
  const needed = workload.branches.flatMap(branch => readsIn(chart, uri, branch.pipeline.span));
  const switches = autoscaler.reads.filter(path => !needed.some(other => isSamePath(other, path)));
  if (switches.length === 0) return notApplicable('The autoscaler is always there: what is rendered is judged.');
  const own = replicas.branches.filter(branch => !workload.branches.includes(branch));
  const around = [...own.map(({ pipeline }) => pipeline.span), ...replicas.prints.map(({ pipeline }) => pipeline.span)];
  const read = around.flatMap(span => readsIn(chart, uri, span));
  if (read.some(path => switches.some(each => isSamePath(each, path))))
    return satisfied('It is left out where the autoscaler is turned on.');
  if (own.some(({ pipeline }) => !isPlain(pipeline.span, template)) || replicas.prints.some(isIncluded))
    return unknown('A named template or a variable may ask for the autoscaler.');
  const { uri: place, resourceKind, isPlain: areAllNeeded } = autoscaler;
  return { replicas, name: workload.name, switches, areAllNeeded, autoscaler: { uri: place, kind: resourceKind } };
}

interface TemplateObject {
  readonly kind: string;
  readonly name: string;
  readonly branches: readonly BranchStatement[];
}

function objectOf(file: TemplateFile, document: number): TemplateObject | undefined {
  const { entries } = templateYamlOf(file);
  const own = entries.filter(entry => entry.document === document);
  const kind = own.find(({ path }) => isAt(path, ['kind']));
  const name = own.find(({ path }) => isAt(path, ['metadata', 'name']));
  if (kind === undefined || name === undefined || kind.prints.length > 0 || name.text === '') return undefined;
  return { kind: kind.text, name: nameText(file, name), branches: kind.branches };
}

interface Autoscaler {
  readonly uri: string;
  readonly resourceKind: string;
  readonly kind: string;
  readonly name: string;
  readonly reads: readonly ValuePath[];
  /** Whether its conditions only ask for values that are all to be true. */
  readonly isPlain: boolean;
}

const KINDS: ReadonlySet<string> = new Set(['HorizontalPodAutoscaler', 'ScaledObject']);
const READ = new WeakMap<ChartNames['templates'], readonly Autoscaler[]>();

function autoscalersIn(chart: ChartNames): readonly Autoscaler[] {
  const known = READ.get(chart.templates) ?? chart.sources.templates.flatMap(({ file, uri }) => autoscalersOf(file, uri, chart));
  READ.set(chart.templates, known);
  return known;
}

function autoscalersOf(file: TemplateFile, uri: string, chart: ChartNames): Autoscaler[] {
  const { entries } = templateYamlOf(file);
  return entries.flatMap(({ path, text, branches, document }) => {
    if (!isAt(path, ['kind']) || !KINDS.has(text)) return [];
    const target = (key: string) => entries.find(entry => entry.document === document && isAt(entry.path, ['spec', 'scaleTargetRef', key]));
    const [kind, name] = [target('kind'), target('name')];
    if (name === undefined || (kind?.prints.length ?? 0) > 0) return [];
    const reads = branches.flatMap(({ pipeline: { span } }) => readsIn(chart, uri, span));
    const isPlain = branches.every(({ pipeline }) => isAllOf(pipeline, uri, chart));
    return [{ uri, resourceKind: text, kind: kind?.text ?? 'Deployment', name: nameText(file, name), reads, isPlain }];
  });
}

/** `.Values.a`, or `and .Values.a .Values.b`. */
function isAllOf(pipeline: BranchStatement['pipeline'], uri: string, chart: ChartNames): boolean {
  const [command] = pipeline.commands;
  if (pipeline.commands.length !== 1 || command === undefined) return false;
  const plain = plainExpression(pipeline);
  if (plain !== undefined) return valuePathOf(chart, uri, plain) !== undefined;
  const [first, ...rest] = command.operands;
  return first.kind === 'function' && first.name === 'and' && rest.every(operand => valuePathOf(chart, uri, operand) !== undefined);
}

/** The values that are read in a part of a template, each once. */
function readsIn(chart: ChartNames, uri: string, { start, end }: Span): ValuePath[] {
  const uses = (chart.templates.fields.get(uri) ?? []).filter(({ span }) => start <= span.start && span.end <= end);
  const paths = uses.flatMap(({ result }) => result.flatMap(subject => (subject.kind === 'values' ? [subject.path] : [])));
  // Of `.Values.a.b`, that is `.Values.a.b` and not `.Values.a`.
  const longest = paths.filter(path => !paths.some(other => other.length > path.length && isSamePath(other.slice(0, path.length), path)));
  return [...new Map(longest.map(path => [JSON.stringify(path), path])).values()];
}

/** Whether a condition asks for values alone. */
function isPlain({ start, end }: Span, { file: { text } }: Template): boolean {
  return !/\b(?:include|tpl)\b|\$\w/.test(text.slice(start, end));
}

function isIncluded({ pipeline }: PrintStatement): boolean {
  return pipeline.commands.some(({ operands: [first] }) =>
    first.kind === 'function' ? first.name === 'include' : first.kind === 'variable',
  );
}

/** What is written for a name, whichever way the template is called. */
function nameText({ text }: TemplateFile, { value }: TemplateEntry): string {
  return text
    .slice(value.start, value.end)
    .replaceAll(/["']|\s|-(?=\}\})|(?<=\{\{)-/g, '')
    .replaceAll('{{template', '{{include');
}

function isAt(path: readonly string[], wanted: readonly string[]): boolean {
  return path.length === wanted.length && path.every((key, index) => key === wanted[index]);
}
