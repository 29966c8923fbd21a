import { headOf } from '../../kubernetes/container.js';
import { limitOf } from '../../kubernetes/container-resources.js';
import { parseGoMemoryLimit } from '../../kubernetes/go-memory-limit.js';
import { goEvidenceOf } from '../../workspace/go-evidence.js';
import { goVariableOf } from '../../workspace/go-variable.js';
import { memoryLimitSetterOf } from '../../workspace/namespace-defaults.js';
import { defineRule, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

const AUTOMEMLIMIT = 'github.com/KimMachineGun/automemlimit';

export const gomemlimitStaticUnderVpa = defineRule({
  id: 'go/gomemlimit-static-under-vpa',
  title: 'Fixed GOMEMLIMIT under a limit that an autoscaler moves',
  severity: 'information',
  release: 3,
  sop: ['S6.0/5'],
  why: `A VerticalPodAutoscaler scales memory limits along with requests, and GOMEMLIMIT stays what it is: above a lowered limit it protects nothing,
far below a raised one it wastes what was given. A resize in place never changes the environment.`,
  remedy: `Let the program read its cgroup with \`github.com/KimMachineGun/automemlimit\`, or let the autoscaler control requests only
(\`controlledValues: RequestsOnly\`).`,
  on: 'container',

  *check(container, { workspace }) {
    const variable = goVariableOf(container, 'GOMEMLIMIT', workspace);
    if (variable.kind === 'open') return yield unknown(variable.because);
    if (variable.kind !== 'text' || parseGoMemoryLimit(variable.text).kind !== 'bytes')
      return yield notApplicable('GOMEMLIMIT is no fixed number.');
    if (limitOf(container, 'memory') === undefined) return yield notApplicable('There is no memory limit for an autoscaler to move.');
    const autoscaler = memoryLimitSetterOf(container, workspace);
    if (autoscaler === undefined) return yield satisfied('No VerticalPodAutoscaler moves its memory limit.');
    const requires = goEvidenceOf(container, workspace).module?.module.requires ?? [];
    if (requires.some(({ path }) => path === AUTOMEMLIMIT))
      return yield notApplicable('The program requires automemlimit, which follows the cgroup.');
    yield violated({
      span: variable.node?.span ?? headOf(container),
      message: `GOMEMLIMIT stays ${variable.text} when VerticalPodAutoscaler "${autoscaler.object.name}" moves the memory limit of container "${container.name}".`,
      related: [{ message: 'The autoscaler is here.', uri: autoscaler.uri, object: autoscaler.object, path: ['spec'] }],
    });
  },
});
