import { headOf } from '../../kubernetes/container.js';
import { missingProbeOf, USUAL_SIDECARS } from '../../workspace/missing-probe.js';
import { findMissingEntry } from '../../yaml/missing-entry.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

export const livenessMissing = defineRule({
  id: 'probe/liveness-missing',
  title: 'Container that serves requests without a liveness probe',
  severity: 'information',
  profiles: { strict: 'warning' },
  release: 1,
  sop: ['S5.0/1'],
  why: `A program that hangs still runs. Without a liveness probe nobody restarts it: the readiness probe takes it out of the Service, and it
stays there, until no replica is left.`,
  remedy: `Add a \`livenessProbe\` on a path of its own, such as \`/healthz\`, that answers from the process alone and looks at nothing else.
A program that exits when it cannot go on may do without: say so in a suppression.`,
  fixSafety: `The program has to answer the path: a probe that always fails restarts the container again and again.`,
  options: {
    path: { type: 'string', default: '/healthz', description: 'The path that the fix asks.' },
    sidecars: { type: 'strings', default: USUAL_SIDECARS, description: 'Names of containers that need no probe of their own.' },
  },
  on: 'container',

  *check(container, { workspace, options }) {
    const wanted = { kind: 'liveness', paths: [options.path, '/livez'], sidecars: options.sidecars } as const;
    const answer = missingProbeOf(container, wanted, workspace);
    if (answer.kind === 'present') yield satisfied();
    if (answer.kind === 'not-needed') yield notApplicable(answer.because);
    if (answer.kind === 'unknown') yield unknown(answer.because);
    if (answer.kind !== 'missing') return;
    const { proposal } = answer;
    yield violated({
      span: headOf(container),
      message: `Container "${container.name}" has no livenessProbe, so nothing restarts it when it hangs.`,
      missing: findMissingEntry(container.node, ['livenessProbe']),
      fixes: [proposal && fix(`Add a livenessProbe: ${proposal.handler.title}`, 'unsafe', proposal.edit)],
    });
  },
});
