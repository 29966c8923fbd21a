import { headOf } from '../../kubernetes/container.js';
import { missingProbeOf, USUAL_SIDECARS } from '../../workspace/missing-probe.js';
import { findMissingEntry } from '../../yaml/missing-entry.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';
import { probeDefect } from '../probe-defect.js';

export const readinessMissing = defineRule({
  id: 'probe/readiness-missing',
  title: 'Container that serves requests without a readiness probe',
  severity: 'warning',
  release: 1,
  sop: ['S5.0/3'],
  why: `Without a readiness probe a container counts as ready as soon as it runs. The Service sends it requests before it listens, and a
rolling update takes old Pods away for new ones that cannot serve yet.`,
  remedy: `Add a \`readinessProbe\` that succeeds when the program can serve requests, on a path of its own such as \`/readyz\`.`,
  fixSafety: `The program has to answer the path: a probe that always fails takes the Pods out of the Service.`,
  options: {
    path: { type: 'string', default: '/readyz', description: 'The path that the fix asks.' },
    sidecars: { type: 'strings', default: USUAL_SIDECARS, description: 'Names of containers that need no probe of their own.' },
  },
  on: 'container',

  *check(container, { workspace, options }) {
    const wanted = { kind: 'readiness', paths: [options.path, '/ready'], sidecars: options.sidecars } as const;
    const answer = missingProbeOf(container, wanted, workspace);
    if (answer.kind === 'present') yield satisfied();
    if (answer.kind === 'not-needed') yield notApplicable(answer.because);
    if (answer.kind === 'unknown') yield unknown(answer.because);
    if (answer.kind !== 'missing') return;
    const { service, proposal } = answer;
    const consequence =
      service === undefined
        ? '. No Service of the workspace sends requests to it, but rollouts go by readiness too.'
        : `, so Service "${service.object.name}" sends it requests before it can answer them.`;
    yield violated({
      span: headOf(container),
      message: `Container "${container.name}" has no readinessProbe${consequence}`,
      ...(service === undefined ? { severity: 'information' } : {}),
      defect: probeDefect('readiness', container),
      missing: findMissingEntry(container.node, ['readinessProbe']),
      fixes: [proposal && fix(`Add a readinessProbe: ${proposal.handler.title}`, 'unsafe', proposal.edit)],
    });
  },
});
