import type { BranchStatement, PrintStatement } from '../gotemplate/template-tree.js';
import { TracedText } from '../gotemplate/traced-text.js';
import { type Data, GoList, GoMap } from '../gotemplate/value.js';
import type { ChartNames } from '../helm/chart-names.js';
import { plainExpression, valuePathOf } from '../helm/printed-value.js';
import { valuesSetAt } from '../helm/value-settings.js';

/** Whether all conditions around an action plainly ask for a value that some file of values sets, so that the action is known to run. */
export function areMet(branches: readonly BranchStatement[], print: PrintStatement, uri: string, chart: ChartNames): boolean {
  return branches.every(branch => isMet(branch, print, uri, chart));
}

function isMet({ pipeline, elseTag }: BranchStatement, { span }: PrintStatement, uri: string, chart: ChartNames): boolean {
  if (elseTag !== undefined && elseTag.span.start < span.start) return false;
  const tested = plainExpression(pipeline);
  const path = tested && valuePathOf(chart, uri, tested);
  return path !== undefined && valuesSetAt(chart.sources, path).some(({ data }) => isFilled(data));
}

function isFilled(data: Data): boolean {
  if (data instanceof TracedText) return data.text !== '';
  if (data instanceof GoMap) return data.size > 0;
  if (data instanceof GoList) return data.items.length > 0;
  return data !== null && data !== false && data !== 0;
}
