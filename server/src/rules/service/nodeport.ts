import { isHelmTest } from '../../kubernetes/resource.js';
import { serviceOf } from '../../kubernetes/service.js';
import { isForDevelopment } from '../../workspace/development.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { plainValue } from '../../workspace/plain-value.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import { routesTo } from '../../workspace/service-routes.js';
import { pointAt } from '../../yaml/point-at.js';
import { clusterIpFix } from '../cluster-ip-fix.js';
import { defineRule, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

/** Reports a Service of type NodePort outside of development. */
export const nodeport = defineRule({
  id: 'service/nodeport',
  title: 'Service that is open on a port of every node',
  severity: 'warning',
  release: 1,
  sop: ['S3.0/6', 'G3.1/5'],
  why: `A NodePort opens a port of every node of the cluster: clients have to know the nodes, whoever reaches a node reaches the Service, and no
load balancer, TLS or host name stands in front.`,
  remedy: `Use ClusterIP, and let an Ingress or a route lead to it from outside. Where nodes are meant to be asked, switch the rule off for this
Service with an override.`,
  fixSafety: `Clients that ask a node for the port are cut off.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const service = serviceOf(resource);
    if (service === undefined) return;
    const type = resource.node.find('spec', 'type');
    if (type === undefined || service.type !== 'NodePort') return yield satisfied();
    const namespace = namespaceIn(workspace, resource);
    if (isForDevelopment(workspace, namespace)) return yield notApplicable('It is for development.');
    if (isHelmTest(resource)) return yield notApplicable('It belongs to a Helm test.');
    const route = routesTo(resource.name, namespace, workspace).find(({ content }) => mayNeedNodePort(content));
    if (route !== undefined)
      return yield notApplicable(`The load balancer of ${route.object.kind} "${route.object.name}" asks the nodes for this port.`);
    if (/ingress|gateway|traefik|proxy/i.test(resource.name))
      return yield unknown('It may be the entry to the cluster, which a load balancer outside asks.');
    const later = laterAdditions(workspace);
    if (later !== undefined) return yield unknown(later);
    yield violated({
      span: pointAt(type),
      message: 'A NodePort opens a port of every node, and no load balancer, TLS or host name stands in front.',
      fixes: [clusterIpFix(service)],
    });
  },
});

/** Load balancers of clouds ask nodes, unless an annotation says that they ask Pods. Those of controllers in the cluster ask Pods. */
function mayNeedNodePort(content: Readonly<Record<string, unknown>>): boolean {
  const className = plainValue(content, 'spec', 'ingressClassName') ?? plainValue(content, 'annotations', 'kubernetes.io/ingress.class');
  if (className === 'alb') return plainValue(content, 'annotations', 'alb.ingress.kubernetes.io/target-type') !== 'ip';
  return className === undefined || className === 'gce' || className === 'gce-internal';
}
