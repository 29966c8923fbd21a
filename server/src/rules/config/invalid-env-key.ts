import { type EnvironmentSource, environmentSourcesOf } from '../../kubernetes/config-reference.js';
import { isUnresolved } from '../../kubernetes/unresolved-text.js';
import { isBeforeMinor } from '../../kubernetes/version.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import { defineRule, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const invalidEnvKey = defineRule({
  id: 'config/invalid-env-key',
  title: 'Key that the kubelet does not make a variable of',
  severity: 'warning',
  release: 2,
  sop: ['G4.1/3'],
  why: `Before Kubernetes 1.32 the kubelet leaves out each key of \`envFrom\` that is no name of a variable, such as one that begins with a digit.
The container starts without it, and only an event says so.`,
  remedy: `Rename the key, set a \`prefix\` that makes names of all keys, or mount the object as a volume. From Kubernetes 1.32 nothing has to be
done. The rule speaks only where \`kubernetesVersion\` in the configuration, or \`kubeVersion\` of an installation, is an earlier one.`,
  on: 'container',

  *check(container, { workspace }) {
    const isStrict = isBeforeMinor(workspace.settings.kubernetesVersion, 32);
    const sources = environmentSourcesOf(container);
    if (sources.length === 0) yield notApplicable('It takes no whole ConfigMap or Secret into its variables.');
    else if (isStrict === undefined)
      yield unknown('The version of Kubernetes is not configured; from 1.32 nearly every key is a name of a variable.');
    else if (!isStrict)
      yield satisfied(`Kubernetes ${workspace.settings.kubernetesVersion} takes nearly every key for a name of a variable.`);
    else for (const source of sources) yield judge(source, namespaceIn(workspace, container.workload.resource), workspace);
  },
});

function judge({ kind, name, nameNode, prefix }: EnvironmentSource, namespace: string | undefined, workspace: WorkspaceView): Outcome {
  if (name === undefined || isUnresolved(prefix)) return unknown(`The name of the ${kind} or the prefix is filled in later.`);
  const configs = workspace.configs(kind, name, namespace);
  if (configs.length === 0) return unknown(`No manifest defines ${kind} "${name}".`);
  if (configs.some(({ keys }) => keys === undefined)) return unknown(`Which keys ${kind} "${name}" gets is not in the files.`);
  const [config] = configs;
  const wrong = [...new Set(configs.flatMap(({ keys }) => keys ?? []))].filter(key => !isName(prefix + key));
  const [first] = wrong;
  const later = laterAdditions(workspace);
  if (config === undefined || first === undefined)
    return satisfied(prefix === '' ? undefined : `With the prefix "${prefix}" each key is a name of a variable.`);
  if (later !== undefined) return unknown(later);
  const list = wrong.map(key => `"${prefix}${key}"`).join(', ');
  const version = workspace.settings.kubernetesVersion;
  return violated({
    span: pointAt(nameNode),
    // It was so before the name led to the object.
    comesToLight: true,
    message: `${list} of ${kind} "${name}" ${wrong.length === 1 ? 'is no name' : 'are no names'} of a variable in Kubernetes ${version}: the container starts without ${wrong.length === 1 ? 'it' : 'them'}.`,
    related: [{ uri: config.uri, object: config.object, path: ['data', first], message: 'The key is here' }],
  });
}

/** Before Kubernetes 1.32. Keys cannot begin with two dots, nor be one alone. */
function isName(text: string): boolean {
  return /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(text);
}
