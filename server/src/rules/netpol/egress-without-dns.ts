import { type NetworkPolicyRule, networkPolicySpecOf } from '../../kubernetes/network-policy.js';
import { type DnsReachability, isolatesNamespace } from '../../kubernetes/network-reachability.js';
import { allowDnsPolicy, dnsRule } from '../../kubernetes/policy-text.js';
import type { Resource } from '../../kubernetes/resource.js';
import type { NetworkPolicyFact } from '../../workspace/facts.js';
import {
  dnsJudge,
  formatPods,
  isolatingPolicies,
  type PolicedPods,
  podsAskingDns,
  policiesFor,
  unseenPolicyReason,
} from '../../workspace/policed-pods.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { setIn } from '../../yaml/yaml-edit.js';
import { defineRule, type Finding, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

/** Reports Pods whose egress policies leave them without DNS, once, on the policy that a person would change. */
export const egressWithoutDns = defineRule({
  id: 'netpol/egress-without-dns',
  title: 'Egress policies that cut Pods off from DNS',
  severity: 'warning',
  release: 1,
  sop: ['S8.0/6', 'G7.2/5'],
  why: `As soon as one policy governs the egress of a Pod, only what some policy allows may leave it, and a lookup of a
name is traffic too. Without DNS not even the connections that the policies allow can be made by name.`,
  remedy: `Allow port 53, UDP and TCP, to the resolver of the cluster: in this policy, or in one for all Pods of the namespace. Clusters
with another resolver are configured as \`cluster: { dns: openshift }\` or \`nodelocal\`.`,
  fixSafety: `The fix opens a way out of Pods that somebody has closed. Nearly every program needs it, but one that talks to
addresses only does not.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const spec = networkPolicySpecOf(resource);
    if (spec === undefined) return;
    if (spec.types === 'unknown' || spec.egress === 'unknown' || spec.podSelector === 'unknown')
      return yield unknown('Parts of the policy are not literal.');
    if (!spec.types.includes('Egress')) return yield notApplicable('The policy does not limit egress.');
    const namespace = namespaceIn(workspace, resource);
    const own = workspace
      .networkPolicies('unit', namespace)
      .find(({ uri, object }) => uri === workspace.uri && object.name === resource.name);
    const pods = podsAskingDns(workspace, spec, namespace);
    if (own === undefined) return;
    if (pods.length === 0) return yield notApplicable('The Pods do not ask the resolver of the cluster.');
    const judge = dnsJudge(workspace);
    const judged = pods.map(each => {
      const policies = policiesFor(workspace, each.pod, namespace);
      return { ...each, policies, dns: judge(each, policies) };
    });
    const blocked = judged.filter(({ dns }) => dns.kind === 'blocked');
    if (blocked.length === 0) return yield conclusion(judged.map(({ dns }) => dns));
    const doubt = doubtAbout(own, blocked, judged.length, workspace) ?? addressesOnly(blocked);
    if (doubt !== undefined) return yield unknown(doubt);
    const reported = blocked.filter(each => reporterOf(each) === own);
    if (reported.length === 0) return yield notApplicable('Another policy for the same Pods is where this is reported.');
    yield violated(findingFor(resource, reported, namespace, workspace));
  },
});

interface JudgedPods extends PolicedPods {
  /** All that may select the Pods. */
  readonly policies: readonly NetworkPolicyFact[];
}

function conclusion(all: readonly DnsReachability[]): Outcome {
  const doubtful = all.find(({ kind }) => kind === 'unknown');
  return doubtful === undefined ? satisfied(all[0]?.because) : unknown(doubtful.because);
}

function doubtAbout(own: NetworkPolicyFact, blocked: readonly PolicedPods[], count: number, workspace: WorkspaceView): string | undefined {
  const unseen = unseenPolicyReason(workspace, own.object.namespace);
  if (unseen !== undefined) return unseen;
  if (workspace.isBase) return 'It stands in a kustomize base: an overlay may allow DNS.';
  const deniesAll = own.spec.egress.length === 0;
  if (deniesAll && isolatesNamespace(own.spec, 'Egress') !== true) return 'The policy denies all egress of some Pods: they may need none.';
  if (deniesAll && blocked.some(({ workload }) => workload === undefined))
    return 'The policy denies all egress, and no workload is known that it selects.';
  if (deniesAll && blocked.length < count)
    return 'The policy denies all egress, and other policies allow DNS for some Pods: the rest may need none.';
  return undefined;
}

/** Programs that may connect to addresses only need no names, nor do those that ask the API server, whose address they find in variables. */
function addressesOnly(blocked: readonly JudgedPods[]): string | undefined {
  const rules = blocked.flatMap(pods =>
    isolatingPolicies(pods, 'Egress', pods.policies).flatMap(({ spec }) => (spec.egress === 'unknown' ? [] : spec.egress)),
  );
  const isAddress = ({ peers }: NetworkPolicyRule) => Array.isArray(peers) && peers.every(({ ipBlock }) => ipBlock !== undefined);
  if (rules.length === 0 || !rules.every(rule => isAddress(rule) || isForServer(rule))) return undefined;
  return rules.every(isAddress)
    ? 'The rules name addresses only: the Pods may need no names.'
    : 'The rules lead to the API server only: the Pods have its address in a variable.';
}

const API_SERVER_PORT = 6443;

function isForServer({ ports }: NetworkPolicyRule): boolean {
  return Array.isArray(ports) && ports.every(({ port, endPort }) => port === API_SERVER_PORT && endPort === undefined);
}

/** Of several policies that leave the same Pods without DNS, the first that allows anything; else the first. */
function reporterOf(pods: JudgedPods): NetworkPolicyFact | undefined {
  const isolating = isolatingPolicies(pods, 'Egress', pods.policies);
  return isolating.find(({ spec }) => spec.egress.length > 0) ?? isolating[0];
}

function findingFor(resource: Resource, pods: readonly PolicedPods[], namespace: string | undefined, workspace: WorkspaceView): Finding {
  const spec = resource.node.get('spec');
  const egress = spec?.get('egress');
  const allows = (egress?.items().length ?? 0) > 0;
  const type = spec
    ?.get('policyTypes')
    ?.items()
    .find(item => item.text === 'Egress');
  const name = formatPods(pods);
  return {
    span: (allows ? egress?.keySpan : type?.span) ?? resource.node.get('kind')?.span ?? resource.node.span,
    message: allows
      ? `The egress rules for ${name} do not reach the cluster's DNS on port ${dnsPort(workspace)}: the Pods cannot look up any name.`
      : `The policies deny all egress of ${name}, and none allows DNS on port ${dnsPort(workspace)}: the Pods cannot look up any name.`,
    related: pods.flatMap(({ workload }) => {
      if (workload === undefined) return [];
      const { uri, object, templatePath } = workload;
      return [{ message: `The policy selects these Pods.`, uri, object, path: [...templatePath, 'metadata', 'labels'] }];
    }),
    fixes: allows
      ? [ruleFix(resource, workspace), fileFix(namespace, workspace)]
      : [fileFix(namespace, workspace), ruleFix(resource, workspace)],
  };
}

function dnsPort({ settings }: WorkspaceView): number {
  return settings.clusterDns === 'openshift' ? 5353 : 53;
}

function ruleFix(resource: Resource, { settings }: WorkspaceView): Fix | undefined {
  return fix('Allow DNS in this policy', 'unsafe', setIn(resource.node, ['spec', 'egress', '-'], dnsRule(settings.clusterDns)));
}

/** A kustomization would not know the new file. */
function fileFix(namespace: string | undefined, { kustomize, settings }: WorkspaceView): Fix | undefined {
  if (kustomize !== undefined) return undefined;
  return {
    title: 'Create a policy "allow-dns" for all Pods of the namespace',
    safety: 'unsafe',
    edits: [],
    create: [{ path: 'allow-dns.yaml', text: allowDnsPolicy(namespace, settings.clusterDns) }],
  };
}
