import { type IngressBackend, ingressOf } from '../../kubernetes/ingress.js';
import { nearestText } from '../../text/edit-distance.js';
import type { ServiceFact } from '../../workspace/facts.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { referencedService } from '../../workspace/referenced-service.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

type Port = ServiceFact['ports'][number];

/** Reports a port in a backend of an Ingress that its Service does not have. */
export const backendPortMissing = defineRule({
  id: 'ingress/backend-port-missing',
  title: 'Ingress to a port that the Service does not have',
  severity: 'error',
  release: 1,
  sop: ['G7.1/2'],
  why: `A backend names a port of the *Service*: its \`port\` or the name of that port, not the port of the Pods behind it. With another one the
controller has no endpoints, and requests fail with 503.`,
  remedy: `Use the number or the name of a port under \`spec.ports\` of the Service.`,
  fixSafety: `The number of a port's own \`targetPort\` can only mean that port, and a name that differs by a slip the one beside it. The only
port of a Service is likely but not sure to be meant.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const ingress = ingressOf(resource);
    if (ingress === undefined) return;
    if (ingress.backends.length === 0) return yield notApplicable('It names no Service.');
    const namespace = namespaceIn(workspace, resource);
    for (const backend of ingress.backends) yield judge(backend, namespace, workspace);
  },
});

function judge({ service, port, portNode }: IngressBackend, namespace: string | undefined, workspace: WorkspaceView): Outcome {
  if (portNode === undefined) return notApplicable('No port is written.');
  if (portNode.text === 'use-annotation') return notApplicable('An annotation says where this goes, as the controller of AWS reads it.');
  const found = referencedService(service, namespace, workspace);
  if (found.kind !== 'found')
    return found.kind === 'unknown' ? unknown(found.because) : notApplicable('No manifest here defines the Service.');
  if (port === undefined) return unknown('The port is filled in later.');
  const [first] = found.services;
  if (first === undefined || found.services.some(({ serviceType }) => serviceType === 'ExternalName'))
    return notApplicable('The Service is another name for a host outside.');
  const ports = found.services.flatMap(each => each.ports);
  if (ports.some(each => (typeof port === 'number' ? each.port === port : each.name === port))) return satisfied();
  if (ports.length === 0 || ports.some(each => each.port === undefined)) return unknown('A port of the Service is not literal.');
  const later = laterAdditions(workspace);
  if (later !== undefined) return unknown(later);
  const sameFirst = found.services.filter(each => JSON.stringify(each.ports) === JSON.stringify(first.ports));
  if (sameFirst.length < found.services.length) return unknown('Several manifests define the Service, with different ports.');
  return finding(port, portNode, first);
}

function finding(port: number | string, portNode: YamlNode, service: ServiceFact): Outcome {
  const target = service.ports.find(each => each.targetPort === port);
  const list = service.ports.map(formatServicePort).join(', ');
  const count = service.ports.length === 1 ? 'its only port is' : 'its ports are';
  const written = typeof port === 'number' ? `${port}` : `named "${port}"`;
  const what = target === undefined ? `${count} ${list}` : `that is the targetPort of its port ${formatServicePort(target)}`;
  return violated({
    span: pointAt(portNode),
    message: `Service "${service.object.name}" has no port ${written}; ${what}.`,
    related: [{ message: 'The ports of the Service are here.', uri: service.uri, object: service.object, path: ['spec', 'ports'] }],
    fixes: fixesFor(port, portNode, service.ports, target),
  });
}

function formatServicePort({ name, port }: Port): string {
  return name === undefined ? `${port}` : `${port} ("${name}")`;
}

function fixesFor(port: number | string, node: YamlNode, ports: readonly Port[], target: Port | undefined): (Fix | undefined)[] {
  const near =
    typeof port === 'string'
      ? nearestText(
          port,
          ports.flatMap(({ name }) => name ?? []),
        )
      : undefined;
  const meant = target ?? ports.find(({ name }) => near !== undefined && name === near);
  const [only] = ports;
  const value = (each: Port) => (typeof port === 'string' ? each.name : each.port);
  const use = (each: Port | undefined, safety: Fix['safety']) => {
    const written = each === undefined ? undefined : value(each);
    return written === undefined
      ? undefined
      : fix(`Use port ${typeof written === 'string' ? `"${written}"` : written}`, safety, replaceScalar(node, written));
  };
  return meant !== undefined ? [use(meant, 'safe')] : [ports.length === 1 ? use(only, 'unsafe') : undefined];
}
