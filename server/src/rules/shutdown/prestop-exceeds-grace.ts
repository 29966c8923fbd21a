import { preStopOf } from '../../kubernetes/pre-stop.js';
import { gracePeriodOf, USUAL_GRACE_SECONDS } from '../../kubernetes/shutdown-budget.js';
import { pointAt } from '../../yaml/point-at.js';
import { setIn } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';
import { graceDefect } from '../grace-defect.js';

export const prestopExceedsGrace = defineRule({
  id: 'shutdown/prestop-exceeds-grace',
  title: 'preStop hook that takes the whole grace period',
  severity: 'error',
  rejected: 'api-server',
  release: 1,
  sop: ['S5.0/5'],
  why: `The clock of the grace period starts before the hook. When the hook has used it up, the container is killed two seconds later: the program
never gets to finish what it does. A \`sleep\` longer than the grace period is rejected by the API server.`,
  remedy: `Give \`terminationGracePeriodSeconds\` what the hook takes and what the program needs after it.`,
  fixSafety: `Either of the two numbers may be the wrong one.`,
  on: 'container',

  *check(container, { workspace }) {
    const hook = preStopOf(container);
    if (hook === undefined) return yield notApplicable('It has no preStop hook.');
    const { workload } = container;
    const grace = gracePeriodOf(workload);
    const { seconds, secondsNode, handler } = hook;
    if (seconds === undefined || grace === undefined || secondsNode === undefined)
      return yield unknown('How long the hook or the grace period lasts is not literal.');
    if (seconds < grace) return yield satisfied();
    const isWritten = workload.podSpec?.get('terminationGracePeriodSeconds') !== undefined;
    if (!isWritten && workspace.isBase) return yield unknown('It stands in a kustomize base: an overlay may set the grace period.');
    const isRejected = handler === 'sleep' && seconds > grace;
    const consequence = isRejected ? 'The API server rejects that.' : 'Nothing is left for the program to shut down.';
    const wanted = seconds + USUAL_GRACE_SECONDS;
    yield violated({
      span: pointAt(secondsNode),
      ...(isRejected ? {} : { severity: 'warning' }),
      ...(grace === 0 ? { defect: graceDefect(workload) } : {}),
      message: `The preStop hook sleeps ${seconds} s, and the grace period is ${grace} s${isWritten ? '' : ' by default'}. ${consequence}`,
      fixes: [
        workload.podSpec &&
          fix(
            `Set terminationGracePeriodSeconds to ${wanted}`,
            'unsafe',
            setIn(workload.podSpec, ['terminationGracePeriodSeconds'], wanted),
          ),
      ],
    });
  },
});
