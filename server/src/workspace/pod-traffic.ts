import type { NetworkPolicySpec } from '../kubernetes/network-policy.js';
import {
  type AddressEnd,
  judgeTraffic,
  type NamespaceIdentity,
  type PodEnd,
  type StandingPolicy,
  type TrafficAnswer,
  type TrafficPort,
} from '../kubernetes/network-traffic.js';
import type { Resource } from '../kubernetes/resource.js';
import type { LabelSet } from '../kubernetes/selector.js';
import type { NetworkPolicyFact, ObjectReference, PodsFact } from './facts.js';
import { policiesFor } from './policed-pods.js';
import { labelSetsOf, namespaceIn } from './selected-workloads.js';
import type { WorkspaceView } from './workspace-view.js';

/** A policy of the workspace, with the namespace that it stands in. */
export interface PlacedPolicy extends StandingPolicy {
  readonly fact: NetworkPolicyFact;
}

/** Pods of a workload as one end of a connection, with one set of their labels; unsaid, those of today. */
export function podEndOf(pods: PodsFact, workspace: WorkspaceView, labels: LabelSet | undefined = labelSetsOf(pods)[0]): PodEnd {
  return {
    kind: 'pods',
    namespace: namespaceIdentity(pods, workspace),
    labels: labels ?? { labels: {}, known: false },
    hostNetwork: pods.hostNetwork,
    ports: pods.ports,
  };
}

/** The policies that may select Pods, each with its namespace. */
export function policiesOver({ labels, namespace }: PodEnd, workspace: WorkspaceView): readonly PlacedPolicy[] {
  return policiesFor(workspace, labels, namespace.name).map(fact => placedPolicy(fact, workspace));
}

/** A policy of the asking document as it stands in its namespace. */
export function standingPolicy(resource: Resource, spec: NetworkPolicySpec, workspace: WorkspaceView): StandingPolicy {
  const name = namespaceIn(workspace, resource);
  return { spec, namespace: { name, unit: workspace.unit, labels: workspace.namespaceLabels(name) } };
}

function placedPolicy(fact: NetworkPolicyFact, workspace: WorkspaceView): PlacedPolicy {
  return { fact, spec: fact.spec, namespace: namespaceIdentity(fact, workspace) };
}

/** Whether the policies of the workspace let one end connect to another; each end is asked with the view of its own document. */
export function judgeTrafficHere(
  from: { readonly end: PodEnd | AddressEnd; readonly workspace: WorkspaceView },
  to: { readonly end: PodEnd | AddressEnd; readonly workspace: WorkspaceView },
  port: TrafficPort,
): TrafficAnswer<PlacedPolicy> {
  const policiesOf = ({ end, workspace }: typeof from) => (end.kind === 'pods' ? policiesOver(end, workspace) : []);
  return judgeTraffic(from.end, to.end, port, { egress: policiesOf(from), ingress: policiesOf(to) });
}

function namespaceIdentity(
  { unit, object }: { readonly unit: string; readonly object: ObjectReference },
  workspace: WorkspaceView,
): NamespaceIdentity {
  return { name: object.namespace, unit, labels: workspace.namespaceLabels(object.namespace) };
}
