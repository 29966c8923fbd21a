import { type ConfigReference, configReferencesOf } from '../../kubernetes/config-reference.js';
import { nearestText } from '../../text/edit-distance.js';
import { matchesAny } from '../../text/wildcard.js';
import type { ConfigFact } from '../../workspace/facts.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const configmapMissing = defineRule({
  id: 'config/configmap-missing',
  title: 'Reference to a ConfigMap that no manifest defines',
  severity: 'warning',
  release: 1,
  sop: ['S4.0/2', 'G4.1/3', 'G4.1/4'],
  why: `A container whose ConfigMap is not there does not start: it waits in \`CreateContainerConfigError\`, or in \`ContainerCreating\` for a
volume, until somebody looks.`,
  remedy: `Mend the name, or add the ConfigMap. If something outside the repository makes it, name it under \`externalObjects\`; if the Pods can do
without it, say \`optional: true\`.`,
  fixSafety: `A ConfigMap with a similar name may be another one.`,
  on: 'workload',

  *check(workload, { workspace }) {
    const references = configReferencesOf(workload, 'ConfigMap');
    const namespace = namespaceIn(workspace, workload.resource);
    if (references.length === 0) yield notApplicable('It names no ConfigMap.');
    for (const reference of references) yield judge(reference, namespace, workspace);
  },
});

/** Made by Kubernetes or by well-known controllers in every namespace. */
const GIVEN = ['kube-root-ca.crt', 'openshift-service-ca.crt', 'istio-ca-root-cert', 'extension-apiserver-authentication'];

function judge(reference: ConfigReference, namespace: string | undefined, workspace: WorkspaceView): Outcome {
  const { name, optional } = reference;
  if (name === undefined) return unknown('The name of the ConfigMap is filled in later.');
  if (optional) return notApplicable(`The Pods start without ConfigMap "${name}": it is optional.`);
  if (GIVEN.includes(name)) return satisfied(`ConfigMap "${name}" is in every namespace.`);
  if (workspace.configs('ConfigMap', name, namespace).length > 0) return satisfied();
  if (matchesAny(workspace.settings.externalObjects, `ConfigMap/${name}`))
    return notApplicable(`ConfigMap "${name}" is one of \`externalObjects\` in the configuration.`);
  const later = laterAdditions(workspace) ?? workspace.openBecause;
  if (later !== undefined) return unknown(later);
  const ofUnit = workspace.allConfigs('unit', 'ConfigMap', namespace).filter(({ object }) => object.name !== '');
  if (ofUnit.length === 0) return unknown('No manifest beside it defines ConfigMaps, so that they come from elsewhere.');
  const elsewhere = workspace.configs('ConfigMap', name, undefined)[0]?.object.namespace;
  if (elsewhere !== undefined) return inOtherNamespace(reference, name, elsewhere, namespace);
  const maker = workspace.podMakers('workspace', namespace).find(({ object }) => object.name !== '' && name.startsWith(object.name));
  if (maker !== undefined) return unknown(`What runs ${maker.object.kind} "${maker.object.name}" may make the ConfigMap.`);
  const generated = workspace.allConfigs('workspace', 'ConfigMap', undefined).some(({ object }) => isHashed(object.name, name));
  if (generated) return unknown(`A kustomization of the workspace generates a ConfigMap "${name}", and may be meant to be used with this.`);
  return finding(reference, name, namespace, nearest(name, reference.keys, ofUnit), workspace);
}

/** Whether a name is another one with the hash that kustomize puts behind it. */
function isHashed(hashed: string, name: string): boolean {
  return hashed.startsWith(`${name}-`) && /^-[2-9bcdfghkmt]{10}$/.test(hashed.slice(name.length));
}

function finding(
  { nodes, keys }: ConfigReference,
  name: string,
  namespace: string | undefined,
  meant: string | undefined,
  workspace: WorkspaceView,
): Outcome {
  const [first, ...others] = nodes;
  if (first === undefined) return satisfied();
  const suggestion = meant === undefined ? '' : ` There is "${meant}".`;
  return violated({
    span: pointAt(first),
    message: `ConfigMap "${name}" is defined nowhere in the workspace, and Pods do not start without it.${suggestion}`,
    related: others.map(node => ({ span: pointAt(node), message: 'Named here, too' })),
    fixes: [
      meant === undefined ? undefined : renaming(nodes, meant),
      workspace.kustomize === undefined ? stub(name, namespace, keys) : undefined,
    ],
  });
}

function inOtherNamespace({ nodes }: ConfigReference, name: string, elsewhere: string, namespace: string | undefined): Outcome {
  const [first] = nodes;
  if (first === undefined) return satisfied();
  const message = `ConfigMap "${name}" is defined in namespace "${elsewhere}", but Pods read ConfigMaps of their own namespace, "${namespace}".`;
  return violated({ span: pointAt(first), message });
}

/** The ConfigMap with the nearest name, of those that have the keys that are read. */
function nearest(name: string, keys: readonly string[], configs: readonly ConfigFact[]): string | undefined {
  const candidates = configs.filter(config => keys.every(key => config.keys?.includes(key) ?? true));
  return nearestText(
    name,
    candidates.map(({ object }) => object.name),
  );
}

function renaming(nodes: readonly YamlNode[], name: string): Fix | undefined {
  return fix(`Use ConfigMap "${name}"`, 'unsafe', ...nodes.map(node => replaceScalar(node, name)));
}

function stub(name: string, namespace: string | undefined, keys: readonly string[]): Fix | undefined {
  if (!/^[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(name)) return undefined;
  const path = `configmap-${name}.yaml`;
  const text = [
    'apiVersion: v1',
    'kind: ConfigMap',
    'metadata:',
    `  name: ${name}`,
    ...(namespace === undefined ? [] : [`  namespace: ${namespace}`]),
    ...(keys.length === 0 ? ['data: {}'] : ['data:', ...keys.map(key => `  ${key}: ""`)]),
    '',
  ].join('\n');
  return { title: `Create ConfigMap "${name}" in ${path}`, safety: 'unsafe', edits: [], create: [{ path, text }] };
}
