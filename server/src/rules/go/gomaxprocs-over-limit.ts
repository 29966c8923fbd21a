import { goProcessorsFor, parseGoMaxProcs } from '../../kubernetes/go-processors.js';
import { wholeUnitsOf } from '../../kubernetes/quantity.js';
import { processorBudgetOf } from '../../workspace/go-processors.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

export const gomaxprocsOverLimit = defineRule({
  id: 'go/gomaxprocs-over-limit',
  title: 'GOMAXPROCS above the CPU limit',
  severity: 'warning',
  release: 2,
  sop: ['S6.0/3'],
  why: `More threads than the limit allows use up the container's share of each period early, and then all of them are throttled until the next one.
The runtime itself chooses the limit rounded up, and at least 2.`,
  remedy: `Set \`GOMAXPROCS\` to the CPU limit rounded up, or leave it out with Go 1.25 and later.`,
  fixSafety: `One of the two figures is wrong, and only a person knows which.`,
  on: 'container',

  *check(container, { workspace }) {
    const budget = processorBudgetOf(container, workspace);
    if (!('limit' in budget)) return yield budget.isKnown ? notApplicable(budget.because) : unknown(budget.because);
    const { limit, limitNode, variable } = budget;
    if (variable.kind === 'open') return yield unknown(variable.because);
    if (variable.kind !== 'text') return yield notApplicable('GOMAXPROCS is no literal number.');
    const threads = parseGoMaxProcs(variable.text);
    if (threads === undefined) return yield notApplicable(`Go ignores a GOMAXPROCS of "${variable.text}".`);
    if (threads <= goProcessorsFor(limit)) return yield satisfied();
    const wanted = `${wholeUnitsOf(limit)}`;
    const { node, elsewhere } = variable;
    yield violated({
      span: node?.span ?? limitNode.span,
      message: `GOMAXPROCS is ${threads}, but container "${container.name}" has a CPU limit of ${limitNode.text}: its threads are throttled.`,
      fixes: [node && fix(`Set GOMAXPROCS to ${wanted}`, 'unsafe', replaceScalar(node, wanted))],
      related: [
        ...(node === undefined ? [] : [{ message: `The CPU limit is ${limitNode.text}.`, span: limitNode.span }]),
        ...(elsewhere === undefined ? [] : [{ ...elsewhere, message: `GOMAXPROCS is set to ${variable.text} here.` }]),
      ],
    });
  },
});
