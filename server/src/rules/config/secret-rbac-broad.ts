import { mapsOf } from '../../kubernetes/container.js';
import { groupOf, type Resource } from '../../kubernetes/resource.js';
import { isUnresolved } from '../../kubernetes/unresolved-text.js';
import { pointAt } from '../../yaml/point-at.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const secretRbacBroad = defineRule({
  id: 'config/secret-rbac-broad',
  title: 'Role that reads every Secret',
  severity: 'information',
  profiles: { strict: 'warning', hardening: 'warning' },
  release: 2,
  sop: ['S4.0/5'],
  why: `Without \`resourceNames\` a rule holds for each Secret there is, now and later; of a ClusterRole, for those of each namespace it is bound
in. Whoever gets hold of one token of it has the credentials of all applications.`,
  remedy: `Name the Secrets with \`resourceNames\`, and leave out \`list\` and \`watch\`, which cannot be restricted to names and show the values too.`,
  on: 'resource',

  *check(resource) {
    if (!/^(?:Cluster)?Role$/.test(resource.kind) || groupOf(resource.apiVersion) !== 'rbac.authorization.k8s.io')
      yield notApplicable('It is no role.');
    else if (isAggregated(resource)) yield notApplicable('It is a part of a role of Kubernetes, such as "edit".');
    else for (const rule of mapsOf(resource.node.get('rules'))) yield judge(resource, rule);
  },
});

const READING = ['get', 'list', 'watch', '*'];

function judge({ kind, name }: Resource, rule: YamlNode): Outcome {
  const resources = rule.get('resources');
  const secrets = resources?.items().find(({ text }) => text === 'secrets') ?? resources?.items().find(({ text }) => text === '*');
  const isCore =
    rule
      .get('apiGroups')
      ?.items()
      .some(({ text }) => text === '' || text === '*') ?? false;
  const verbs = (rule.get('verbs')?.items() ?? []).filter(({ text }) => READING.includes(text ?? ''));
  if ((rule.get('resourceNames')?.items().length ?? 0) > 0) return satisfied('It names what it is for.');
  if (resources?.items().some(({ text }) => isUnresolved(text ?? ''))) return unknown('What it is for is filled in later.');
  if (secrets === undefined || !isCore || verbs.length === 0) return satisfied();
  const where = kind === 'ClusterRole' ? 'every Secret of each namespace that it is bound in' : 'every Secret of its namespace';
  return violated({
    span: pointAt(secrets),
    message: `${kind} "${name}" may ${verbs.map(({ text }) => (text === '*' ? 'do anything with' : text)).join(', ')} ${where}: the rule has no resourceNames.`,
  });
}

function isAggregated({ node }: Resource): boolean {
  const labels = node.find('metadata', 'labels')?.entries() ?? [];
  return node.get('aggregationRule') !== undefined || labels.some(([key]) => key.startsWith('rbac.authorization.k8s.io/aggregate-to-'));
}
