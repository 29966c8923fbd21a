import { probeOf } from '../../kubernetes/probe.js';
import { startupBudgetOf } from '../../kubernetes/probe-timing.js';
import { literalInteger } from '../../kubernetes/unresolved-text.js';
import { pointAt } from '../../yaml/point-at.js';
import { setIn } from '../../yaml/yaml-edit.js';
import { defineRule, type Fix, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

/** What Kubernetes gives a Deployment where nothing is written. */
const USUAL_SECONDS = 600;

export const progressDeadline = defineRule({
  id: 'rollout/progress-deadline',
  title: 'Rollout that fails before its Pods may be ready',
  severity: 'warning',
  release: 3,
  sop: ['S3.0/7'],
  why: `A Deployment that makes no progress for \`progressDeadlineSeconds\` (${USUAL_SECONDS} by default) is reported as failed. It has to be longer than
\`minReadySeconds\`, or the API server rejects the object; and longer than a start may take, or every rollout with a slow start fails.`,
  remedy: `Raise \`progressDeadlineSeconds\` above both.`,
  fixSafety: `A rollout that hangs is noticed later.`,
  on: 'workload',

  *check({ resource, containers }) {
    const spec = resource.node.get('spec');
    if (resource.kind !== 'Deployment' || spec === undefined) return yield notApplicable(`A ${resource.kind} has no such deadline.`);
    const node = spec.get('progressDeadlineSeconds');
    const minReady = spec.get('minReadySeconds');
    const deadline = node === undefined || node.value === null ? USUAL_SECONDS : literalInteger(node);
    const ready = minReady === undefined || minReady.value === null ? 0 : literalInteger(minReady);
    if (deadline === undefined || ready === undefined)
      return yield unknown('progressDeadlineSeconds or minReadySeconds is filled in later.');
    const raise = (least: number): Fix | undefined =>
      fix(
        `Set progressDeadlineSeconds to ${least + USUAL_SECONDS}`,
        'unsafe',
        setIn(spec, ['progressDeadlineSeconds'], least + USUAL_SECONDS),
      );
    if (deadline <= ready)
      return yield violated({
        span: pointAt(node ?? minReady ?? spec),
        severity: 'error',
        message: `progressDeadlineSeconds is ${deadline}${node === undefined ? ' by default' : ''} and has to be above minReadySeconds (${ready}): the API server rejects the Deployment.`,
        fixes: [raise(ready)],
      });
    const slowest = containers
      .map(container => ({ container, probe: probeOf(container, 'startup') }))
      .map(({ container, probe }) => ({ container, budget: probe === undefined ? undefined : startupBudgetOf(probe) }))
      .find(({ budget }) => budget !== undefined && budget + ready >= deadline);
    if (slowest?.budget === undefined) return yield satisfied();
    yield violated({
      span: pointAt(node ?? probeOf(slowest.container, 'startup')?.node ?? spec),
      message: `Container "${slowest.container.name}" may take ${slowest.budget} s to start, but the rollout is reported as failed after ${deadline} s without progress.`,
      fixes: [raise(slowest.budget + ready)],
    });
  },
});
