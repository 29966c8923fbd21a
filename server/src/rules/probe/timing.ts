import { type Probe, probeOf, probesOf } from '../../kubernetes/probe.js';
import { failuresFor, failureWindowOf } from '../../kubernetes/probe-timing.js';
import { servicesInFront } from '../../workspace/services-in-front.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar, setIn } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const timing = defineRule({
  id: 'probe/timing',
  title: 'Probe whose numbers do not fit together',
  severity: 'warning',
  release: 2,
  sop: ['S5.0/1'],
  why: `A liveness probe that gives up within seconds restarts a program for a pause: a long collection, a throttled CPU, a busy node. A timeout above
the period makes probes come later than the period says. A liveness or startup probe that asks for more than one success is rejected.`,
  remedy: `Let liveness fail for half a minute before it acts, and readiness earlier than that.`,
  fixSafety: `A program that hangs is restarted later.`,
  options: {
    livenessSeconds: {
      type: 'number',
      default: 10,
      minimum: 1,
      description: 'The shortest time of failure after which liveness may restart a container.',
    },
  },
  on: 'container',

  *check(container, { options, workspace }) {
    const probes = probesOf(container);
    if (probes.length === 0) return yield notApplicable('It has no probes.');
    const isAsked = servicesInFront(container.workload, workspace)?.length !== 0;
    const readiness = isAsked ? probeOf(container, 'readiness') : undefined;
    for (const probe of probes) {
      const outcomes = [
        thresholdOf(probe),
        timeoutOf(probe),
        ...(probe.kind === 'liveness' ? [windowOf(probe, readiness, options.livenessSeconds)] : []),
      ];
      const said = outcomes.filter(outcome => outcome !== undefined);
      if (said.length === 0) yield satisfied();
      yield* said;
    }
  },
});

function thresholdOf({ kind, node, successThreshold }: Probe): Outcome | undefined {
  const written = node.get('successThreshold');
  if (kind === 'readiness' || written === undefined || successThreshold === 1) return undefined;
  if (successThreshold === undefined) return unknown('A number of the probe is filled in later.');
  return violated({
    span: pointAt(written),
    severity: 'error',
    message: `successThreshold of a ${kind} probe has to be 1: the API server rejects ${successThreshold}.`,
    fixes: [fix('Set successThreshold to 1', 'safe', replaceScalar(written, 1))],
  });
}

function timeoutOf({ kind, node, timeoutSeconds, periodSeconds }: Probe): Outcome | undefined {
  const written = node.get('timeoutSeconds');
  if (timeoutSeconds === undefined || periodSeconds === undefined) return unknown('A number of the probe is filled in later.');
  if (written === undefined || timeoutSeconds <= periodSeconds) return undefined;
  return violated({
    span: pointAt(written),
    severity: 'information',
    message: `The ${kind} probe waits ${timeoutSeconds} s for an answer, longer than its period of ${periodSeconds} s: probes that time out come later than that.`,
    fixes: [fix(`Set timeoutSeconds to ${periodSeconds}`, 'unsafe', replaceScalar(written, periodSeconds))],
  });
}

function windowOf(probe: Probe, readiness: Probe | undefined, least: number): Outcome | undefined {
  const { node, periodSeconds } = probe;
  const window = failureWindowOf(probe);
  if (window === undefined || periodSeconds === undefined) return undefined;
  const written = node.get('failureThreshold') ?? node.get('periodSeconds') ?? node;
  const ready = readiness && failureWindowOf(readiness);
  const failures = failuresFor(Math.max(least, Math.min(ready ?? 0, 60) + 1), periodSeconds);
  const fixes = () => [fix(`Set failureThreshold to ${failures}`, 'unsafe', setIn(node, ['failureThreshold'], failures))];
  if (window < least)
    return violated({
      span: pointAt(written),
      message: `Liveness restarts the container after ${window} s of failure: a short pause of the program is enough.`,
      fixes,
    });
  if (ready === undefined || readiness === undefined || window * 2 > ready) return undefined;
  return violated({
    span: pointAt(written),
    severity: 'information',
    message: `Liveness restarts the container after ${window} s of failure, before readiness takes it out of its Services after ${ready} s.`,
    related: [{ span: pointAt(readiness.node), message: 'The readiness probe is here.' }],
    fixes,
  });
}
