import type { LabelSelectorData, NetworkPolicyPort } from '../../kubernetes/network-policy.js';
import {
  type DirectionAnswer,
  judgeTraffic,
  type PodEnd,
  type StandingPolicy,
  type TrafficPort,
} from '../../kubernetes/network-traffic.js';
import { requirementsOf } from '../../kubernetes/selector.js';
import { selectorLines, type WrittenPolicy, type WrittenPolicyRule, writtenPolicyOf } from '../../kubernetes/written-policy.js';
import { exposuresOf, policiesThatKeepOut } from '../../workspace/exposure.js';
import type { PodsFact } from '../../workspace/facts.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { type PlacedPolicy, policiesOver, standingPolicy } from '../../workspace/pod-traffic.js';
import { unseenPolicyReason } from '../../workspace/policed-pods.js';
import { endsOf, formatOwner, podsMatching, podsOfPeer } from '../../workspace/policy-pods.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAtKey } from '../../yaml/point-at.js';
import { setIn } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

/** Reports connections that the policies of one end allow and those of the other end deny. */
export const oneSided = defineRule({
  id: 'netpol/one-sided',
  title: 'Connection that only one end allows',
  severity: 'warning',
  release: 2,
  sop: ['G7.2/3'],
  why: `A connection passes if the policies of both ends allow it. Egress that is allowed to Pods which nobody may enter leads nowhere, and so does
ingress from Pods that may not leave. The same holds for what connects from outside: a load balancer, the controller of an Ingress, Prometheus.`,
  remedy: `Allow the connection at the other end as well, on the same port.`,
  fixSafety: `It opens a connection that is denied today.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const policy = writtenPolicyOf(resource);
    if (policy === undefined) return;
    const { podSelector, types } = policy.spec;
    if (podSelector === 'unknown' || types === 'unknown') return yield unknown('Parts of the policy are not literal.');
    const standing = standingPolicy(resource, policy.spec, workspace);
    const own = podsMatching(podSelector, standing.namespace.name, workspace).filter(
      ({ hostNetwork, unit }) => !hostNetwork && unit === workspace.unit,
    );
    if (own.length === 0) return yield unknown('No workload is known that the policy selects.');
    let isAsked = false;
    for (const rule of policy.rules.filter(({ direction }) => types.includes(direction))) {
      for (const { node, peer } of rule.peers) {
        // Who allows a whole namespace does not mean each of its Pods.
        if (peer.podSelector === undefined || requirementsOf(peer.podSelector).length === 0) continue;
        isAsked = true;
        yield judgePeer(
          node,
          rule,
          own,
          podsOfPeer(peer, standing, workspace).filter(({ unit }) => unit === workspace.unit),
          { policy, standing, workspace },
        );
      }
    }
    if (types.includes('Ingress') && requirementsOf(podSelector).length > 0) {
      isAsked = true;
      yield* judgeExposure(policy, own, workspace);
    }
    if (!isAsked) yield notApplicable('It names no Pods that have a policy of their own.');
  },
});

interface Case {
  readonly policy: WrittenPolicy;
  readonly standing: StandingPolicy;
  readonly workspace: WorkspaceView;
}

function judgePeer(node: YamlNode, rule: WrittenPolicyRule, own: readonly PodsFact[], others: readonly PodsFact[], context: Case): Outcome {
  const { workspace } = context;
  if (others.length === 0) return unknown('No workload is known that the peer selects.');
  const blocked = others.flatMap(other => {
    const [policies] = own
      .flatMap(mine => (mine === other ? [] : [deniedAt(other, mine, rule, workspace)]))
      .filter(each => each !== undefined);
    return policies === undefined ? [] : [{ other, policies }];
  });
  const [first] = blocked;
  if (first === undefined) return satisfied();
  const unseen = unseenPolicyReason(workspace, first.other.object.namespace) ?? laterAdditions(workspace);
  if (unseen !== undefined) return unknown(unseen);
  return findingFor(node, rule, first, context);
}

/** The policies by which the other end denies, on all ports of the rule, what the rule allows; `undefined` if it may allow any of it. */
function deniedAt(other: PodsFact, mine: PodsFact, rule: WrittenPolicyRule, workspace: WorkspaceView): readonly PlacedPolicy[] | undefined {
  const isEgress = rule.direction === 'Egress';
  const answers: DirectionAnswer<PlacedPolicy>[] = [];
  for (const otherEnd of endsOf(other, workspace)) {
    const policies = policiesOver(otherEnd, workspace);
    if (policies.length === 0) return undefined;
    for (const ownEnd of endsOf(mine, workspace)) {
      const [from, to] = isEgress ? [ownEnd, otherEnd] : [otherEnd, ownEnd];
      for (const port of portsOf(rule, to)) {
        const { ingress, egress } = judgeTraffic(from, to, port, { egress: policies, ingress: policies });
        answers.push(isEgress ? ingress : egress);
      }
    }
  }
  const isDenied = answers.length > 0 && answers.every(({ allowed }) => allowed === false);
  return isDenied ? answers.flatMap(({ verdicts }) => verdicts.map(({ policy }) => policy)) : undefined;
}

/** The ports that a rule allows at one end: those that it names, or all that are declared. */
function portsOf({ ports }: WrittenPolicyRule, to: PodEnd): readonly TrafficPort[] {
  if (ports.length === 0) return to.ports.length === 0 ? [{ protocol: 'TCP', number: undefined }] : to.ports;
  return ports.flatMap(({ port: { port, protocol } }): TrafficPort[] => {
    if (typeof port === 'number' || port === undefined) return [{ protocol, number: port }];
    return to.ports.filter(each => each.name === port && each.protocol === protocol && each.number !== undefined);
  });
}

interface Blocked {
  readonly other: PodsFact;
  readonly policies: readonly PlacedPolicy[];
}

function findingFor(node: YamlNode, rule: WrittenPolicyRule, blocked: Blocked, context: Case): Outcome {
  const { other, policies } = blocked;
  const [policy] = policies;
  if (policy === undefined) return satisfied();
  const isEgress = rule.direction === 'Egress';
  const names = `policy "${policy.fact.object.name}"${new Set(policies.map(each => each.fact)).size > 1 ? ' and others' : ''}`;
  const allowed = isEgress ? `to ${formatOwner(other)}` : `from ${formatOwner(other)}`;
  const denied = isEgress ? 'does not let it in' : 'does not let it out';
  const { uri, object } = policy.fact;
  return violated({
    span: pointAtKey(node.get('podSelector') ?? node),
    message: `This allows connections ${allowed}${portText(rule)}, but ${names} ${denied} there.`,
    related: [{ message: 'The policy of the other end is here.', uri, object, path: ['spec'] }],
    fixes: [counterpart(rule, policies, other, context)],
  });
}

function portText({ ports }: WrittenPolicyRule): string {
  const numbers = ports.map(({ port }) => `${port.port ?? `all ${port.protocol}`}`);
  return numbers.length === 0 ? '' : ` on port${numbers.length === 1 ? '' : 's'} ${numbers.join(', ')}`;
}

/** Adds the rule to a policy of the other end that is about its Pods, not about all of a namespace. */
function counterpart(
  rule: WrittenPolicyRule,
  policies: readonly PlacedPolicy[],
  other: PodsFact,
  { policy, standing }: Case,
): Fix | undefined {
  const { podSelector } = policy.spec;
  const target = policies.find(({ spec }) => spec.podSelector !== 'unknown' && requirementsOf(spec.podSelector).length > 0);
  if (target === undefined || podSelector === 'unknown' || requirementsOf(podSelector).length === 0) return undefined;
  const [field, peers] = rule.direction === 'Egress' ? ['ingress', 'from'] : ['egress', 'to'];
  const { name } = standing.namespace;
  const isElsewhere = name !== other.object.namespace;
  if (isElsewhere && name === undefined) return undefined;
  const lines = [`${peers}:`, ...peerLines(podSelector, isElsewhere ? name : undefined), ...portLines(rule.ports.map(({ port }) => port))];
  const { uri, object } = target.fact;
  return {
    title: `Allow it in policy "${object.name}", too`,
    safety: 'unsafe',
    edits: [],
    elsewhere: [{ place: { uri, object, path: ['spec'] }, edit: node => setIn(node, [field, '-'], lines) }],
  };
}

function peerLines(selector: LabelSelectorData, namespace: string | undefined): readonly string[] {
  const pods = ['podSelector:', ...selectorLines(selector).map(line => `  ${line}`)];
  const names = namespace === undefined ? [] : ['namespaceSelector:', '  matchLabels:', `    kubernetes.io/metadata.name: ${namespace}`];
  return [...names, ...pods].map((line, index) => `  ${index === 0 ? '- ' : '  '}${line}`);
}

function portLines(ports: readonly NetworkPolicyPort[]): readonly string[] {
  if (ports.length === 0) return [];
  return [
    'ports:',
    ...ports.flatMap(({ protocol, port, endPort }) => [
      `  - protocol: ${protocol}`,
      ...(port === undefined ? [] : [`    port: ${port}`]),
      ...(endPort === undefined ? [] : [`    endPort: ${endPort}`]),
    ]),
  ];
}

/** What connects from outside: said once, on the first policy that governs the Pods. */
function* judgeExposure({ resource, node }: WrittenPolicy, own: readonly PodsFact[], workspace: WorkspaceView): Iterable<Outcome> {
  for (const pods of own) {
    const [end] = endsOf(pods, workspace).slice(-1);
    for (const exposure of end === undefined ? [] : exposuresOf(pods, workspace)) {
      const policies = end === undefined ? [] : policiesThatKeepOut(end, exposure, workspace);
      const [first] = policies.filter(({ spec }) => spec.podSelector !== 'unknown' && requirementsOf(spec.podSelector).length > 0);
      const isReporter = first?.fact.uri === workspace.uri && first.fact.object.name === resource.name;
      if (first === undefined || !isReporter) continue;
      const unseen = unseenPolicyReason(workspace, pods.object.namespace) ?? laterAdditions(workspace);
      if (unseen !== undefined) yield unknown(unseen);
      else
        yield violated({
          span: pointAtKey(node.get('ingress') ?? node.get('podSelector') ?? node),
          message: `${exposure.by} connects to ${formatOwner(pods)} on port ${exposure.port}, and the policies let nobody in there from outside of the namespace.`,
          related: [{ message: 'The workload is here.', uri: pods.uri, object: pods.object, path: ['metadata', 'name'] }],
        });
    }
  }
}
