import { networkPolicySpecOf } from '../../kubernetes/network-policy.js';
import { governs } from '../../kubernetes/network-traffic.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { policiesOver } from '../../workspace/pod-traffic.js';
import { unseenPolicyReason } from '../../workspace/policed-pods.js';
import { endsOf, podsMatching } from '../../workspace/policy-pods.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import { pointAtKey } from '../../yaml/point-at.js';
import { insertEntry } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

/** Reports a policy with egress rules only and without policyTypes, which also denies all ingress. */
export const policyTypesDefaulted = defineRule({
  id: 'netpol/policy-types-defaulted',
  title: 'Egress policy that also denies all ingress',
  severity: 'warning',
  release: 2,
  sop: ['S8.0/4'],
  why: `Where \`policyTypes\` is left out, a policy always governs ingress, and egress too if it has egress rules. One that was written for
egress only then closes all ingress of its Pods.`,
  remedy: `Write \`policyTypes: [Egress]\`. If ingress shall be denied as well, write \`ingress: []\` or name both.`,
  fixSafety: `The Pods can be reached again, as far as no other policy denies it.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const spec = networkPolicySpecOf(resource);
    const egress = resource.node.find('spec', 'egress');
    if (spec === undefined) return;
    if (resource.node.find('spec', 'policyTypes') !== undefined) return yield notApplicable('`policyTypes` is written.');
    if (egress === undefined || egress.items().length === 0) return yield notApplicable('It has no egress rules.');
    if (resource.node.find('spec', 'ingress') !== undefined) return yield satisfied('It says what it means for ingress, too.');
    if (spec.podSelector === 'unknown') return yield unknown('Parts of the policy are not literal.');
    if (/deny|isolat|lock/i.test(resource.name)) return yield notApplicable('Its name says that it denies.');
    const pods = podsMatching(spec.podSelector, namespaceIn(workspace, resource), workspace);
    const ends = pods.flatMap(each => endsOf(each, workspace));
    const others = ends.flatMap(end => policiesOver(end, workspace).filter(policy => governs(policy, 'Ingress', end) !== false));
    if (others.some(policy => policy.spec.ingress.length > 0)) return yield satisfied('Another policy allows ingress of its Pods.');
    if (others.some(({ fact }) => fact.uri !== workspace.uri || fact.object.name !== resource.name))
      return yield notApplicable('Another policy denies ingress of its Pods, too.');
    const unseen = unseenPolicyReason(workspace, namespaceIn(workspace, resource)) ?? laterAdditions(workspace);
    if (unseen !== undefined) return yield unknown(unseen);
    if (pods.length > 0 && pods.every(each => each.ports.length === 0))
      return yield notApplicable('Its Pods declare no ports: nobody connects to them.');
    yield violated({
      span: pointAtKey(egress),
      message: 'Without "policyTypes" this policy governs ingress, too, and as it has no "ingress" rules, nobody may connect to its Pods.',
      fixes: [
        fix(
          'Write policyTypes: [Egress]',
          'unsafe',
          insertEntry(resource.node.get('spec') ?? egress, { before: 'egress' }, ['policyTypes:', '  - Egress']),
        ),
      ],
    });
  },
});
