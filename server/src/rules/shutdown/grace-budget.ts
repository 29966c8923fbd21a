import type { Container } from '../../kubernetes/container.js';
import { preStopOf } from '../../kubernetes/pre-stop.js';
import { graceNeededFor, gracePeriodOf, type ShutdownSteps } from '../../kubernetes/shutdown-budget.js';
import { runsToCompletion } from '../../kubernetes/workload.js';
import { programShutdownOf } from '../../workspace/program-shutdown.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import { setIn } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

export const graceBudget = defineRule({
  id: 'shutdown/grace-budget',
  title: 'Grace period shorter than what shutting down may take',
  severity: 'warning',
  release: 1,
  sop: ['S5.0/5', 'G5.3/2'],
  why: `Everything between the decision to stop a Pod and its end happens within the grace period, the preStop hook too. If hook, pause and the
deadline of \`Shutdown\` together take longer, the container is killed while requests are still being answered.`,
  remedy: `Set \`terminationGracePeriodSeconds\` to at least the sum, or give \`Shutdown\` less.`,
  fixSafety: `Pods that hang take longer to be replaced then.`,
  options: {
    shutdownSeconds: {
      type: 'number',
      default: 0,
      minimum: 0,
      description: 'What the program gives to requests in flight, where its Go sources do not say so. 0: unknown, and the rule is silent.',
    },
    delaySeconds: {
      type: 'number',
      default: 0,
      minimum: 0,
      description: 'What the program waits after SIGTERM before it refuses connections, where its Go sources do not say so.',
    },
    marginSeconds: { type: 'number', default: 2, minimum: 0, description: 'What is left for the process to end.' },
  },
  on: 'workload',

  *check(workload, { workspace, options }) {
    if (runsToCompletion(workload)) return yield notApplicable('Its Pods run to completion.');
    const node = workload.podSpec?.get('terminationGracePeriodSeconds');
    const grace = gracePeriodOf(workload);
    if (grace === undefined) return yield unknown('The grace period is not a literal number.');
    if (grace === 0) return yield notApplicable('There is no grace at all, which another rule reports.');
    const needs = workload.containers.flatMap(container => {
      const steps = container.role === 'container' ? stepsOf(container, workspace, options) : undefined;
      return steps === undefined ? [] : [{ container, steps, needed: graceNeededFor(steps) }];
    });
    const [most] = needs.sort((a, b) => b.needed - a.needed);
    if (most === undefined) return yield unknown('How long its programs take to shut down is not in the files.');
    if (most.needed <= grace) return yield satisfied(`${formatSteps(most.steps)} fit into ${grace} s.`);
    if (node === undefined && workspace.isBase) return yield unknown('It stands in a kustomize base: an overlay may set the grace period.');
    yield violated({
      span: pointAt(node ?? most.container.node.get('name') ?? most.container.node),
      message: `Container "${most.container.name}" may take ${most.needed} s to shut down (${formatSteps(most.steps)}), but is killed after ${grace} s.`,
      fixes: [
        workload.podSpec &&
          fix(
            `Set terminationGracePeriodSeconds to ${most.needed}`,
            'unsafe',
            setIn(workload.podSpec, ['terminationGracePeriodSeconds'], most.needed),
          ),
      ],
    });
  },
});

interface Configured {
  readonly shutdownSeconds: number;
  readonly delaySeconds: number;
  readonly marginSeconds: number;
}

/** `undefined` where the deadline of the shutdown is known from nowhere. */
function stepsOf(container: Container, workspace: WorkspaceView, configured: Configured): ShutdownSteps | undefined {
  const program = programShutdownOf(container, workspace);
  const timeout = program.timeoutSeconds ?? (configured.shutdownSeconds > 0 ? configured.shutdownSeconds : undefined);
  if (timeout === undefined) return undefined;
  const preStop = preStopOf(container)?.seconds ?? 0;
  return { preStop, delay: program.delaySeconds ?? configured.delaySeconds, timeout, margin: configured.marginSeconds };
}

function formatSteps({ preStop, delay, timeout, margin }: ShutdownSteps): string {
  return [
    ...(preStop > 0 ? [`preStop ${preStop} s`] : []),
    ...(delay > 0 ? [`delay ${delay} s`] : []),
    `Shutdown ${timeout} s`,
    `margin ${margin} s`,
  ].join(', ');
}
