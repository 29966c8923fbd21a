import { ingressOf } from '../../kubernetes/ingress.js';
import { ingressControllerOf } from '../../workspace/ingress-controller.js';
import { pointAt, pointAtKey } from '../../yaml/point-at.js';
import { defineRule, notApplicable, unknown, violated } from '../define-rule.js';

/** Points out Ingresses of ingress-nginx, which is no longer maintained. */
export const controllerRetired = defineRule({
  id: 'ingress/controller-retired',
  title: 'Ingress of a controller that is retired',
  severity: 'hint',
  release: 2,
  sop: ['G7.1/3'],
  why: `The project ingress-nginx was retired in March 2026: what runs goes on running, but nobody mends its vulnerabilities. This is no mistake of
the Ingress; a move takes time.`,
  remedy: `Plan the move to another controller or to the Gateway API (HTTPRoute, GRPCRoute). Once it is planned, switch the rule off in the
configuration.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const ingress = ingressOf(resource);
    if (ingress === undefined) return;
    const controller = ingressControllerOf(ingress, workspace);
    if (controller === undefined) return yield unknown('The files do not say which controller serves it.');
    if (controller !== 'ingress-nginx') return yield notApplicable('Another controller than ingress-nginx serves it.');
    const node = ingress.classNode ?? ingress.legacyClassNode;
    yield violated({
      span: node === undefined ? pointAtKey(resource.node.find('metadata', 'annotations') ?? resource.node) : pointAt(node),
      message: 'ingress-nginx serves this Ingress, and was retired in March 2026: its vulnerabilities are no longer mended.',
    });
  },
});
