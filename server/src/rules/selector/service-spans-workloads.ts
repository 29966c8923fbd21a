import { ownValue } from '../../kubernetes/resource.js';
import type { ServicePort } from '../../kubernetes/service.js';
import { serviceOf } from '../../kubernetes/service.js';
import type { WorkloadFact } from '../../workspace/facts.js';
import { declaredPortsOf, hasInjectedContainers } from '../../workspace/pod-ports.js';
import { carriesLabels, namespaceIn, workloadsCarrying } from '../../workspace/selected-workloads.js';
import { pointAtKey } from '../../yaml/point-at.js';
import { setIn } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

export const serviceSpansWorkloads = defineRule({
  id: 'selector/service-spans-workloads',
  title: 'Service that also selects Pods without its port',
  severity: 'information',
  release: 2,
  sop: ['S3.0/4'],
  why: `A Service sends requests to every ready Pod that it selects. If a worker or a job carries the same labels as the server, some of the
requests go to Pods that do not listen, and fail.`,
  remedy: `Add a label that tells the workloads apart, such as \`app.kubernetes.io/component\`, and select it.`,
  fixSafety: `A Pod may listen on a port that it does not declare.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const service = serviceOf(resource);
    if (service?.selector === undefined) return;
    if (!service.selector.known) return yield unknown('Not all labels of the selector are literal.');
    const { labels } = service.selector;
    const matches = workloadsCarrying(workspace, labels, namespaceIn(workspace, resource)).filter(
      workload => workload.unit === workspace.unit && carriesLabels(workload, labels) === true,
    );
    const names = new Set(matches.map(({ object }) => `${object.kind}/${object.name}`));
    if (names.size < 2) return yield satisfied();
    const listening = matches.filter(workload => service.ports.some(port => declares(workload, port)));
    const deaf = matches.filter(workload => !listening.includes(workload) && !hasInjectedContainers(workload));
    const [other] = deaf;
    const [server] = listening;
    if (server === undefined || other === undefined)
      return yield notApplicable('All of the workloads that it selects have its ports, or none declares them.');
    if (matches.some(({ containers }) => containers.length === 0)) return yield unknown('A workload shows no containers.');
    const telling = Object.entries(server.podLabels).find(
      ([key, value]) =>
        listening.every(({ podLabels }) => ownValue(podLabels, key) === value) &&
        deaf.every(({ podLabels }) => ownValue(podLabels, key) !== value),
    );
    const selector = service.selectorNode;
    yield violated({
      span: selector === undefined ? resource.node.span : pointAtKey(selector),
      message: `The Service selects the Pods of ${other.object.kind} "${other.object.name}" too, which declare none of its ports: requests go there as well as to ${server.object.kind} "${server.object.name}".`,
      related: [
        {
          message: 'The labels of those Pods are here.',
          uri: other.uri,
          object: other.object,
          path: [...other.templatePath, 'metadata', 'labels'],
        },
      ],
      fixes: [
        selector === undefined || telling === undefined
          ? undefined
          : fix(`Select "${telling[0]}=${telling[1]}" too`, 'unsafe', setIn(selector, [telling[0]], telling[1])),
      ],
    });
  },
});

function declares(workload: WorkloadFact, { port, targetPort }: ServicePort): boolean {
  const target = targetPort ?? port;
  return declaredPortsOf(workload).some(({ port: { name, number } }) => target !== undefined && (name === target || number === target));
}
