import { isolates, isolatesNamespace } from '../../kubernetes/network-reachability.js';
import { defaultDenyPolicy } from '../../kubernetes/policy-text.js';
import { isHelmTest } from '../../kubernetes/resource.js';
import type { Workload } from '../../kubernetes/workload.js';
import type { PodsFact } from '../../workspace/facts.js';
import { policiesForAllPods, unseenPolicyReason } from '../../workspace/policed-pods.js';
import { labelSetsOf, namespaceIn } from '../../workspace/selected-workloads.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { defineRule, type Finding, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

/** Namespaces that belong to the cluster, where a default deny would stop the cluster itself. */
const SYSTEM_NAMESPACE = /^(?:kube-|openshift-|gke-)/;

/** Reports a namespace without a policy that denies ingress by default: once, on the first workload there, whatever application it belongs to. */
export const defaultDenyMissing = defineRule({
  id: 'netpol/default-deny-missing',
  title: 'Namespace without a default deny of ingress',
  severity: 'warning',
  release: 1,
  sop: ['S8.0/4', 'G7.2/2'],
  why: `Without policies every Pod of the cluster may connect to every other one: who takes over one of them can reach all. A policy
that selects all Pods and has no rules turns that around, and each further policy allows what is needed.`,
  remedy: `Add a policy with \`podSelector: {}\` and \`policyTypes: [Ingress]\` and no rules, then allow what is legitimate. If
something else denies by default, say \`networkPolicies: off\` in the configuration.`,
  fixSafety: `A default deny closes every connection that no other policy allows, at once: write those policies first.`,
  on: 'workload',

  *check(workload, { workspace }) {
    const { resource } = workload;
    const { networkPolicies } = workspace.settings;
    if (networkPolicies === 'off') return yield notApplicable('The configuration says that network policies are not used.');
    const namespace = namespaceIn(workspace, resource);
    if (namespace !== undefined && SYSTEM_NAMESPACE.test(namespace)) return yield notApplicable(`"${namespace}" belongs to the cluster.`);
    if (workspace.isBase) return yield unknown('It stands in a kustomize base: an overlay may bring the policies.');
    if (isHelmTest(resource)) return yield notApplicable('It belongs to a Helm test.');
    if (workspace.openBecause !== undefined) return yield unknown(workspace.openBecause);
    const leading = workspace.leadingWorkload(namespace);
    if (leading?.uri !== workspace.uri || leading.object.kind !== resource.kind || leading.object.name !== resource.name)
      return yield notApplicable('Another workload of the namespace is where this is reported.');
    const workloads = policedWorkloads(workspace, namespace);
    const answers = policiesForAllPods(workspace, namespace).map(({ spec }) => isolatesNamespace(spec, 'Ingress'));
    if (answers.includes(true)) return yield satisfied();
    if (answers.includes(undefined)) return yield unknown('A policy may select all Pods of the namespace.');
    const unseen = unseenPolicyReason(workspace, namespace);
    if (unseen !== undefined) return yield unknown(unseen);
    const own = workspace.networkPolicies(scopeOf(namespace), namespace).filter(({ object }) => object.namespace === namespace);
    const isPoliced = (each: PodsFact) => labelSetsOf(each).some(pod => own.some(({ spec }) => isolates(spec, 'Ingress', pod) === true));
    const open = workloads.filter(each => !isPoliced(each));
    // Policies that are there show that they are meant to be; where they govern every workload, only future ones are open.
    const isExpected = networkPolicies === 'required' || (open.length > 0 && open.length < workloads.length);
    yield violated(findingFor(workload, namespace, isExpected, workspace));
  },
});

/** Whose workloads and policies count: those of one application where nobody knows the namespace. */
function scopeOf(namespace: string | undefined): 'unit' | 'workspace' {
  return namespace === undefined ? 'unit' : 'workspace';
}

/** The workloads of the namespace that policies apply to; not those that are still being typed. */
function policedWorkloads(workspace: WorkspaceView, namespace: string | undefined): readonly PodsFact[] {
  return workspace.pods(scopeOf(namespace), namespace).filter(({ object, isPoliced }) => object.namespace === namespace && isPoliced);
}

function findingFor({ resource }: Workload, namespace: string | undefined, isExpected: boolean, { kustomize }: WorkspaceView): Finding {
  const metadata = resource.node.get('metadata');
  const name = metadata?.get('name');
  const where = namespace === undefined ? 'No policy here denies' : `No policy denies`;
  const whose = namespace === undefined ? 'the namespace of this application' : `namespace "${namespace}"`;
  return {
    span:
      (namespace === undefined ? undefined : metadata?.get('namespace')?.span) ??
      name?.span ??
      resource.node.get('kind')?.span ??
      resource.node.span,
    message: `${where} ingress of ${whose} by default: every Pod of the cluster may connect to Pods that no other policy selects.`,
    ...(isExpected ? {} : { severity: 'information' }),
    fixes: [
      kustomize === undefined
        ? {
            title: 'Create a policy "default-deny-ingress"',
            safety: 'unsafe',
            edits: [],
            create: [{ path: 'default-deny-ingress.yaml', text: defaultDenyPolicy(namespace) }],
          }
        : undefined,
    ],
  };
}
