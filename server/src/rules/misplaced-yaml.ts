import type { BranchStatement, StatementList, TemplateFile } from '../gotemplate/template-tree.js';
import { GoList, GoMap } from '../gotemplate/value.js';
import type { ChartNames } from '../helm/chart-names.js';
import { type PrintedYaml, printedYamlOf } from '../helm/printed-kind.js';
import { ITEM, type TemplateBlock, type TemplateLevel, templateYamlOf } from '../helm/template-entries.js';
import { printColumnOf, surroundingsOf } from '../helm/template-lines.js';
import { valuesSetAt } from '../helm/value-settings.js';
import { areMet } from './conditions-met.js';
import { type Fix, fix, type Outcome, satisfied, unknown, violated } from './define-rule.js';

/** Of each action of a template that prints YAML of several lines, whether they stand where they belong. Broken already, it is an error. */
export function misplacedYaml(file: TemplateFile, uri: string, chart: ChartNames): Outcome[] {
  return templateYamlOf(file).blocks.flatMap(block => {
    const yaml = printedYamlOf(block.print, block.branches, uri, chart);
    if (yaml.by === undefined || (yaml.by === 'include' && yaml.indent === undefined)) return [];
    const outcome = judge(block, yaml, file);
    const isBroken = outcome.kind === 'violated' && breaksNow(yaml, chart) && areMet(block.branches, block.print, uri, chart);
    if (outcome.kind !== 'violated' || !isBroken) return [outcome];
    return [violated({ ...outcome.finding, severity: 'error' })];
  });
}

/** Whether the value has entries in some file of values, so that a chart is broken and not only may be. */
function breaksNow({ path }: PrintedYaml, { sources }: ChartNames): boolean {
  if (path === undefined) return false;
  return valuesSetAt(sources, path).some(({ data }) =>
    data instanceof GoMap ? data.size > 0 : data instanceof GoList && data.items.length > 1,
  );
}

function judge(block: TemplateBlock, yaml: PrintedYaml, file: TemplateFile): Outcome {
  const width = yaml.indent?.width ?? 0;
  if (yaml.indent?.name === 'nindent') return judgeColumn(block, yaml, width, file);
  const column = block.isInline ? 'behind' : printColumnOf(file, block.print);
  if (column === 'unknown') return unknown(OPEN);
  return column === 0 ? judgeColumn(block, yaml, width, file) : judgeFirstLine(block, yaml, { width, column }, file);
}

/** Lines of which the first one starts where the action stands: only the others are indented. */
function judgeFirstLine(
  block: TemplateBlock,
  yaml: PrintedYaml,
  { width, column }: { readonly width: number; readonly column: number | 'behind' },
  file: TemplateFile,
): Outcome {
  const { isText, print } = block;
  if (yaml.kind === 'scalar') return satisfied('It prints one line.');
  if (yaml.kind === undefined) return unknown('Whether it prints several lines is not said.');
  if (isText) return unknown('What a text may hold is not said.');
  const holder = certainLevels(block, file).at(-1);
  if (holder === undefined || holder !== block.levels.at(-1)) return unknown(OPEN);
  return violated({
    span: print.pipeline.span,
    message:
      column === 'behind'
        ? `The first line of ${subject(yaml)} is printed right behind ${nameOf(holder)}, and the others at column ${width}.`
        : `The first line of ${subject(yaml)} is printed at column ${column + width}, and the others at ${width}.`,
    fixes: [
      nindented(block, yaml, width > holder.column || holder.value === 'written' ? Math.max(width, holder.column) : expectedColumn(holder)),
    ],
  });
}

/** Lines that all start at one column. */
function judgeColumn(block: TemplateBlock, yaml: PrintedYaml, width: number, file: TemplateFile): Outcome {
  const { levels, print } = block;
  const holder = levels.at(-1);
  if (holder === undefined) return unknown('What it is printed into stands in another template.');
  if (block.isText && width > holder.column) return satisfied();
  const certain = certainLevels(block, file);
  if (!certain.includes(holder)) return unknown(OPEN);
  if (holder.value !== 'written' && width > holder.column) return satisfied();
  if (isMeantBelow(block, holder)) {
    if (width === holder.column && holder.key !== ITEM && (yaml.kind !== 'map' || LISTS.has(holder.key))) return satisfied();
    return violated({
      span: print.pipeline.span,
      message: `${capitalised(subject(yaml))} is printed at column ${width}, and so does not stand below ${nameOf(holder)}, which is at ${holder.column}.`,
      fixes: [nindented(block, yaml, expectedColumn(holder))],
    });
  }
  if (certain.some(level => level.column === width)) return satisfied();
  if (certain.length < levels.length) return unknown(OPEN);
  const columns = levels.map(level => `${nameOf(level)} at ${level.column}`).join(', ');
  return violated({
    span: print.pipeline.span,
    message: `${capitalised(subject(yaml))} is printed at column ${width}, where nothing above it stands: ${columns}.`,
    fixes: [nindented(block, yaml, holder.column)],
  });
}

/** Keys whose values are lists to Kubernetes, also where the chart's default is `{}`: items of a list may stand at the column of its key. */
const LISTS: ReadonlySet<string> = new Set(
  `tolerations topologySpreadConstraints imagePullSecrets containers initContainers env envFrom ports volumes volumeMounts volumeDevices
   volumeClaimTemplates hostAliases readinessGates args command tls subjects`.split(/\s+/),
);

const OPEN = 'What stands above it depends on a condition.';

/** The keys and dashes above that are written whenever the action is run. */
function certainLevels({ levels, print }: TemplateBlock, file: TemplateFile): readonly TemplateLevel[] {
  const arms = armsOf(file, print.span.start);
  return levels.filter(level => armsOf(file, level.offset).every(arm => arms.includes(arm)));
}

/** Whether an action prints the value of the key or dash above it. */
function isMeantBelow({ isInline, isText, column }: TemplateBlock, { value, column: above }: TemplateLevel): boolean {
  return isInline || (value === 'below' && !isText && (column > above || column === 0));
}

function expectedColumn({ column }: TemplateLevel): number {
  return column + 2;
}

/** The action, printing at a column on lines of its own. */
function nindented({ print: { pipeline, tag } }: TemplateBlock, { indent: known }: PrintedYaml, column: number): Fix | undefined {
  const open = { start: tag.span.start + 2, end: tag.span.start + 2 };
  const end = pipeline.commands.at(-1)?.span.end ?? pipeline.span.end;
  const isFull = known?.name === 'nindent';
  return fix(
    `Print at column ${column}`,
    'unsafe',
    ...(tag.trimsBefore || isFull ? [] : [{ span: open, newText: '-' }]),
    known === undefined
      ? { span: { start: end, end }, newText: ` | nindent ${column}` }
      : { span: known.span, newText: `nindent ${column}` },
  );
}

/** The branches around an offset, with which of their two sides it is. */
function armsOf(file: TemplateFile, offset: number): readonly string[] {
  const known = ARMS.get(file.root) ?? new Map<number, readonly string[]>();
  ARMS.set(file.root, known);
  const arms = known.get(offset) ?? surroundingsOf(file, offset).branches.map(branch => `${branch.span.start} ${isElse(branch, offset)}`);
  known.set(offset, arms);
  return arms;
}

const ARMS = new WeakMap<StatementList, Map<number, readonly string[]>>();

function isElse({ elseTag }: BranchStatement, offset: number): boolean {
  return elseTag !== undefined && offset >= elseTag.span.start;
}

function subject({ path, by }: PrintedYaml): string {
  return path === undefined ? `what "${by}" prints` : `".Values.${path.join('.')}"`;
}

function nameOf(level: TemplateLevel | undefined): string {
  return level === undefined || level.key === ITEM ? 'its dash' : `"${level.key}"`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
