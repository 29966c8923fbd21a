import { headOf } from '../../kubernetes/container.js';
import { missingProbeOf, USUAL_SIDECARS } from '../../workspace/missing-probe.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';
import { probeDefect } from '../probe-defect.js';

export const readinessRequired = defineRule({
  id: 'rollout/readiness-required',
  title: 'Rolling update that waits for nothing',
  severity: 'warning',
  release: 1,
  sop: ['S3.0/9'],
  why: `A rolling update takes an old Pod away as soon as a new one is ready, and without a readiness probe a Pod is ready when its process
runs. A version that starts and cannot serve is rolled out everywhere, and the update is reported as a success.`,
  remedy: `Add a \`readinessProbe\` that succeeds when the program can serve requests. Where \`probe/readiness-missing\` is on, it reports the
same container, once.`,
  fixSafety: `The program has to answer the path: a probe that always fails takes the Pods out of the Service.`,
  options: {
    path: { type: 'string', default: '/readyz', description: 'The path that the fix asks.' },
    sidecars: { type: 'strings', default: USUAL_SIDECARS, description: 'Names of containers that need no probe of their own.' },
  },
  on: 'container',

  *check(container, { workspace, options }) {
    const { resource } = container.workload;
    const type = resource.node.find('spec', 'strategy', 'type')?.text ?? 'RollingUpdate';
    if (resource.kind !== 'Deployment' || type !== 'RollingUpdate') return yield notApplicable('It is not updated by rolling.');
    const wanted = { kind: 'readiness', paths: [options.path, '/ready'], sidecars: options.sidecars } as const;
    const answer = missingProbeOf(container, wanted, workspace);
    if (answer.kind === 'present') return yield satisfied();
    if (answer.kind === 'not-needed') return yield notApplicable(answer.because);
    if (answer.kind === 'unknown') return yield unknown(answer.because);
    const { service, proposal } = answer;
    if (service === undefined) return yield notApplicable('No Service sends requests to it.');
    yield violated({
      span: headOf(container),
      message: `Container "${container.name}" has no readinessProbe, so a rolling update of Deployment "${resource.name}" succeeds with a version that cannot serve.`,
      comesToLight: true,
      defect: probeDefect('readiness', container),
      fixes: [proposal && fix(`Add a readinessProbe: ${proposal.handler.title}`, 'unsafe', proposal.edit)],
    });
  },
});
