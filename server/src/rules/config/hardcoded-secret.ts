import type { Container, EnvironmentVariable } from '../../kubernetes/container.js';
import { credentialIn, hasPasswordInAddress, isSecretVariable } from '../../kubernetes/secret-text.js';
import { isUnresolved } from '../../kubernetes/unresolved-text.js';
import { isForDevelopment } from '../../workspace/development.js';
import { isFixture } from '../../workspace/example-files.js';
import type { ConfigFact } from '../../workspace/facts.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import { appendEntry, insertEntry, removeEntry } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Finding, type Fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const hardcodedSecret = defineRule({
  id: 'config/hardcoded-secret',
  title: 'Secret in clear text',
  severity: 'error',
  release: 1,
  sop: ['S4.0/3'],
  why: `Whoever can read the repository, its history, or a Deployment in the cluster has the secret; nobody notices, and changing it takes a
commit.`,
  remedy: `Take the value from a Secret with \`secretKeyRef\`, filled from a store of secrets, and replace the secret: it is known by now.`,
  fixSafety: `The Secret has to hold the value before the Pods start again; the file that the fix creates holds none.`,
  on: 'container',

  *check(container, { workspace }) {
    if (isFixture(workspace.path)) yield notApplicable('It is a test fixture.');
    else if (isForDevelopment(workspace, namespaceIn(workspace, container.workload.resource)))
      yield notApplicable('It is for development.');
    else if (container.env.size === 0) yield notApplicable('It sets no variables.');
    else {
      for (const variable of container.env.values()) {
        if (variable.value === undefined) continue;
        const found = judge(variable.name, variable.value);
        const fixes = found.kind === 'violated' ? referenceFixes(container, variable, workspace) : [];
        yield found.kind === 'violated' ? violated({ ...found.finding, fixes }) : found;
      }
    }
  },

  also: {
    *shape({ env }, { workspace }) {
      if (isFixture(workspace.path)) yield notApplicable('It is a test fixture.');
      else for (const [name, value] of env) yield judge(name, value);
    },
  },
});

function judge(name: string, node: YamlNode): Outcome {
  const { text } = node;
  if (text === undefined || text === '') return satisfied();
  if (isUnresolved(text)) return unknown(`Variable "${name}" is filled in later.`);
  const credential = credentialIn(text);
  const what =
    credential ?? (hasPasswordInAddress(text) ? 'an address with its password' : isSecretVariable(name, text) ? 'a secret' : undefined);
  if (what === undefined) return satisfied();
  const finding: Finding = {
    span: pointAt(node),
    message: `Variable "${name}" holds ${what} in clear text: everyone who can read this file has it.`,
  };
  return violated(credential === undefined ? { ...finding, severity: 'warning' } : finding);
}

/** Reads the variable from a Secret that has such a key, else from one named after the workload, which is created if need be. */
function referenceFixes(
  { workload }: Container,
  { name, node, value }: EnvironmentVariable,
  workspace: WorkspaceView,
): (Fix | undefined)[] {
  if (value === undefined || !/^[-._a-zA-Z0-9]+$/.test(name)) return [];
  const namespace = namespaceIn(workspace, workload.resource);
  const secrets = workspace.allConfigs('unit', 'Secret', namespace);
  const key = (config: ConfigFact) => config.keys?.find(each => each.toUpperCase().replace(/[-.]/g, '_') === name.toUpperCase());
  const existing = secrets.find(config => key(config) !== undefined);
  if (existing !== undefined) return [reference(node, value, existing.object.name, key(existing) ?? name, {})];
  const secret = `${workload.resource.name}-secrets`;
  const own = secrets.find(({ object, generated }) => object.name === secret && !generated);
  if (own === undefined) return [reference(node, value, secret, name, { create: newSecret(secret, name, namespace, workspace) })];
  const place = { uri: own.uri, object: own.object, path: ['stringData'] };
  return [reference(node, value, secret, name, { elsewhere: [{ place, edit: data => appendEntry(data, [`${name}: ""`]) }] })];
}

function reference(node: YamlNode, value: YamlNode, secret: string, key: string, more: Pick<Fix, 'create' | 'elsewhere'>): Fix | undefined {
  const lines = ['valueFrom:', '  secretKeyRef:', `    name: ${secret}`, `    key: ${key}`];
  const edits = [insertEntry(node, { before: 'value' }, lines), removeEntry(value)].filter(edit => edit !== undefined);
  if (edits.length < 2 || (more.create !== undefined && more.create.length === 0)) return undefined;
  return { title: `Read it from key "${key}" of Secret "${secret}"`, safety: 'unsafe', edits, ...more };
}

/** A file with a Secret without a value; none where a kustomization would have to name it, or the name is not one. */
function newSecret(name: string, key: string, namespace: string | undefined, { kustomize }: WorkspaceView) {
  if (kustomize !== undefined || !/^[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(name)) return [];
  const lines = [
    '# Filled from a store of secrets: no values in version control.',
    'apiVersion: v1',
    'kind: Secret',
    'metadata:',
    `  name: ${name}`,
    ...(namespace === undefined ? [] : [`  namespace: ${namespace}`]),
    'type: Opaque',
    'stringData:',
    `  ${key}: ""`,
    '',
  ];
  return [{ path: `secret-${name}.yaml`, text: lines.join('\n') }];
}
