import type { ValuePath } from '../gotemplate/origin.js';
import type { Expression, Field, Pipeline } from '../gotemplate/template-tree.js';
import { TracedText } from '../gotemplate/traced-text.js';
import type { ChartNames } from './chart-names.js';
import type { FieldUse } from './template-walk.js';
import { valuesSetAt } from './value-settings.js';

const BY_PLACE = new WeakMap<readonly FieldUse[], ReadonlyMap<number, FieldUse>>();

/** The value that an expression of a template reads: `.Values.image.tag`; `undefined` if it is another thing, or one of several. */
export function valuePathOf(chart: ChartNames, uri: string, expression: Expression): ValuePath | undefined {
  const last = fieldsOf(expression).at(-1);
  const use = last && usesOf(chart, uri).get(last.span.start);
  const [subject] = use?.result ?? [];
  return use?.result.length === 1 && subject?.kind === 'values' ? subject.path : undefined;
}

/** The expression that a pipeline prints as it is, without any function: `.Values.image.tag`. */
export function plainExpression({ commands, variables }: Pipeline): Expression | undefined {
  const [command] = commands;
  if (commands.length !== 1 || command?.operands.length !== 1 || variables.length > 0) return undefined;
  const [operand] = command.operands;
  return operand.kind === 'pipeline' ? plainExpression(operand) : operand;
}

/** What the values of the chart itself have at a path: plain data, or `undefined` for nothing, maps and lists. */
export function defaultScalar({ sources }: ChartNames, path: ValuePath): string | number | boolean | null | undefined {
  const own = { ...sources, values: sources.values.filter(({ isOverlay }) => !isOverlay) };
  const data = valuesSetAt(own, path)[0]?.data;
  if (data instanceof TracedText) return data.text;
  return data === null || typeof data === 'number' || typeof data === 'boolean' ? data : undefined;
}

/** The fields that an expression walks along. */
export function fieldsOf(expression: Expression): readonly Field[] {
  switch (expression.kind) {
    case 'field':
    case 'variable':
    case 'chain':
      return expression.fields;
    case 'pipeline': {
      const plain = plainExpression(expression);
      return plain === undefined ? [] : fieldsOf(plain);
    }
    default:
      return [];
  }
}

function usesOf({ templates: { fields } }: ChartNames, uri: string): ReadonlyMap<number, FieldUse> {
  const uses = fields.get(uri) ?? NO_USES;
  const known = BY_PLACE.get(uses) ?? new Map(uses.map(use => [use.span.start, use]));
  BY_PLACE.set(uses, known);
  return known;
}

const NO_USES: readonly FieldUse[] = [];
