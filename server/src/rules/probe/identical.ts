import type { Container } from '../../kubernetes/container.js';
import { type Probe, probeOf } from '../../kubernetes/probe.js';
import { isUnresolved } from '../../kubernetes/unresolved-text.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar, setIn } from '../../yaml/yaml-edit.js';
import { defineRule, type Fix, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';
import { probeDefect } from '../probe-defect.js';

export const identical = defineRule({
  id: 'probe/identical',
  title: 'Liveness and readiness ask the same',
  severity: 'warning',
  release: 1,
  sop: ['S5.0/1'],
  why: `The two probes answer different questions. If both ask the same handler, whatever makes the program unready restarts it too: a
database that is away for a minute takes all Pods down with it, one restart after the other.`,
  remedy: `Let liveness ask a handler that looks at nothing but the process. If there is only one handler, let liveness give up much later than
readiness: three times as late is enough for this rule.`,
  fixSafety: `The program has to answer the other path.`,
  options: {
    livenessPath: { type: 'string', default: '/healthz', description: 'The path that the fix gives to liveness.' },
    readinessPath: {
      type: 'string',
      default: '/readyz',
      description: 'The path that the fix gives to readiness, where liveness has its own.',
    },
  },
  on: 'container',

  *check(container, { options }) {
    const liveness = probeOf(container, 'liveness');
    const readiness = probeOf(container, 'readiness');
    if (liveness === undefined || readiness === undefined) {
      yield notApplicable('It does not have both probes.');
      return;
    }
    if (liveness.handler !== 'httpGet' || readiness.handler !== 'httpGet') {
      const because = liveness.handler === readiness.handler ? 'Only HTTP has a path, to ask one thing or another.' : undefined;
      yield because === undefined ? satisfied() : notApplicable(because);
      return;
    }
    if ([liveness, readiness].some(isOpen)) {
      yield unknown('A path or a port is filled in later.');
      return;
    }
    if (!asksTheSame(container, liveness, readiness)) yield satisfied();
    else if (patience(liveness) >= 3 * patience(readiness)) yield satisfied('Liveness gives up at least three times as late as readiness.');
    else {
      yield violated({
        span: pointAt(liveness.pathNode ?? liveness.node),
        message: `Liveness and readiness of container "${container.name}" both ask ${liveness.path} on port ${typeof liveness.port === 'string' ? `"${liveness.port}"` : liveness.port}: what makes the program unready restarts it too.`,
        defect: probeDefect('liveness', container),
        related: [{ span: pointAt(readiness.pathNode ?? readiness.node), message: 'The readiness probe asks the same.' }],
        fixes:
          liveness.path === options.livenessPath
            ? [pathFix(readiness, options.readinessPath)]
            : [pathFix(liveness, options.livenessPath), pathFix(readiness, options.readinessPath)],
      });
    }
  },
});

function isOpen({ path, port }: Probe): boolean {
  return port === undefined || isUnresolved(path ?? '');
}

function asksTheSame(container: Container, a: Probe, b: Probe): boolean {
  const scheme = ({ handlerNode }: Probe) => handlerNode?.get('scheme')?.text ?? 'HTTP';
  const samePlace = portNumber(container, a) === portNumber(container, b) && a.host?.text === b.host?.text;
  return samePlace && a.path === b.path && scheme(a) === scheme(b) && headersOf(a) === headersOf(b);
}

/** Headers can tell a handler which probe asks. */
function headersOf({ handlerNode }: Probe): string {
  const headers = handlerNode?.get('httpHeaders')?.items() ?? [];
  return headers.map(header => `${header.get('name')?.text}: ${header.get('value')?.text}`).join('\n');
}

/** The number of a port, named or not; a name that no port has stands for itself. */
function portNumber({ ports }: Container, { port }: Probe): number | string | undefined {
  return typeof port === 'string' ? (ports.find(({ name }) => name === port)?.number ?? port) : port;
}

/** Seconds of failure until the kubelet acts. */
function patience({ periodSeconds, failureThreshold }: Probe): number {
  return (periodSeconds ?? Number.NaN) * (failureThreshold ?? Number.NaN);
}

function pathFix({ kind, path, pathNode, handlerNode }: Probe, wanted: string): Fix | undefined {
  if (path === wanted) return undefined;
  const edit = pathNode === undefined ? handlerNode && setIn(handlerNode, ['path'], wanted) : replaceScalar(pathNode, wanted);
  return fix(`Let ${kind} ask ${wanted}`, 'unsafe', edit);
}
