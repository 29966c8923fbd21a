import { type ServicePort, serviceOf } from '../../kubernetes/service.js';
import type { WorkloadFact } from '../../workspace/facts.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { type DeclaredPort, declaredPortsOf } from '../../workspace/pod-ports.js';
import { formatWorkloads, podsBehind } from '../../workspace/service-pods.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import { removeEntry, replaceScalar, setIn } from '../../yaml/yaml-edit.js';
import { defineRule, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

/** Reports a port of a Service whose protocol is not the one that the containers declare for it. */
export const protocolMismatch = defineRule({
  id: 'service/protocol-mismatch',
  title: 'Protocols of Service and container differ',
  severity: 'warning',
  release: 2,
  sop: ['S3.0/5'],
  why: `A Service forwards one protocol. Where the container listens for another on that port, nothing answers. TCP is the default on both sides.`,
  remedy: `Write the protocol that the program speaks on both sides; for both protocols write two ports.`,
  fixSafety: `Which side is right is not in the file.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const service = serviceOf(resource);
    if (service === undefined) return;
    const pods = podsBehind(service, workspace);
    if (pods.kind !== 'selected') return yield pods.kind === 'none' ? notApplicable(pods.because) : unknown(pods.because);
    if (service.ports.length === 0) return yield notApplicable('It has no ports.');
    for (const port of service.ports) yield judge(port, pods.workloads, workspace);
  },
});

function judge({ node, port, targetPort, protocol }: ServicePort, workloads: readonly WorkloadFact[], workspace: WorkspaceView): Outcome {
  const target = targetPort ?? port;
  if (typeof target === 'string')
    return notApplicable('A name is looked up together with its protocol: another rule says where that fails.');
  const declared = workloads.flatMap(declaredPortsOf).filter(each => each.port.number === target);
  const [first] = declared;
  if (first === undefined) return unknown('No container declares the port.');
  if (declared.some(each => each.port.protocol === protocol)) return satisfied();
  const later = laterAdditions(workspace);
  if (later !== undefined) return unknown(later);
  const { workload, path, port: other } = first;
  const written = node.get('protocol');
  const edit =
    written === undefined
      ? setIn(node, ['protocol'], other.protocol)
      : other.protocol === 'TCP'
        ? removeEntry(written)
        : replaceScalar(written, other.protocol);
  // A container that says no protocol declares TCP, also where it listens for UDP: a UDP that is written is likely meant.
  const isLikelyMeant = protocol !== 'TCP' && other.protocol === 'TCP';
  return violated({
    ...(isLikelyMeant ? { severity: 'information' } : {}),
    span: pointAt(written ?? node.get('targetPort') ?? node.get('port') ?? node),
    message: `The Service forwards ${protocol} to port ${target}, which ${formatWorkloads(workloads)} declares for ${other.protocol} only.`,
    related: [{ message: 'The port is declared here.', uri: workload.uri, object: workload.object, path }],
    fixes: [isLikelyMeant ? declareFix(protocol, first) : undefined, fix(`Forward ${other.protocol}`, 'unsafe', edit)],
  });
}

function declareFix(protocol: string, { workload: { uri, object }, container, path }: DeclaredPort): Fix {
  return {
    title: `Declare the port of container "${container.name}" for ${protocol}`,
    safety: 'unsafe',
    edits: [],
    elsewhere: [{ place: { uri, object, path }, edit: node => setIn(node, ['protocol'], protocol) }],
  };
}
