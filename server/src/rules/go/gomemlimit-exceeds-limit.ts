import { goMemoryLimitFor } from '../../kubernetes/go-memory-limit.js';
import { formatBytes, wholeUnitsOf } from '../../kubernetes/quantity.js';
import { isBudget, type MemoryBudget, memoryBudgetOf, type NoBudget, shapeMemoryBudgetOf } from '../../workspace/memory-budget.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';
import { HEAP_SHARE } from '../heap-share.js';

export const gomemlimitExceedsLimit = defineRule({
  id: 'go/gomemlimit-exceeds-limit',
  title: 'GOMEMLIMIT above the memory limit',
  severity: 'error',
  rejected: 'runtime',
  release: 1,
  sop: ['S6.0', 'G6.3'],
  why: `The Go runtime believes it may use more memory than the kernel allows. It never collects harder before the container is killed
(\`OOMKilled\`), so the variable protects nothing. The usual cause is a memory limit that was lowered alone.`,
  remedy: `Set \`GOMEMLIMIT\` to about 90 % of \`resources.limits.memory\`.`,
  fixSafety: `One of the two figures is wrong, and only a person knows which: the program may need the memory that GOMEMLIMIT names.`,
  options: {
    ratio: HEAP_SHARE,
  },
  on: 'container',

  *check(container, { workspace, options }) {
    yield* judge(memoryBudgetOf(container, workspace), options.ratio);
  },

  also: {
    *shape(shape, { options }) {
      yield* judge(shapeMemoryBudgetOf(shape), options.ratio);
    },
  },
});

function* judge(budget: MemoryBudget | NoBudget, ratio: number): Iterable<Outcome> {
  if (!isBudget(budget)) {
    yield budget.isKnown ? notApplicable(budget.because) : unknown(budget.because);
    return;
  }
  const { subject, limit, limitNode, bytes, text, valueNode, elsewhere } = budget;
  if (bytes <= wholeUnitsOf(limit)) {
    yield satisfied(`GOMEMLIMIT (${text}) is not above the memory limit (${limitNode.text}).`);
    return;
  }
  const wanted = goMemoryLimitFor(limit, ratio);
  const raised = limitFor(bytes, ratio);
  yield violated({
    span: valueNode?.span ?? limitNode.span,
    message: `GOMEMLIMIT is ${text}, above the memory limit of ${limitNode.text}. ${subject} is killed before the Go runtime reacts.`,
    fixes: [
      valueNode === undefined ? undefined : fix(`Set GOMEMLIMIT to ${wanted}`, 'unsafe', replaceScalar(valueNode, wanted)),
      fix(`Limit memory to ${raised}`, 'unsafe', replaceScalar(limitNode, raised)),
    ],
    related: [
      ...(valueNode === undefined ? [] : [{ message: `The memory limit is ${limitNode.text}.`, span: limitNode.span }]),
      ...(elsewhere === undefined ? [] : [{ ...elsewhere, message: `GOMEMLIMIT is set to ${text} here.` }]),
    ],
  });
}

/** The least limit in whole MiB of which GOMEMLIMIT is the share. */
function limitFor(bytes: bigint, ratio: number): string {
  const [hundredths, mebibyte] = [BigInt(Math.max(Math.round(ratio * 100), 1)), 1n << 20n];
  const needed = (bytes * 100n + hundredths - 1n) / hundredths;
  return formatBytes(((needed + mebibyte - 1n) / mebibyte) * mebibyte);
}
