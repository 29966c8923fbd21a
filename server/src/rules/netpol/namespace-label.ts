import { requirementsOf } from '../../kubernetes/selector.js';
import { writtenPolicyOf } from '../../kubernetes/written-policy.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAtKey } from '../../yaml/point-at.js';
import { renameKey } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

/** Keys under which people expect the name of a namespace. */
const NAME_KEYS = new Set(['name', 'namespace', 'kubernetes.io/name', 'metadata.name']);

/** Namespaces of Kubernetes, and those that well-known components are installed to. */
const WELL_KNOWN = new Set([
  'default',
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'ingress-nginx',
  'monitoring',
  'cert-manager',
  'istio-system',
  'openshift-dns',
  'openshift-ingress',
  'openshift-monitoring',
]);

/** Reports a namespaceSelector that asks for the name of a namespace under a label that namespaces do not have by themselves. */
export const namespaceLabel = defineRule({
  id: 'netpol/namespace-label',
  title: 'Namespace selected by a label that it does not have by itself',
  severity: 'warning',
  release: 2,
  sop: ['G7.2/4'],
  why: `Kubernetes gives each namespace the label \`kubernetes.io/metadata.name\` with its name, and no other. A selector for \`name: kube-system\`
matches nothing until somebody puts that label there by hand.`,
  remedy: `Select by \`kubernetes.io/metadata.name\`, or add the label to the manifest of the namespace.`,
  fixSafety: `Where another namespace was given this label by hand, it is no longer selected.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const policy = writtenPolicyOf(resource);
    if (policy === undefined) return;
    const labels = policy.rules.flatMap(({ peers }) =>
      peers.flatMap(({ node, peer }) =>
        requirementsOf(peer.namespaceSelector ?? { matchLabels: {}, matchExpressions: [] }).flatMap(({ key, operator, values }) => {
          const entry = node.find('namespaceSelector', 'matchLabels', key);
          const [value] = values;
          return entry !== undefined && operator === 'In' && value !== undefined && NAME_KEYS.has(key) ? [{ entry, key, value }] : [];
        }),
      ),
    );
    if (labels.length === 0) return yield notApplicable('It selects no namespace by a name under another label.');
    for (const { entry, key, value } of labels) yield judge(entry, key, value, workspace);
  },
});

function judge(entry: YamlNode, key: string, value: string, workspace: WorkspaceView): Outcome {
  const manifests = workspace.objects('workspace', 'Namespace', undefined).map(({ object }) => object.name);
  const labelled = manifests.find(name => workspace.namespaceLabels(name).labels[key] === value);
  if (labelled !== undefined) return satisfied(`The manifest of namespace "${labelled}" has the label.`);
  const isNamespace =
    WELL_KNOWN.has(value) ||
    manifests.includes(value) ||
    workspace.pods('workspace', value).some(({ object }) => object.namespace === value);
  if (!isNamespace) return unknown(`Nothing shows that "${value}" is the name of a namespace.`);
  const { known } = workspace.namespaceLabels(value);
  const lacks = known ? `Namespace "${value}" has no label "${key}"` : `Kubernetes gives no namespace a label "${key}"`;
  return violated({
    span: pointAtKey(entry),
    message: `${lacks}: its name is the label "kubernetes.io/metadata.name".`,
    fixes: [fix(`Select by "kubernetes.io/metadata.name"`, known ? 'safe' : 'unsafe', renameKey(entry, 'kubernetes.io/metadata.name'))],
  });
}
