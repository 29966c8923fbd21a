import { probeOf } from '../../kubernetes/probe.js';
import { failureWindowOf, startupBudgetOf } from '../../kubernetes/probe-timing.js';
import { pointAtKey } from '../../yaml/point-at.js';
import { removeEntry } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

export const startupUnneeded = defineRule({
  id: 'probe/startup-unneeded',
  title: 'Startup probe that allows no more than liveness does',
  severity: 'hint',
  release: 3,
  sop: ['G5.1/3'],
  why: `A startup probe is there for programs that need longer to start than liveness tolerates. One that gives up no later than liveness would,
and asks no more often, changes nothing, and may kill a start that liveness would have let through.`,
  remedy: `Give the startup probe the time that the slowest start takes, or leave it out.`,
  fixSafety: `Readiness and liveness are asked from the start then.`,
  on: 'container',

  *check(container) {
    const startup = probeOf(container, 'startup');
    const liveness = probeOf(container, 'liveness');
    if (startup === undefined || liveness === undefined) return yield notApplicable('It does not have both probes.');
    const budget = startupBudgetOf(startup);
    const allowed = startupBudgetOf(liveness);
    if (budget === undefined || allowed === undefined || failureWindowOf(liveness) === undefined)
      return yield unknown('A number of a probe is filled in later.');
    if (budget > allowed) return yield satisfied();
    if ((startup.periodSeconds ?? 0) < (liveness.periodSeconds ?? 0))
      return yield satisfied('It asks more often, and so notices sooner that the program is up.');
    yield violated({
      span: pointAtKey(startup.node),
      message: `The startup probe gives up after ${budget} s, and liveness would do so after ${allowed} s: it gives container "${container.name}" no more time to start.`,
      fixes: [fix('Remove the startup probe', 'unsafe', removeEntry(startup.node))],
    });
  },
});
