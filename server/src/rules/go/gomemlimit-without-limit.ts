import { headOf } from '../../kubernetes/container.js';
import { limitOf } from '../../kubernetes/container-resources.js';
import { parseGoMemoryLimit } from '../../kubernetes/go-memory-limit.js';
import { goVariableOf } from '../../workspace/go-variable.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { limitRangeFor } from '../../workspace/namespace-defaults.js';
import { setIn } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';
import { memoryLimitAbove, memoryLimitDefect } from '../memory-limit-above.js';

export const gomemlimitWithoutLimit = defineRule({
  id: 'go/gomemlimit-without-limit',
  title: 'GOMEMLIMIT without a memory limit',
  severity: 'information',
  release: 2,
  sop: ['S6.0/5'],
  why: `GOMEMLIMIT is meant to keep a program below the limit of its container. Without one it is a soft wish that nothing enforces; a
\`resourceFieldRef\` to a limit that is not there gives the memory of the whole node.`,
  remedy: `Limit memory to a little more than \`GOMEMLIMIT\`.`,
  fixSafety: `A container that needs more is killed.`,
  on: 'container',

  *check(container, { workspace }) {
    const variable = goVariableOf(container, 'GOMEMLIMIT', workspace);
    if (variable.kind === 'unset') return yield notApplicable('GOMEMLIMIT is not set.');
    if (variable.kind === 'open') return yield unknown(variable.because);
    if (limitOf(container, 'memory') !== undefined) return yield satisfied();
    const later = laterAdditions(workspace, container);
    if (later !== undefined) return yield unknown(later);
    const range = limitRangeFor(container.workload.resource, workspace, 'limits', 'memory');
    if (range !== undefined) return yield unknown(`The LimitRange "${range}" may set a memory limit.`);
    const span = variable.node?.span ?? headOf(container);
    const defect = memoryLimitDefect(container);
    if (variable.kind === 'field') {
      if (variable.resource !== 'limits.memory' || variable.container !== container.name)
        return yield notApplicable('GOMEMLIMIT is not meant to be the limit.');
      return yield violated({
        span,
        defect,
        message: `Container "${container.name}" has no memory limit, so GOMEMLIMIT is what the whole node can give.`,
      });
    }
    const parsed = parseGoMemoryLimit(variable.text);
    if (parsed.kind !== 'bytes') return yield notApplicable('GOMEMLIMIT is off, empty or malformed.');
    const wanted = memoryLimitAbove(parsed.bytes);
    yield violated({
      span,
      defect,
      message: `GOMEMLIMIT is ${variable.text}, but container "${container.name}" has no memory limit that it could keep the program below.`,
      fixes: [fix(`Limit memory to ${wanted}`, 'unsafe', setIn(container.node, ['resources', 'limits', 'memory'], wanted))],
    });
  },
});
