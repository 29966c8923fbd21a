import { ingressOf } from '../../kubernetes/ingress.js';
import { isHelmTest } from '../../kubernetes/resource.js';
import { isForDevelopment } from '../../workspace/development.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import { pointAtKey } from '../../yaml/point-at.js';
import { defineRule, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

/** Reports a rule of an Ingress that serves every host. */
export const hostMissing = defineRule({
  id: 'ingress/host-missing',
  title: 'Ingress rule for every host',
  severity: 'information',
  release: 2,
  sop: ['G7.1/2'],
  why: `A rule without \`host\` answers for every name that leads to the controller, also for those of other teams and for requests to its bare
address. Two such rules get in each other's way.`,
  remedy: `Name the host. What shall answer for everything else is written as \`defaultBackend\`.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const ingress = ingressOf(resource);
    if (ingress === undefined) return;
    const open = ingress.rules.filter(({ host, paths }) => (host?.text ?? '') === '' && paths.length > 0);
    if (ingress.rules.length === 0) return yield notApplicable('It has no rules.');
    if (open.length === 0) return yield satisfied();
    if (isForDevelopment(workspace, namespaceIn(workspace, resource))) return yield notApplicable('It is for development.');
    if (isHelmTest(resource)) return yield notApplicable('It belongs to a Helm test.');
    if (Object.keys(ingress.annotations).some(key => key.endsWith('/mergeable-ingress-type')))
      return yield unknown('It is one part of an Ingress.');
    const later = laterAdditions(workspace);
    if (later !== undefined) return yield unknown(later);
    for (const { node, host } of open) {
      yield violated({
        span: pointAtKey(host ?? node.get('http') ?? node),
        message: 'The rule has no host, so that it answers for every name that leads to the controller.',
      });
    }
  },
});
