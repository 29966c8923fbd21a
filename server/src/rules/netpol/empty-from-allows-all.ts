import { networkPolicySpecOf } from '../../kubernetes/network-policy.js';
import { isolatesNamespace } from '../../kubernetes/network-reachability.js';
import type { Resource } from '../../kubernetes/resource.js';
import { policiesForAllPods } from '../../workspace/policed-pods.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { removeEntry } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Finding, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

/** Reports an ingress rule that allows everyone, in a policy that means to deny or that undoes the default deny of its namespace. */
export const emptyFromAllowsAll = defineRule({
  id: 'netpol/empty-from-allows-all',
  title: 'Empty ingress rule that allows everyone',
  severity: 'warning',
  release: 1,
  sop: ['S8.0/4'],
  why: `An empty ingress *rule* (\`- {}\`, or \`from: []\`) matches every source: it allows everything. Only a policy without
rules denies. Policies add up, so one such rule for all Pods also undoes a default deny beside it.`,
  remedy: `To deny, leave out \`ingress\` and keep \`policyTypes: [Ingress]\`. To allow, name who may connect.`,
  fixSafety: `Without the rule the Pods no longer accept connections that arrive today.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const spec = networkPolicySpecOf(resource);
    if (spec === undefined) return;
    if (spec.ingress === 'unknown' || spec.podSelector === 'unknown') return yield unknown('Parts of the policy are not literal.');
    const rules = resource.node.find('spec', 'ingress');
    const open = spec.ingress.flatMap((rule, index) => {
      const node = rules?.at(index);
      return rule.peers === undefined && node !== undefined ? [{ node, hasPorts: rule.ports !== undefined }] : [];
    });
    if (open.length === 0) return yield satisfied();
    if (/allow|open|public|permit|expose|any/i.test(resource.name))
      return yield notApplicable('The name of the policy says that it allows.');
    const saysDeny = /deny|block|isolat|lockdown|restrict|reject|drop|forbid/i.test(resource.name);
    const denial = saysDeny ? undefined : deniedBeside(resource, workspace);
    for (const { node, hasPorts } of open) {
      if (saysDeny) yield violated(findingFor(node, `the policy "${resource.name}" denies nothing`));
      else if (hasPorts) yield notApplicable('A rule with ports and no peers opens these ports to everyone, as public ports are.');
      else if (denial === undefined) yield unknown('Nothing shows that the policy means to deny: everyone may be meant.');
      else yield violated(findingFor(node, `it undoes "${denial}", which denies all ingress of the namespace`));
    }
  },
});

/** The name of a policy that denies by default what this one opens for every Pod. */
function deniedBeside(resource: Resource, workspace: WorkspaceView): string | undefined {
  const spec = networkPolicySpecOf(resource);
  if (spec === undefined || isolatesNamespace(spec, 'Ingress') !== true) return undefined;
  const others = policiesForAllPods(workspace, namespaceIn(workspace, resource)).filter(({ object }) => object.name !== resource.name);
  return others.find(other => isolatesNamespace(other.spec, 'Ingress') === true && other.spec.ingress.length === 0)?.object.name;
}

function findingFor(rule: YamlNode, effect: string): Finding {
  const from = rule.get('from');
  const what = rule.get('ports') === undefined ? 'allows every source' : 'allows every source on its ports';
  const isWritten = from !== undefined && from.span.start < from.span.end;
  return {
    span: (isWritten ? from.span : from?.keySpan) ?? rule.get('ports')?.keySpan ?? rule.span,
    message: `${from === undefined ? 'An ingress rule without "from"' : 'An empty "from"'} ${what}: ${effect}.`,
    fixes: [fix('Remove the rule, so that nothing is allowed by it', 'unsafe', removeEntry(rule))],
  };
}
