import { mapsOf } from '../../kubernetes/container.js';
import { groupOf, type Resource } from '../../kubernetes/resource.js';
import { literalInteger, literalText } from '../../kubernetes/unresolved-text.js';
import { nearestText } from '../../text/edit-distance.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { referencedService } from '../../workspace/referenced-service.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import { unreadReason } from '../../workspace/unread-documents.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

const GATEWAY_API = 'gateway.networking.k8s.io';
const KINDS = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'];

/** Reports a route of the Gateway API to a Service, a port of it, or a Gateway that is not there. */
export const backendRef = defineRule({
  id: 'gateway/backend-ref',
  title: 'Route to a Service or a Gateway that no manifest defines',
  severity: 'warning',
  release: 2,
  sop: ['beyond: the standard knows Ingress only'],
  why: `A route whose Service or port is not there answers 500 to every request. One whose Gateway is not there serves nothing.`,
  remedy: `Mend the name or the port. If something outside the repository makes the Service, name it under \`externalObjects\` as \`Service/name\`.`,
  fixSafety: `An object with a similar name may be another one, and the only port of a Service need not be the one that is meant.`,
  on: 'resource',

  *check(resource, { workspace }) {
    if (groupOf(resource.apiVersion) !== GATEWAY_API || !KINDS.includes(resource.kind)) return;
    const rules = mapsOf(resource.node.find('spec', 'rules'));
    const backends = rules.flatMap(rule => mapsOf(rule.get('backendRefs')));
    const parents = mapsOf(resource.node.find('spec', 'parentRefs'));
    if (backends.length === 0 && parents.length === 0) return yield notApplicable('It refers to nothing yet.');
    for (const parent of parents) yield judgeParent(parent, resource, workspace);
    for (const backend of backends) yield judgeBackend(backend, resource, workspace);
  },
});

/** Gateways often belong to another repository: only one that looks like a slip is reported. */
function judgeParent(reference: YamlNode, resource: Resource, workspace: WorkspaceView): Outcome {
  if ((reference.get('kind')?.text ?? 'Gateway') !== 'Gateway') return notApplicable('A parent is no Gateway.');
  const nameNode = reference.get('name');
  const name = literalText(nameNode);
  if (name === undefined || nameNode === undefined) return unknown('The name of the Gateway is filled in later.');
  const namespace = literalText(reference.get('namespace')) ?? namespaceIn(workspace, resource);
  const gateways = workspace.objects('workspace', 'Gateway', namespace).filter(({ object }) => groupOf(object.apiVersion) === GATEWAY_API);
  const names = gateways.map(({ object }) => object.name);
  if (names.includes(name)) return satisfied();
  const meant = nearestText(name, names);
  const later = laterAdditions(workspace) ?? unreadReason(workspace, 'workspace', ['Gateway']);
  if (meant === undefined || later !== undefined) return unknown(later ?? 'The Gateway may come from elsewhere.');
  return violated({
    span: pointAt(nameNode),
    message: `Gateway "${name}" is defined nowhere in the workspace; there is "${meant}".`,
    fixes: [fix(`Use Gateway "${meant}"`, 'unsafe', replaceScalar(nameNode, meant))],
  });
}

function judgeBackend(reference: YamlNode, resource: Resource, workspace: WorkspaceView): Outcome {
  if ((reference.get('kind')?.text ?? 'Service') !== 'Service' || (reference.get('group')?.text ?? '') !== '')
    return notApplicable('A backend is no Service.');
  const nameNode = reference.get('name');
  if (reference.get('namespace') !== undefined)
    return unknown('The Service of another namespace may be elsewhere, and needs a ReferenceGrant there.');
  if (nameNode === undefined) return unknown('The name of the Service is not written yet.');
  const name = literalText(nameNode);
  const found = referencedService(name, namespaceIn(workspace, resource), workspace);
  if (found.kind === 'found') return judgePort(reference, found.services, workspace);
  if (found.kind !== 'missing') return found.kind === 'unknown' ? unknown(found.because) : notApplicable(found.because);
  const { meant, namespace: elsewhere } = found;
  const where =
    elsewhere === undefined
      ? 'is defined nowhere in the workspace'
      : `is defined in namespace "${elsewhere}", which the reference does not name`;
  return violated({
    span: pointAt(nameNode),
    message: `Service "${name}" ${where}: requests for this rule fail.${meant === undefined ? '' : ` There is "${meant}".`}`,
    fixes: [meant === undefined ? undefined : fix(`Send the traffic to Service "${meant}"`, 'unsafe', replaceScalar(nameNode, meant))],
  });
}

function judgePort(
  reference: YamlNode,
  services: Extract<ReturnType<typeof referencedService>, { kind: 'found' }>['services'],
  workspace: WorkspaceView,
): Outcome {
  const portNode = reference.get('port');
  const port = literalInteger(portNode);
  const ports = services.flatMap(service => service.ports);
  if (portNode === undefined || port === undefined) return unknown('The port is not a number yet.');
  if (ports.some(each => each.port === port)) return satisfied();
  const [service] = services;
  if (service === undefined || ports.some(each => each.port === undefined) || ports.length === 0)
    return unknown('A port of the Service is not literal.');
  const later = laterAdditions(workspace);
  if (later !== undefined) return unknown(later);
  const target = ports.find(each => each.targetPort === port);
  const numbers = [...new Set(ports.map(each => each.port))];
  const meant = target?.port ?? (numbers.length === 1 ? numbers[0] : undefined);
  const what = target === undefined ? `there is ${numbers.join(', ')}` : `that is the targetPort of its port ${target.port}`;
  return violated({
    span: pointAt(portNode),
    message: `Service "${service.object.name}" has no port ${port}; ${what}.`,
    related: [{ message: 'The ports of the Service are here.', uri: service.uri, object: service.object, path: ['spec', 'ports'] }],
    fixes: [
      meant === undefined ? undefined : fix(`Use port ${meant}`, target === undefined ? 'unsafe' : 'safe', replaceScalar(portNode, meant)),
    ],
  });
}
