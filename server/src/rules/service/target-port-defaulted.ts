import { type ServicePort, serviceOf } from '../../kubernetes/service.js';
import type { WorkloadFact } from '../../workspace/facts.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { type DeclaredPort, declaredPortsOf, formatPort, hasInjectedContainers } from '../../workspace/pod-ports.js';
import { formatWorkloads, podsBehind } from '../../workspace/service-pods.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import { insertEntry } from '../../yaml/yaml-edit.js';
import { defineRule, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

/** Reports a Service without targetPort whose port no container declares, while another one is declared. */
export const targetPortDefaulted = defineRule({
  id: 'service/target-port-defaulted',
  title: 'Service port that is also taken for the port of the Pods',
  severity: 'warning',
  release: 1,
  sop: ['S3.0/5', 'G3.1/4'],
  why: `Without \`targetPort\` a Service sends traffic to the same port of the Pods. Where these listen on another one, every connection is refused.`,
  remedy: `Add \`targetPort\` with the name or the number of the port on which the container listens.`,
  fixSafety: `Which port serves is not in the file: containers may listen on ports that they do not declare.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const service = serviceOf(resource);
    if (service === undefined) return;
    const open = service.ports.filter(({ targetPortNode, port }) => targetPortNode === undefined && port !== undefined);
    if (open.length === 0) return yield notApplicable('All ports have a targetPort.');
    if (service.headless) return yield notApplicable('A headless Service maps no ports.');
    const pods = podsBehind(service, workspace);
    if (pods.kind !== 'selected') return yield pods.kind === 'none' ? notApplicable(pods.because) : unknown(pods.because);
    for (const port of open) yield judge(port, pods.workloads, workspace);
  },
});

function judge(port: ServicePort, workloads: readonly WorkloadFact[], workspace: WorkspaceView): Outcome {
  const declared = workloads.flatMap(declaredPortsOf);
  if (declared.some(each => each.port.number === port.port)) return satisfied();
  if (declared.length === 0) return unknown('The containers declare no ports.');
  if (declared.some(each => each.port.number === undefined)) return unknown('The number of a container port is not literal.');
  if (workloads.some(({ hostNetwork }) => hostNetwork))
    return unknown('The Pods use the network of the node: any process there may listen.');
  if (workloads.some(hasInjectedContainers)) return unknown('A container that is injected into the Pods may listen on this port.');
  const images = workloads.flatMap(({ containers }) => containers.flatMap(({ image }) => image ?? []));
  const exposing = images.find(image => workspace.imageBuiltAs(image)?.image.exposedPorts.some(({ number }) => number === port.port));
  if (exposing !== undefined) return satisfied(`The image "${exposing}" exposes the port.`);
  const later = laterAdditions(workspace);
  if (later !== undefined) return unknown(later);
  const list = [...new Set(declared.map(each => formatPort(each.port)))].join(', ');
  return violated({
    span: pointAt(port.node.get('port') ?? port.node),
    message: `Without a targetPort the traffic goes to port ${port.port} of ${formatWorkloads(workloads)}, whose containers declare only ${list}.`,
    related: declared
      .slice(0, 3)
      .map(({ workload: { uri, object }, path }) => ({ message: 'A port is declared here.', uri, object, path })),
    fixes: [targetFix(port, declared)],
  });
}

/** The port of the same name, else the only one. */
function targetFix({ node, name, protocol }: ServicePort, declared: readonly DeclaredPort[]): Fix | undefined {
  const fitting = declared.filter(({ port }) => port.protocol === protocol);
  const numbers = new Set(fitting.map(({ port }) => port.number));
  const meant = fitting.find(({ port }) => name !== undefined && port.name === name) ?? (numbers.size === 1 ? fitting[0] : undefined);
  const value = meant?.port.name ?? meant?.port.number;
  return value === undefined
    ? undefined
    : fix(`Add targetPort: ${value}`, 'unsafe', insertEntry(node, { after: 'port' }, [`targetPort: ${value}`]));
}
