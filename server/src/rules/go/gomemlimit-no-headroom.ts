import { goMemoryLimitFor } from '../../kubernetes/go-memory-limit.js';
import { wholeUnitsOf } from '../../kubernetes/quantity.js';
import { isBudget, type MemoryBudget, memoryBudgetOf, type NoBudget, shapeMemoryBudgetOf } from '../../workspace/memory-budget.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';
import { HEAP_SHARE } from '../heap-share.js';
import { setVariable } from '../set-variable.js';

export const gomemlimitNoHeadroom = defineRule({
  id: 'go/gomemlimit-no-headroom',
  title: 'GOMEMLIMIT with no room below the memory limit',
  severity: 'warning',
  release: 1,
  sop: ['S6.0', 'G6.3'],
  why: `The runtime's limit covers what the Go runtime manages. Memory of C libraries, of the binary's own mapping and of the kernel on
behalf of the container counts against the container's limit too, and the runtime's limit is soft. Without room between the two, the
container is killed while the runtime still thinks it is within its budget.`,
  remedy: `Set \`GOMEMLIMIT\` to about 90 % of \`resources.limits.memory\`. A \`resourceFieldRef\` to \`limits.memory\` cannot do that: it is
the whole limit.`,
  fixSafety: `It takes memory from the heap of a program that may need it, and replaces a reference that followed the limit by a number that does not.`,
  options: {
    ratio: HEAP_SHARE,
    maxRatio: {
      type: 'number',
      default: 0.95,
      minimum: 0.1,
      maximum: 1,
      description: 'The largest share of the memory limit that leaves enough room.',
    },
  },
  on: 'container',

  *check(container, { workspace, options }) {
    yield* judge(memoryBudgetOf(container, workspace), options);
  },

  also: {
    *shape(shape, { options }) {
      yield* judge(shapeMemoryBudgetOf(shape), options);
    },
  },
});

function* judge(budget: MemoryBudget | NoBudget, options: { readonly ratio: number; readonly maxRatio: number }): Iterable<Outcome> {
  if (!isBudget(budget)) {
    yield budget.isKnown ? notApplicable(budget.because) : unknown(budget.because);
    return;
  }
  if (budget.bytes > wholeUnitsOf(budget.limit)) {
    yield notApplicable('GOMEMLIMIT is above the memory limit, which another rule reports.');
    return;
  }
  const percent = `${Math.floor(budget.ratio * 1000) / 10} %`;
  if (budget.ratio <= options.maxRatio) {
    yield satisfied(`GOMEMLIMIT is ${percent} of the memory limit.`);
    return;
  }
  yield violated(findingFor(budget, percent, goMemoryLimitFor(budget.limit, options.ratio)));
}

function findingFor(budget: MemoryBudget, percent: string, wanted: string) {
  const { limitNode, text, valueNode, elsewhere, isLimitItself } = budget;
  const what = isLimitItself
    ? `GOMEMLIMIT is the memory limit itself (${text})`
    : `GOMEMLIMIT (${text}) is ${percent} of the memory limit (${limitNode.text})`;
  return {
    span: valueNode?.span ?? limitNode.span,
    message: `${what}: nothing is left for memory that the Go runtime does not manage.`,
    fixes: [valueNode === undefined ? undefined : fix(`Set GOMEMLIMIT to ${wanted}`, 'unsafe', setVariable(valueNode, wanted))],
    related: [
      ...(valueNode === undefined ? [] : [{ message: `The memory limit is ${limitNode.text}.`, span: limitNode.span }]),
      ...(elsewhere === undefined ? [] : [{ ...elsewhere, message: `GOMEMLIMIT is set to ${text} here.` }]),
    ],
  };
}
