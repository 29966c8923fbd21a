import type { NetworkPolicyPort } from '../../kubernetes/network-policy.js';
import { type WrittenPolicyRule, writtenPolicyOf } from '../../kubernetes/written-policy.js';
import type { PodsFact, ServiceFact } from '../../workspace/facts.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { standingPolicy } from '../../workspace/pod-traffic.js';
import { formatOwner, podsMatching, podsOfPeer } from '../../workspace/policy-pods.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

/** Reports a port of a policy that is the one of a Service, where the Pods behind it listen on another. */
export const portIsServicePort = defineRule({
  id: 'netpol/port-is-service-port',
  title: 'Policy for the port of a Service instead of that of its Pods',
  severity: 'warning',
  release: 1,
  sop: ['G7.2/3'],
  why: `A policy is applied to the connection as it reaches the Pod, after the Service has turned its \`port\` into the \`targetPort\`. A policy
that names the port of the Service allows a port on which nobody listens, and the one that is used stays closed.`,
  remedy: `Name the port on which the Pods listen, by number or by the name that the container gives it.`,
  fixSafety: `Where no container declares the port, only the Service says that the Pods listen there.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const policy = writtenPolicyOf(resource);
    if (policy === undefined) return;
    const standing = standingPolicy(resource, policy.spec, workspace);
    let isAsked = false;
    for (const rule of policy.rules) {
      if (!rule.ports.some(({ port }) => typeof port.port === 'number')) continue;
      isAsked = true;
      const pods =
        rule.direction === 'Ingress'
          ? podsMatching(policy.spec.podSelector, namespaceIn(workspace, resource), workspace)
          : rule.peers.flatMap(({ peer }) => podsOfPeer(peer, standing, workspace));
      if (pods.length === 0) yield unknown('No workload is known whose port this is.');
      else for (const { node, port } of rule.ports) yield judge(node, port, rule, pods, workspace);
    }
    if (!isAsked) yield notApplicable('It names no port by number.');
  },
});

function judge(
  node: YamlNode,
  { port, endPort, protocol }: NetworkPolicyPort,
  rule: WrittenPolicyRule,
  pods: readonly PodsFact[],
  workspace: WorkspaceView,
): Outcome {
  const number = node.get('port');
  if (typeof port !== 'number' || endPort !== undefined || number === undefined)
    return notApplicable('It names a port by its name, or a range.');
  if (pods.some(({ ports }) => ports.some(each => each.number === port))) return satisfied();
  const mapped = pods.flatMap(each => mappingsOf(each, port, protocol, workspace).map(mapping => ({ pods: each, ...mapping })));
  const [first] = mapped;
  if (first === undefined) return unknown('No Service has this port: the Pods may listen on it.');
  const targets = new Set(mapped.map(({ target }) => target));
  const { target, service } = first;
  if (target === undefined || targets.size > 1) return unknown('The files do not say which port of the Pods the Service leads to.');
  if (target === port) return satisfied();
  if (rule.ports.some(({ port: other }) => portCovers(other, target, first.pods)))
    return satisfied('The port of the Pods is allowed beside it.');
  const later = laterAdditions(workspace);
  if (later !== undefined) return unknown(later);
  const isDeclared = pods.some(each => each.ports.some(declared => declared.number === target));
  return violated({
    span: pointAt(number),
    message: `${port} is the port of Service "${service.object.name}"; policies see the port of the Pods, and ${formatOwner(first.pods)} listens on ${target}.`,
    related: [{ message: 'The Service maps the port here.', uri: service.uri, object: service.object, path: ['spec', 'ports'] }],
    fixes: [fix(`Allow port ${target}`, isDeclared ? 'safe' : 'unsafe', replaceScalar(number, target))],
  });
}

/** The ports of Pods that Services in front of them make of a port; `undefined` for one that is not literal. */
function mappingsOf(
  pods: PodsFact,
  port: number,
  protocol: string,
  workspace: WorkspaceView,
): readonly { service: ServiceFact; target: number | undefined }[] {
  const labels = { ...pods.podLabels, ...pods.missingLabels };
  return workspace.servicesSelecting(labels, pods.object.namespace).flatMap(service => {
    if (service.headless) return [];
    return service.ports
      .filter(each => each.port === port && each.protocol === protocol)
      .map(({ targetPort = port }) => ({
        service,
        target: typeof targetPort === 'number' ? targetPort : pods.ports.find(({ name }) => name === targetPort)?.number,
      }));
  });
}

function portCovers({ port, endPort }: NetworkPolicyPort, target: number, pods: PodsFact): boolean {
  if (port === undefined) return true;
  if (typeof port === 'number') return port <= target && target <= (endPort ?? port);
  return pods.ports.some(({ name, number }) => name === port && number === target);
}
