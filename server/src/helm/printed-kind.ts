import type { ValuePath } from '../gotemplate/origin.js';
import type { BranchStatement, Expression, Pipeline, PrintStatement } from '../gotemplate/template-tree.js';
import type { Span } from '../text/span.js';
import type { ChartNames } from './chart-names.js';
import { plainExpression, valuePathOf } from './printed-value.js';
import { kindsOf, type ValueKind } from './value-knowledge.js';

/** What an action prints as lines of YAML. */
export interface PrintedYaml {
  /** The function that makes the lines: `toYaml`, `include`; `undefined` for another one. */
  readonly by: 'toYaml' | 'include' | undefined;
  /** The value that `toYaml` takes; `undefined` where that is not one value. */
  readonly path: ValuePath | undefined;
  /** What it is in the files of values, if they agree. */
  readonly kind: 'map' | 'list' | 'scalar' | undefined;
  /** The function that indents the lines, with its number; the span is that of both. */
  readonly indent: { readonly name: 'indent' | 'nindent'; readonly width: number; readonly span: Span } | undefined;
}

/** Of an action that may print several lines, what they are. */
export function printedYamlOf(
  { pipeline }: PrintStatement,
  branches: readonly BranchStatement[],
  uri: string,
  chart: ChartNames,
): PrintedYaml {
  const [last, ...before] = [...pipeline.commands].reverse();
  const [name, width] = last?.operands ?? [];
  const isIndent = name?.kind === 'function' && (name.name === 'indent' || name.name === 'nindent') && width?.kind === 'number';
  const indent =
    isIndent && name.kind === 'function'
      ? {
          name: name.name === 'indent' ? ('indent' as const) : ('nindent' as const),
          width: width.float,
          span: { start: name.span.start, end: width.span.end },
        }
      : undefined;
  const source = isIndent ? sourceOf(before.reverse(), last?.operands[2]) : sourceOf(pipeline.commands, undefined);
  const path = source?.value && pathOf(source.value, branches, uri, chart);
  return { by: source?.by, path, kind: path && kindOf(chart, path), indent };
}

interface Source {
  readonly by: 'toYaml' | 'include';
  readonly value: Expression | undefined;
}

function sourceOf(commands: Pipeline['commands'], argument: Expression | undefined): Source | undefined {
  if (commands.length === 0) {
    if (argument?.kind !== 'pipeline') return undefined;
    return sourceOf(argument.commands, undefined);
  }
  const [name, value] = commands.at(-1)?.operands ?? [];
  if (argument !== undefined || name?.kind !== 'function') return undefined;
  if (name.name === 'include' && commands.length === 1) return { by: 'include', value: undefined };
  if (name.name !== 'toYaml') return undefined;
  const [first] = commands;
  if (commands.length === 1) return { by: 'toYaml', value };
  const piped = first?.operands.length === 1 && commands.length === 2 ? first.operands[0] : undefined;
  return { by: 'toYaml', value: piped };
}

function pathOf(expression: Expression, branches: readonly BranchStatement[], uri: string, chart: ChartNames): ValuePath | undefined {
  if (expression.kind !== 'dot') return valuePathOf(chart, uri, expression);
  const around = branches.findLast(({ kind }) => kind !== 'if');
  if (around?.kind !== 'with') return undefined;
  const tested = plainExpression(around.pipeline);
  return tested && valuePathOf(chart, uri, tested);
}

const SHAPES: Readonly<Record<ValueKind, PrintedYaml['kind']>> = {
  map: 'map',
  'empty-map': 'map',
  list: 'list',
  scalar: 'scalar',
  null: undefined,
};

function kindOf({ sources }: ChartNames, path: ValuePath): PrintedYaml['kind'] {
  const shapes = new Set([...kindsOf(sources, path)].map(kind => SHAPES[kind]));
  const [shape] = shapes;
  return shapes.size === 1 ? shape : undefined;
}
