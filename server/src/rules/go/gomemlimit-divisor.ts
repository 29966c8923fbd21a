import { limitOf } from '../../kubernetes/container-resources.js';
import { goMemoryLimitFor } from '../../kubernetes/go-memory-limit.js';
import { parseQuantity, quantityOf } from '../../kubernetes/quantity.js';
import { goVariableOf } from '../../workspace/go-variable.js';
import { pointAt } from '../../yaml/point-at.js';
import { removeEntry } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';
import { HEAP_SHARE } from '../heap-share.js';
import { setVariable } from '../set-variable.js';

const ONE = 1_000_000_000n;

export const gomemlimitDivisor = defineRule({
  id: 'go/gomemlimit-divisor',
  title: 'GOMEMLIMIT divided until it is a few bytes',
  severity: 'error',
  release: 1,
  sop: ['S6.0/5'],
  why: `A \`resourceFieldRef\` gives the limit in units of its divisor, as a bare number: 512Mi with the divisor \`1Mi\` is "512". Go reads a bare number
as bytes, believes that it may use 512 of them, and collects all the time.`,
  remedy: `Set \`GOMEMLIMIT\` to about 90 % of the limit, with a unit. Without a divisor it is the whole limit, which leaves no room.`,
  fixSafety: `The number does not follow the limit when that changes.`,
  options: { ratio: HEAP_SHARE },
  on: 'container',

  *check(container, { workspace, options }) {
    const variable = goVariableOf(container, 'GOMEMLIMIT', workspace);
    if (variable.kind !== 'field') return yield notApplicable('GOMEMLIMIT comes from no field of the Pod.');
    const divisor = parseQuantity(variable.divisor);
    const node = variable.node.parent?.get('divisor');
    if (divisor === undefined) return yield unknown('The divisor is not literal.');
    if (!variable.resource.endsWith('.memory') || node === undefined || divisor.nanos === 0n || divisor.nanos === ONE)
      return yield satisfied();
    const limit = quantityOf(limitOf(container, 'memory')?.node);
    const count = limit === undefined ? undefined : (limit.nanos + divisor.nanos - 1n) / divisor.nanos;
    const wanted = limit === undefined ? undefined : goMemoryLimitFor(limit, options.ratio);
    yield violated({
      span: pointAt(node),
      message: `With the divisor ${variable.divisor}, GOMEMLIMIT becomes ${count === undefined ? 'a count of such units' : `"${count}"`}, which Go reads as bytes.`,
      fixes: [
        wanted === undefined
          ? fix('Remove the divisor', 'unsafe', removeEntry(node))
          : fix(`Set GOMEMLIMIT to ${wanted}`, 'unsafe', setVariable(variable.node, wanted)),
      ],
    });
  },
});
