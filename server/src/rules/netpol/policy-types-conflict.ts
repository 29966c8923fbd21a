import { type NetworkPolicySpec, networkPolicySpecOf } from '../../kubernetes/network-policy.js';
import { isolatesNamespace } from '../../kubernetes/network-reachability.js';
import { governs } from '../../kubernetes/network-traffic.js';
import type { Resource } from '../../kubernetes/resource.js';
import { policiesOver } from '../../workspace/pod-traffic.js';
import { endsOf, podsMatching } from '../../workspace/policy-pods.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt, pointAtKey } from '../../yaml/point-at.js';
import { appendItem, removeEntry } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

/** Reports rules of a direction that policyTypes leaves out, and Egress among policyTypes without a rule that allows anything. */
export const policyTypesConflict = defineRule({
  id: 'netpol/policy-types-conflict',
  title: 'policyTypes at odds with the rules',
  severity: 'warning',
  release: 1,
  sop: ['S8.0/4'],
  why: `\`policyTypes\`, where it is written, decides which directions a policy governs. Rules of a direction that it leaves out have no effect: what
looks limited is open. A direction that it names without any rule is closed, for egress with it the lookup of names.`,
  remedy: `Name the direction in \`policyTypes\`, or remove what has no effect.`,
  fixSafety: `Either way connections are allowed or denied that are not today.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const types = resource.node.find('spec', 'policyTypes');
    const policy = networkPolicySpecOf(resource);
    if (policy === undefined) return;
    if (types === undefined || types.items().length === 0) return yield notApplicable('`policyTypes` is not written.');
    if (policy.types === 'unknown') return yield unknown('A part of `policyTypes` is not literal.');
    let isRight = true;
    for (const [direction, field] of [
      ['Ingress', 'ingress'],
      ['Egress', 'egress'],
    ] as const) {
      const rules = resource.node.find('spec', field);
      if (policy.types.includes(direction) || rules === undefined || rules.items().length === 0) continue;
      isRight = false;
      yield withoutEffect(direction, rules, types);
    }
    const item = types.items().find(type => type.text === 'Egress');
    if (isRight && item !== undefined && resource.node.find('spec', 'egress') === undefined)
      yield closed(resource, policy, item, workspace);
    else if (isRight) yield satisfied();
  },
});

function withoutEffect(direction: 'Ingress' | 'Egress', rules: YamlNode, types: YamlNode): Outcome {
  const field = direction.toLowerCase();
  return violated({
    span: pointAtKey(rules),
    message: `The "${field}" rules have no effect: "policyTypes" does not name ${direction}, so that this policy does not limit ${field}.`,
    related: [{ span: pointAtKey(types), message: 'The directions are named here.' }],
    fixes: [
      fix(`Add ${direction} to policyTypes`, 'unsafe', appendItem(types, [direction])),
      fix(`Remove the "${field}" rules`, 'unsafe', removeEntry(rules)),
    ],
  });
}

/** Egress is named, and the key with the rules is not there. */
function closed(resource: Resource, spec: NetworkPolicySpec, item: YamlNode, workspace: WorkspaceView): Outcome {
  if (/deny|block|isolat|lock|restrict|reject|drop|forbid|default|no-/i.test(resource.name))
    return notApplicable('Its name says that it denies.');
  if (isolatesNamespace(spec, 'Egress') === true) return notApplicable('It denies all egress of the namespace.');
  const pods = podsMatching(spec.podSelector, namespaceIn(workspace, resource), workspace);
  const ends = pods.flatMap(each => endsOf(each, workspace));
  const isAllowed = ends.some(end =>
    policiesOver(end, workspace).some(policy => policy.spec.egress.length > 0 && governs(policy, 'Egress', end) !== false),
  );
  if (isAllowed) return satisfied('Another policy allows egress of its Pods.');
  return violated({
    span: pointAt(item),
    severity: 'information',
    message: 'Egress is named, and no rule allows any: the Pods may connect to nothing, not even to the DNS of the cluster.',
    fixes: [fix('Remove Egress from policyTypes', 'unsafe', removeEntry(item))],
  });
}
