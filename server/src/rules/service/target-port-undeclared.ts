import { type Service, type ServicePort, serviceOf } from '../../kubernetes/service.js';
import { editDistance } from '../../text/edit-distance.js';
import type { WorkloadFact } from '../../workspace/facts.js';
import { type DeclaredPort, declaredPortsOf, formatPort, hasInjectedContainers } from '../../workspace/pod-ports.js';
import { formatWorkloads, podsBehind } from '../../workspace/service-pods.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { replaceScalar, setIn } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Finding, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

interface NumberedTarget {
  readonly number: number;
  readonly node: YamlNode;
  readonly protocol: string;
}

/** Reports a numeric `targetPort` that no container of the selected Pods declares. */
export const targetPortUndeclared = defineRule({
  id: 'service/target-port-undeclared',
  title: 'targetPort that no selected Pod declares',
  severity: 'warning',
  release: 1,
  sop: ['S3.0/5', 'G3.1/4'],
  why: `\`containerPort\` only informs: a Service reaches any port on which a process listens. But where the Pods declare ports and the
Service names another, one of the two is usually wrong, and then every connection is refused.`,
  remedy: `Set \`targetPort\` to the port on which the container listens, or declare that port in \`ports\`.`,
  fixSafety: `Nothing in a manifest proves on which port the process listens: either side may be the one that is wrong.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const service = serviceOf(resource);
    if (service === undefined) return;
    const targets = service.ports.flatMap(numberedTargetOf);
    if (targets.length === 0) return yield notApplicable('No targetPort is a number.');
    const pods = podsBehind(service, workspace);
    if (pods.kind !== 'selected') return yield pods.kind === 'none' ? notApplicable(pods.because) : unknown(pods.because);
    for (const target of targets) yield outcomeFor(target, service, pods.workloads, workspace);
  },
});

function numberedTargetOf({ targetPort, targetPortNode, protocol }: ServicePort): NumberedTarget[] {
  return typeof targetPort === 'number' && targetPortNode !== undefined ? [{ number: targetPort, node: targetPortNode, protocol }] : [];
}

function outcomeFor(target: NumberedTarget, service: Service, workloads: readonly WorkloadFact[], workspace: WorkspaceView): Outcome {
  const declared = workloads.flatMap(declaredPortsOf);
  if (declared.some(({ port }) => port.number === target.number))
    return declared.some(({ port }) => port.number === target.number && port.protocol === target.protocol)
      ? satisfied()
      : notApplicable('The port is declared for another protocol.');
  if (declared.some(({ port }) => port.number === undefined)) return unknown('The number of a container port is not literal.');
  if (workloads.some(({ hostNetwork }) => hostNetwork))
    return unknown('The Pods use the network of the node: any process there may listen.');
  if (workloads.some(hasInjectedContainers)) return unknown('A container that is injected into the Pods may listen on this port.');
  const image = workloads
    .flatMap(({ containers }) => containers.flatMap(container => container.image ?? []))
    .find(name => exposes(workspace, name, target));
  if (image !== undefined) return satisfied(`The image "${image}" exposes the port.`);
  if (workspace.isBase) return unknown('It stands in a kustomize base: an overlay may declare the port.');
  return violated({ ...findingFor(target, declared, workloads), ...(isDoubtful(target, service, declared) ? {} : { severity: 'hint' }) });
}

/**
 * Whether something is likely wrong: no port of the Service is declared, or this one looks like a slip of a port that the Service does not
 * use. Otherwise it may be a port that works and that nobody declared.
 */
function isDoubtful({ number }: NumberedTarget, { ports }: Service, declared: readonly DeclaredPort[]): boolean {
  if (declared.length === 0) return false;
  const uses = ({ port }: DeclaredPort) => ports.some(({ targetPort, port: own }) => [port.number, port.name].includes(targetPort ?? own));
  const unused = declared.filter(each => !uses(each));
  return unused.length === declared.length || unused.some(({ port }) => editDistance(`${port.number}`, `${number}`, 1) <= 1);
}

function exposes(workspace: WorkspaceView, image: string, { number, protocol }: NumberedTarget): boolean {
  const ports = workspace.imageBuiltAs(image)?.image.exposedPorts ?? [];
  return ports.some(port => port.number === number && port.protocol.toUpperCase() === protocol);
}

function findingFor(target: NumberedTarget, declared: readonly DeclaredPort[], workloads: readonly WorkloadFact[]): Finding {
  const [first] = workloads;
  const owner = formatWorkloads(workloads);
  const sameProtocol = declared.filter(({ port }) => port.protocol === target.protocol);
  const list = [...new Set(declared.map(({ port }) => formatPort(port)))].join(', ');
  const message =
    declared.length === 0
      ? `No container of ${owner} declares a port, so nothing here shows that ${target.number} is right.`
      : `No container of ${owner} declares port ${target.number}, only ${list}.`;
  return {
    span: target.node.span,
    message,
    related: declared
      .slice(0, 3)
      .map(({ workload: { uri, object }, path }) => ({ message: 'A port is declared here.', uri, object, path })),
    fixes: [targetFix(target, sameProtocol), workloads.length === 1 && first !== undefined ? declareFix(target, first) : undefined],
  };
}

/** The only port that there is. */
function targetFix({ node }: NumberedTarget, declared: readonly DeclaredPort[]): Fix | undefined {
  const [only] = declared;
  if (only?.port.number === undefined || declared.length > 1) return undefined;
  return fix(`Set targetPort to ${only.port.number}`, 'unsafe', replaceScalar(node, only.port.number));
}

/** In the only container, as there is no telling which one listens. */
function declareFix({ number, protocol }: NumberedTarget, { uri, object, containers }: WorkloadFact): Fix | undefined {
  const [only, ...others] = containers.filter(({ role }) => role !== 'init');
  if (only === undefined || others.length > 0) return undefined;
  const lines = [`containerPort: ${number}`, ...(protocol === 'TCP' ? [] : [`protocol: ${protocol}`])];
  return {
    title: `Declare port ${number} in container "${only.name}"`,
    safety: 'unsafe',
    edits: [],
    elsewhere: [{ place: { uri, object, path: only.path }, edit: node => setIn(node, ['ports', '-'], lines) }],
  };
}
