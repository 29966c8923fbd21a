import { parseQuantity } from '../../kubernetes/quantity.js';
import { goVariableOf } from '../../workspace/go-variable.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

const ONE = 1_000_000_000n;

export const gomaxprocsDivisor = defineRule({
  id: 'go/gomaxprocs-divisor',
  title: 'GOMAXPROCS in thousandths of a CPU',
  severity: 'error',
  release: 2,
  sop: ['S6.0/3'],
  why: `With the divisor \`1m\` a limit of 500m becomes the number 500: the Go runtime makes 500 slots for threads, each with memory of its own, and
hands work around between all of them.`,
  remedy: `Leave the divisor out, or write \`"1"\`: the limit is then rounded up to whole CPUs.`,
  on: 'container',

  *check(container, { workspace }) {
    const variable = goVariableOf(container, 'GOMAXPROCS', workspace);
    if (variable.kind !== 'field') return yield notApplicable('GOMAXPROCS comes from no field of the Pod.');
    const divisor = parseQuantity(variable.divisor);
    const node = variable.node.parent?.get('divisor');
    if (divisor === undefined) return yield unknown('The divisor is not literal.');
    if (!variable.resource.endsWith('.cpu') || node === undefined || divisor.nanos <= 0n || divisor.nanos >= ONE) return yield satisfied();
    yield violated({
      span: pointAt(node),
      message: `With the divisor ${variable.divisor}, GOMAXPROCS counts parts of a CPU: a limit of one CPU becomes ${ONE / divisor.nanos} threads.`,
      fixes: [fix('Set the divisor to 1', 'safe', replaceScalar(node, '1'))],
    });
  },
});
