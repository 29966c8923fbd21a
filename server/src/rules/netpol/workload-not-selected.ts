import { governs } from '../../kubernetes/network-traffic.js';
import { isHelmTest } from '../../kubernetes/resource.js';
import { runsToCompletion } from '../../kubernetes/workload.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { policiesOver } from '../../workspace/pod-traffic.js';
import { unseenPolicyReason } from '../../workspace/policed-pods.js';
import { endsOf } from '../../workspace/policy-pods.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import { pointAt } from '../../yaml/point-at.js';
import { defineRule, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

/** Reports a workload that no policy governs, in an application that has policies for others. */
export const workloadNotSelected = defineRule({
  id: 'netpol/workload-not-selected',
  title: 'Workload that no network policy selects',
  severity: 'information',
  release: 2,
  sop: ['S8.0/5'],
  why: `A Pod that no policy selects accepts connections from the whole cluster. Where its neighbours have policies, it has likely been forgotten.`,
  remedy: `Write a policy for it, or one that denies all ingress of the namespace.`,
  on: 'workload',

  *check(workload, { workspace }) {
    const { resource } = workload;
    if (workspace.settings.networkPolicies === 'off')
      return yield notApplicable('The configuration says that network policies are not used.');
    if (isHelmTest(resource)) return yield notApplicable('It belongs to a Helm test.');
    if (runsToCompletion(workload)) return yield notApplicable('It runs to completion, and nobody connects to it.');
    const namespace = namespaceIn(workspace, resource);
    const own = workspace
      .pods('unit', namespace)
      .find(({ uri, object }) => uri === workspace.uri && object.name === resource.name && object.kind === resource.kind);
    if (own === undefined) return;
    if (own.hostNetwork) return yield notApplicable('It uses the network of the node, where policies do not apply.');
    const [end] = endsOf(own, workspace).slice(-1);
    const policies = workspace.networkPolicies('unit', namespace);
    if (end === undefined || policies.length === 0) return yield notApplicable('The application has no network policies.');
    const answers = policiesOver(end, workspace).map(policy => governs(policy, 'Ingress', end));
    if (answers.includes(true)) return yield satisfied();
    if (answers.includes(undefined)) return yield unknown('A policy may select its Pods.');
    const isForIngress = policies.some(({ spec }) => spec.types !== 'unknown' && spec.types.includes('Ingress'));
    if (!isForIngress) return yield notApplicable('The policies of the application are about egress.');
    const unseen = unseenPolicyReason(workspace, namespace) ?? laterAdditions(workspace);
    if (unseen !== undefined) return yield unknown(unseen);
    yield violated({
      span: pointAt(resource.node.find('metadata', 'name') ?? resource.node),
      message: `No network policy selects the Pods of ${resource.kind} "${resource.name}": every Pod of the cluster may connect to them.`,
    });
  },
});
