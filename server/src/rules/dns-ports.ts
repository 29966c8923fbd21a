import { networkPolicySpecOf } from '../kubernetes/network-policy.js';
import { type DnsReachability, ruleReach } from '../kubernetes/network-reachability.js';
import type { Resource } from '../kubernetes/resource.js';
import { dnsJudge, formatPods, podsAskingDns, policiesFor, unseenPolicyReason } from '../workspace/policed-pods.js';
import { namespaceIn } from '../workspace/selected-workloads.js';
import type { WorkspaceView } from '../workspace/workspace-view.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import { type Finding, notApplicable, type Outcome, satisfied, unknown, violated } from './define-rule.js';

/** What a rule about a port of DNS looks for. */
export interface DnsPortQuestion {
  /** The protocol for which a policy opens the port. */
  readonly open: 'TCP' | 'UDP';
  /** Whether Pods lack the other one. */
  readonly isCut: (dns: DnsReachability) => boolean;
  /** @param item the item of `ports` */
  readonly findingFor: (item: YamlNode, pods: string) => Finding;
}

/** Judges the ports of DNS that a policy opens for one protocol, while no policy opens them for the other. */
export function* judgeDnsPorts(
  resource: Resource,
  { open, isCut, findingFor }: DnsPortQuestion,
  workspace: WorkspaceView,
): Iterable<Outcome> {
  const spec = networkPolicySpecOf(resource);
  if (spec === undefined) return;
  if (spec.types === 'unknown' || spec.egress === 'unknown' || spec.podSelector === 'unknown')
    return yield unknown('Parts of the policy are not literal.');
  if (!spec.types.includes('Egress')) return yield notApplicable('The policy does not limit egress.');
  const egress = resource.node.find('spec', 'egress');
  const ports = spec.egress.flatMap((rule, index) => dnsPortsOf(egress?.at(index), open).map(port => ({ rule, port })));
  if (ports.length === 0) return yield notApplicable(`No rule of the policy names the port of DNS for ${open}.`);
  const namespace = namespaceIn(workspace, resource);
  const pods = podsAskingDns(workspace, spec, namespace);
  if (pods.length === 0) return yield notApplicable('The Pods do not ask the resolver of the cluster.');
  const judge = dnsJudge(workspace);
  const cut = pods.filter(each => isCut(judge(each, policiesFor(workspace, each.pod, namespace))));
  if (cut.length === 0) return yield satisfied();
  const unseen = unseenPolicyReason(workspace, namespace);
  if (unseen !== undefined) return yield unknown(unseen);
  for (const { rule, port } of ports) {
    if (cut.every(({ pod }) => ruleReach(rule, open, pod.namespace, workspace.settings.clusterDns) === false))
      yield notApplicable('The rule does not lead to the resolver of the cluster.');
    else yield violated(findingFor(port, formatPods(cut)));
  }
}

/** The number of a port of DNS: 53, or 5353 on OpenShift. */
export function dnsNumberOf(item: YamlNode): number {
  return item.get('port')?.value === 5353 ? 5353 : 53;
}

/** The items of a rule's `ports` that name a port of DNS for a protocol. */
function dnsPortsOf(rule: YamlNode | undefined, protocol: string): YamlNode[] {
  const ports = rule?.get('ports')?.items() ?? [];
  return ports.filter(port => isDnsNumber(port) && (port.get('protocol')?.text ?? 'TCP') === protocol);
}

function isDnsNumber(port: YamlNode): boolean {
  const number = port.get('port')?.value;
  return number === 53 || number === 5353;
}
