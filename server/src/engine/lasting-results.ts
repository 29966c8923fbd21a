import type { Rule } from '../rules/define-rule.js';
import type { RuleResult } from './analysed-document.js';
import type { Analysis } from './analysis.js';

/** Whether anything that rules found in a piece before an edit may last. */
export function mayLast(analysis: Analysis): boolean {
  return analysis.edit?.lasts !== undefined || hasOutline(analysis);
}

/**
 * Whether what a rule found before an edit lasts as long as what it asked the workspace for does. What stands at a place may have moved, so a
 * rule that found something runs again.
 */
export function lasts({ on }: Rule, result: RuleResult | undefined, analysis: Analysis): boolean {
  if (result !== undefined && result.findings.length > 0) return false;
  if (JUDGES_OBJECTS.has(on)) {
    const { edit } = analysis;
    return edit?.lasts === 'all' || (edit?.lasts === 'unread' && result?.hasReadEdit !== true);
  }
  // Rules about the values of a chart judge keys, kinds and comments, and its outline tells them when these are others.
  return on === 'values' && result !== undefined && hasOutline(analysis);
}

const JUDGES_OBJECTS: ReadonlySet<Rule['on']> = new Set<Rule['on']>(['resource', 'workload', 'container']);

function hasOutline({ facts }: Analysis): boolean {
  return facts.some(({ type }) => type === 'chart-outline');
}
