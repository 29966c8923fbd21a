import { limitAwareness, processorBudgetOf } from '../../workspace/go-processors.js';
import { defineRule, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

const TWO = 2_000_000_000n;

export const cpuLimitBelowParallelism = defineRule({
  id: 'go/cpu-limit-below-parallelism',
  title: 'CPU limit below what the Go runtime runs at a time',
  severity: 'hint',
  release: 3,
  sop: ['S6.0/3'],
  why: `The Go runtime runs at least two threads at a time, also under a limit of one CPU or less: the collector works beside the program. Together
they reach the limit early in a period, and are throttled for the rest of it.`,
  remedy: `Limit to two CPUs or more, or to none; or expect throttling while the collector runs.`,
  on: 'container',

  *check(container, { workspace }) {
    const budget = processorBudgetOf(container, workspace);
    if (!('limit' in budget)) return yield budget.isKnown ? notApplicable(budget.because) : unknown(budget.because);
    if (budget.limit.nanos >= TWO) return yield satisfied();
    if (budget.variable.kind !== 'unset') return yield notApplicable('GOMAXPROCS may be set.');
    const { isAware, because } = limitAwareness(container, workspace);
    if (isAware === undefined) return yield unknown(because);
    if (!isAware) return yield notApplicable(because);
    yield violated({
      span: budget.limitNode.span,
      message: `The CPU limit is ${budget.limitNode.text}, and the Go runtime of container "${container.name}" runs two threads at least: expect throttling.`,
    });
  },
});
