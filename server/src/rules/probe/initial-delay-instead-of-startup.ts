import { probeOf } from '../../kubernetes/probe.js';
import { handlerLike } from '../../kubernetes/probe-handler.js';
import { failuresFor } from '../../kubernetes/probe-timing.js';
import { pointAt } from '../../yaml/point-at.js';
import { insertEntry, removeEntry } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

export const initialDelayInsteadOfStartup = defineRule({
  id: 'probe/initial-delay-instead-of-startup',
  title: 'Long initial delay where a startup probe belongs',
  severity: 'information',
  release: 3,
  sop: ['G5.1/3'],
  why: `A delay before the first liveness probe is a guess: too short and a slow start is killed, too long and a program that hangs early is left
alone. A startup probe asks until the program answers once, and lets liveness begin at that moment.`,
  remedy: `Replace \`initialDelaySeconds\` by a \`startupProbe\` that allows for the slowest start.`,
  fixSafety: `The startup probe gives up after the delay that was written: a start that took longer was not killed before that.`,
  options: {
    longestSeconds: { type: 'number', default: 30, minimum: 0, description: 'The longest delay that needs no startup probe.' },
  },
  on: 'container',

  *check(container, { options }) {
    const liveness = probeOf(container, 'liveness');
    if (liveness === undefined) return yield notApplicable('It has no liveness probe.');
    if (probeOf(container, 'startup') !== undefined) return yield satisfied('It has a startup probe.');
    const { initialDelaySeconds: delay, periodSeconds: period } = liveness;
    const node = liveness.node.get('initialDelaySeconds');
    if (delay === undefined || period === undefined) return yield unknown('A number of the probe is filled in later.');
    if (node === undefined || delay <= options.longestSeconds) return yield satisfied();
    const handler = handlerLike(liveness, liveness.path ?? '/');
    const failures = failuresFor(delay + (liveness.failureThreshold ?? 3) * period, period);
    const lines = [
      'startupProbe:',
      ...(handler?.lines ?? []).map(line => `  ${line}`),
      `  periodSeconds: ${period}`,
      `  failureThreshold: ${failures}`,
    ];
    yield violated({
      span: pointAt(node),
      message: `Liveness waits ${delay} s before it asks at all: a startup probe would end the wait as soon as container "${container.name}" answers.`,
      fixes: [
        handler === undefined
          ? undefined
          : fix(
              `Ask at startup instead, for up to ${failures * period} s`,
              'unsafe',
              insertEntry(container.node, { before: 'livenessProbe' }, lines),
              removeEntry(node),
            ),
      ],
    });
  },
});
