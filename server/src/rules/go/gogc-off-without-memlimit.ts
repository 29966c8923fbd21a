import { headOf } from '../../kubernetes/container.js';
import { limitOf } from '../../kubernetes/container-resources.js';
import { goMemoryLimitFor } from '../../kubernetes/go-memory-limit.js';
import { quantityOf } from '../../kubernetes/quantity.js';
import { goVariableOf } from '../../workspace/go-variable.js';
import { setIn } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';
import { goMemoryLimitDefect } from '../go-memory-limit-defect.js';
import { HEAP_SHARE } from '../heap-share.js';

export const gogcOffWithoutMemlimit = defineRule({
  id: 'go/gogc-off-without-memlimit',
  title: 'Garbage collection off, and no GOMEMLIMIT',
  severity: 'warning',
  release: 2,
  sop: ['S6.0/5'],
  why: `\`GOGC=off\` leaves it to GOMEMLIMIT when to collect. Without that nothing is ever collected: the heap grows until the container is killed.`,
  remedy: `Set \`GOMEMLIMIT\`, or let the collector run.`,
  fixSafety: `A program that runs for moments only may live without a collector.`,
  options: { ratio: HEAP_SHARE },
  on: 'container',

  *check(container, { workspace, options }) {
    const collector = goVariableOf(container, 'GOGC', workspace);
    if (collector.kind === 'open') return yield unknown(collector.because);
    if (collector.kind !== 'text' || collector.text !== 'off') return yield notApplicable('The collector is not off.');
    const variable = goVariableOf(container, 'GOMEMLIMIT', workspace);
    if (variable.kind === 'open') return yield unknown(variable.because);
    const isSet = variable.kind === 'field' || (variable.kind === 'text' && variable.text !== '' && variable.text !== 'off');
    if (isSet) return yield satisfied('GOMEMLIMIT is set.');
    if (workspace.isBase) return yield unknown('It stands in a kustomize base: an overlay may set GOMEMLIMIT.');
    const limit = quantityOf(limitOf(container, 'memory')?.node);
    const wanted = limit === undefined ? undefined : goMemoryLimitFor(limit, options.ratio);
    const lines = ['name: GOMEMLIMIT', `value: ${wanted}`];
    yield violated({
      span: collector.node?.span ?? headOf(container),
      message: `GOGC is off and GOMEMLIMIT is not set: container "${container.name}" never collects garbage, and is killed when its memory is used up.`,
      defect: goMemoryLimitDefect(container),
      fixes: [
        wanted === undefined || container.env.has('GOMEMLIMIT')
          ? undefined
          : fix(`Set GOMEMLIMIT to ${wanted}`, 'unsafe', setIn(container.node, ['env', '-'], lines)),
      ],
    });
  },
});
