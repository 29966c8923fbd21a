import { serviceOf } from '../../kubernetes/service.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import { routesTo } from '../../workspace/service-routes.js';
import { pointAt } from '../../yaml/point-at.js';
import { clusterIpFix } from '../cluster-ip-fix.js';
import { defineRule, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

/** Reports a load balancer in front of a Service that an Ingress or a route publishes as well. */
export const doubleExposure = defineRule({
  id: 'service/double-exposure',
  title: 'Service that is published twice',
  severity: 'information',
  release: 2,
  sop: ['G7.1/1'],
  why: `A load balancer of its own costs money, and goes around what the Ingress in front does: TLS, authentication, limits.`,
  remedy: `Keep one entry: make the Service a ClusterIP, or remove it from the Ingress.`,
  fixSafety: `Clients that use the address of the load balancer are cut off.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const service = serviceOf(resource);
    if (service === undefined) return;
    const type = resource.node.find('spec', 'type');
    if (type === undefined || service.type !== 'LoadBalancer') return yield notApplicable('It has no load balancer of its own.');
    if (Object.entries(service.annotations).some(([key, value]) => /internal/i.test(key) || /internal/i.test(value)))
      return yield notApplicable('Its load balancer serves a private network.');
    const [route] = routesTo(resource.name, namespaceIn(workspace, resource), workspace).filter(({ unit }) => unit === workspace.unit);
    if (route === undefined) return yield satisfied();
    const later = laterAdditions(workspace);
    if (later !== undefined) return yield unknown(later);
    const { uri, object } = route;
    yield violated({
      span: pointAt(type),
      message: `The Service has a load balancer of its own, and ${object.kind} "${object.name}" publishes it, too.`,
      related: [{ message: 'It is published here.', uri, object, path: ['metadata', 'name'] }],
      fixes: [clusterIpFix(service)],
    });
  },
});
