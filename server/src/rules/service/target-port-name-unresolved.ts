import { type ServicePort, serviceOf } from '../../kubernetes/service.js';
import { isUnresolved } from '../../kubernetes/unresolved-text.js';
import { nearestText } from '../../text/edit-distance.js';
import type { WorkloadFact } from '../../workspace/facts.js';
import { type DeclaredPort, declaredPortsOf, formatPort, hasInjectedContainers } from '../../workspace/pod-ports.js';
import { formatWorkloads, podsBehind } from '../../workspace/service-pods.js';
import { insertEntry, replaceScalar } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Finding, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

interface NamedTarget {
  readonly name: string;
  readonly node: YamlNode;
  readonly protocol: string;
}

/** Reports a `targetPort` whose name no container of the selected Pods gives to a port. */
export const targetPortNameUnresolved = defineRule({
  id: 'service/target-port-name-unresolved',
  title: 'Named targetPort that no selected Pod has',
  severity: 'error',
  release: 1,
  sop: ['S3.0/5', 'G3.1/4'],
  why: `A name in \`targetPort\` is looked up among the ports that the containers declare, with the same protocol. If no container of
the selected Pods has it, the Service has no endpoints for this port and connections to it fail.`,
  remedy: `Use the name of a port that a container declares, or give the port that is meant this name.`,
  fixSafety: `A name that differs by a slip from a declared one is surely meant. Where there is only one port, or one without
a name, it is likely but not sure to be the one.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const service = serviceOf(resource);
    if (service === undefined) return;
    const targets = service.ports.flatMap(namedTargetOf);
    if (targets.length === 0) return yield notApplicable('No targetPort is a name.');
    const pods = podsBehind(service, workspace);
    if (pods.kind !== 'selected') return yield pods.kind === 'none' ? notApplicable(pods.because) : unknown(pods.because);
    for (const target of targets) yield outcomeFor(target, pods.workloads, workspace.isBase);
  },
});

function namedTargetOf({ targetPort, targetPortNode, protocol }: ServicePort): NamedTarget[] {
  return typeof targetPort === 'string' && targetPortNode !== undefined ? [{ name: targetPort, node: targetPortNode, protocol }] : [];
}

function outcomeFor(target: NamedTarget, workloads: readonly WorkloadFact[], isBase: boolean): Outcome {
  const declared = workloads.flatMap(declaredPortsOf);
  const names = declared.map(({ port }) => port);
  if (names.some(({ name, protocol }) => name === target.name && protocol === target.protocol)) return satisfied();
  if (names.some(({ name }) => name !== undefined && isUnresolved(name))) return unknown('The name of a container port is not literal.');
  if (isBase) return unknown('It stands in a kustomize base: an overlay may name the port.');
  if (workloads.some(hasInjectedContainers) && /envoy|istio|linkerd|dapr|vault|consul|proxy/i.test(target.name))
    return unknown('A container that is injected into the Pods may have a port of this name.');
  return violated(findingFor(target, declared, workloads));
}

function findingFor(target: NamedTarget, declared: readonly DeclaredPort[], workloads: readonly WorkloadFact[]): Finding {
  const sameProtocol = declared.filter(({ port }) => port.protocol === target.protocol);
  const otherProtocol = declared.find(({ port }) => port.name === target.name);
  return {
    span: target.node.span,
    message: messageFor(target, formatWorkloads(workloads), sameProtocol, otherProtocol),
    related: sameProtocol
      .slice(0, 3)
      .map(({ workload: { uri, object }, path }) => ({ message: 'A port is declared here.', uri, object, path })),
    fixes: otherProtocol === undefined ? fixesFor(target, sameProtocol) : [],
  };
}

function messageFor(
  { name, protocol }: NamedTarget,
  owner: string,
  declared: readonly DeclaredPort[],
  other: DeclaredPort | undefined,
): string {
  if (other !== undefined)
    return `The port "${name}" of ${owner} is declared for ${other.port.protocol}, and this Service asks for ${protocol}.`;
  const list = [...new Set(declared.map(({ port }) => formatPort(port)))].join(', ');
  return `No container of ${owner} declares a ${protocol} port named "${name}", ${list === '' ? `nor any other ${protocol} port` : `only ${list}`}.`;
}

function fixesFor(target: NamedTarget, declared: readonly DeclaredPort[]): (Fix | undefined)[] {
  const names = new Set(declared.flatMap(({ port }) => port.name ?? []));
  const near = nearestText(target.name, names);
  const digits = /^\d+$/.test(target.name) ? declared.find(({ port }) => port.number === Number(target.name)) : undefined;
  const [only] = declared;
  const unnamed = declared.filter(({ port }) => port.name === undefined);
  return [
    digits && fix(`Set targetPort to the number ${target.name}`, 'safe', replaceScalar(target.node, Number(target.name))),
    near === undefined ? undefined : fix(`Set targetPort to "${near}"`, 'safe', replaceScalar(target.node, near)),
    unnamed.length === 1 && digits === undefined ? nameFix(target.name, unnamed[0]) : undefined,
    declared.length === 1 && near === undefined && digits === undefined ? targetFix(target.node, only) : undefined,
  ];
}

function nameFix(name: string, declared: DeclaredPort | undefined): Fix | undefined {
  if (declared?.port.number === undefined) return undefined;
  const { workload, container, port, path } = declared;
  return {
    title: `Name port ${port.number} of container "${container.name}" "${name}"`,
    safety: 'unsafe',
    edits: [],
    elsewhere: [
      {
        place: { uri: workload.uri, object: workload.object, path },
        edit: node => insertEntry(node, { before: 'containerPort' }, [`name: ${name}`]),
      },
    ],
  };
}

function targetFix(node: YamlNode, declared: DeclaredPort | undefined): Fix | undefined {
  const value = declared?.port.name ?? declared?.port.number;
  return value === undefined
    ? undefined
    : fix(`Set targetPort to ${typeof value === 'number' ? value : `"${value}"`}`, 'unsafe', replaceScalar(node, value));
}
