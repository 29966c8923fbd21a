import { limitOf } from '../../kubernetes/container-resources.js';
import { goMemoryLimitFor } from '../../kubernetes/go-memory-limit.js';
import { isBudget, type MemoryBudget, memoryBudgetOf, type NoBudget, shapeMemoryBudgetOf } from '../../workspace/memory-budget.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';
import { HEAP_SHARE } from '../heap-share.js';

/** Below this a bare number is taken for another unit than bytes, which another rule reports. */
const SMALLEST = 1n << 20n;

export const gomemlimitTooLow = defineRule({
  id: 'go/gomemlimit-too-low',
  title: 'GOMEMLIMIT far below the memory limit',
  severity: 'information',
  release: 2,
  sop: ['S6.0/6'],
  why: `The collector runs more and more often as the heap nears GOMEMLIMIT. Far below the limit of the container it burns CPU for memory that stays
unused. The usual cause is a memory limit that was raised alone.`,
  remedy: `Set \`GOMEMLIMIT\` to about 90 % of the memory limit. Where something else in the container needs the rest (C libraries, a memory-mapped
file), say so in a suppression.`,
  fixSafety: `Something else in the container may need the rest.`,
  options: {
    ratio: HEAP_SHARE,
    minRatio: {
      type: 'number',
      default: 0.7,
      minimum: 0,
      maximum: 1,
      description: 'The smallest share of the memory limit that is not reported.',
    },
  },
  on: 'container',

  *check(container, { workspace, options }) {
    const isShared =
      limitOf(container, 'memory')?.level === 'pod' && container.workload.containers.filter(({ role }) => role !== 'init').length > 1;
    if (isShared) return yield unknown('The memory limit is that of the Pod, and how its containers share it is not known.');
    yield judge(memoryBudgetOf(container, workspace), options);
  },

  also: {
    *shape(shape, { options }) {
      yield judge(shapeMemoryBudgetOf(shape), options);
    },
  },
});

function judge(budget: MemoryBudget | NoBudget, { ratio, minRatio }: { readonly ratio: number; readonly minRatio: number }): Outcome {
  if (!isBudget(budget)) return budget.isKnown ? notApplicable(budget.because) : unknown(budget.because);
  const { limit, limitNode, bytes, text, valueNode, elsewhere } = budget;
  if (bytes < SMALLEST) return notApplicable(`"${text}" is no limit that anybody meant.`);
  const percent = Math.floor(budget.ratio * 100);
  if (budget.ratio >= minRatio) return satisfied(`GOMEMLIMIT is ${percent} % of the memory limit.`);
  const wanted = goMemoryLimitFor(limit, ratio);
  return violated({
    span: valueNode?.span ?? limitNode.span,
    message: `GOMEMLIMIT (${text}) is ${percent} % of the memory limit (${limitNode.text}): the collector works hard for memory that stays unused.`,
    fixes: [valueNode && fix(`Set GOMEMLIMIT to ${wanted}`, 'unsafe', replaceScalar(valueNode, wanted))],
    related: [
      ...(valueNode === undefined ? [] : [{ message: `The memory limit is ${limitNode.text}.`, span: limitNode.span }]),
      ...(elsewhere === undefined ? [] : [{ ...elsewhere, message: `GOMEMLIMIT is set to ${text} here.` }]),
    ],
  });
}
