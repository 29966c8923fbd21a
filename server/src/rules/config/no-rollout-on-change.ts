import { type ConfigReference, variableReferencesOf } from '../../kubernetes/config-reference.js';
import type { Workload } from '../../kubernetes/workload.js';
import { rolloutOnChange, whyFixed } from '../../workspace/config-rollout.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { fileOfMade } from '../../workspace/made-unit.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import { setIn } from '../../yaml/yaml-edit.js';
import { defineRule, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const noRolloutOnChange = defineRule({
  id: 'config/no-rollout-on-change',
  title: 'Variables from a ConfigMap whose changes reach no running Pod',
  severity: 'information',
  release: 2,
  sop: ['S4.0/7', 'G4.3/4'],
  why: `Variables are read once, when a container starts. A changed ConfigMap reaches the Pods whenever they happen to start anew: one by one, days
later, with a change that nobody thinks of any more, and until then old and new values run side by side.`,
  remedy: `Let the Pods change together with the ConfigMap: a checksum of it among the annotations of the template (Helm), a generator that puts a
hash into its name (kustomize), or a controller such as Reloader that restarts what reads it.`,
  fixSafety: `Each change of the ConfigMap restarts all Pods from then on. The annotation of Reloader does something only where Reloader runs in the cluster.`,
  on: 'workload',

  *check(workload, { workspace }) {
    const running = workload.containers.filter(({ role }) => role !== 'init');
    const references = variableReferencesOf({ containers: running }, 'ConfigMap');
    const seenTo = rolloutOnChange(workload);
    if (references.length === 0) yield notApplicable('No variable of its containers comes from a ConfigMap.');
    else if (!ROLLED_OUT.has(workload.resource.kind)) yield notApplicable(`A ${workload.resource.kind} is not rolled out again.`);
    else if (seenTo !== undefined) yield satisfied(seenTo);
    else yield judge(workload, references, workspace);
  },
});

const ROLLED_OUT = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout']);

/** One finding for the workload: one annotation mends it. */
function judge(workload: Workload, references: readonly ConfigReference[], workspace: WorkspaceView): Outcome {
  const namespace = namespaceIn(workspace, workload.resource);
  const outcomes = references.map(reference => whyQuiet(reference, namespace, workspace));
  // By name, so that all variants of an application that add containers to it have the same finding.
  const changing = references
    .filter((_, index) => outcomes[index] === undefined)
    .sort((one, other) => ((one.name ?? '') < (other.name ?? '') ? -1 : 1));
  const [first] = changing;
  const [firstNode, ...otherNodes] = changing.flatMap(({ nodes }) => nodes);
  if (first === undefined || firstNode === undefined)
    return outcomes.find(outcome => outcome?.kind === 'unknown') ?? outcomes.find(outcome => outcome !== undefined) ?? satisfied();
  const later = laterAdditions(workspace);
  if (later !== undefined) return unknown(later);
  const ofChart = checksum(workload, first, workspace);
  return violated({
    span: pointAt(firstNode),
    // It was so before the name led to the object.
    comesToLight: true,
    message: `Variables come from ConfigMap "${first.name}", and nothing rolls the Pods out when it changes: running Pods keep the old values.`,
    related: otherNodes.map(node => ({ span: pointAt(node), message: 'A ConfigMap is read here, too' })),
    fixes: () => [ofChart, reloading(workload)],
  });
}

/** Why the ConfigMap needs no rollout, or why that cannot be known; `undefined` if it surely can change. */
function whyQuiet({ name, keys }: ConfigReference, namespace: string | undefined, workspace: WorkspaceView): Outcome | undefined {
  if (name === undefined) return unknown('The name of the ConfigMap is filled in later.');
  const configs = workspace.configs('ConfigMap', name, namespace);
  const fixed = whyFixed(name, configs);
  if (fixed !== undefined) return satisfied(fixed);
  if (configs.length === 0) return unknown(`No manifest defines ConfigMap "${name}", so that its changes are made elsewhere.`);
  if (configs.some(({ generated }) => generated)) return unknown(`What makes ConfigMap "${name}" may put a hash into its name.`);
  const held = new Set(configs.flatMap(config => config.keys ?? []));
  const isFilledLater = keys.length === 0 ? held.size === 0 : !keys.some(key => held.has(key));
  return isFilledLater
    ? unknown(`In the files ConfigMap "${name}" has nothing that is read: who fills it may restart the Pods.`)
    : undefined;
}

/** In a chart: a checksum of the template that the ConfigMap comes from. */
function checksum({ resource, template }: Workload, { name = '' }: ConfigReference, workspace: WorkspaceView): Fix | undefined {
  const own = templateOf(workspace.uri);
  const [config, ...others] = workspace.configs('ConfigMap', name, namespaceIn(workspace, resource));
  const other = config && templateOf(config.uri);
  if (own === undefined || other?.folder !== own.folder || other.path === own.path || others.length > 0) return undefined;
  const action = `{{ include (print $.Template.BasePath "/${other.path}") $ | sha256sum }}`;
  const edit = setIn(template, ['metadata', 'annotations', 'checksum/config'], action);
  return fix(`Set checksum/config to the checksum of templates/${other.path}`, 'unsafe', edit);
}

/** The template of a chart that a rendered document comes from. */
function templateOf(uri: string): { readonly folder: string; readonly path: string } | undefined {
  const [, folder, path] = /^(.*?)\/templates\/([\w./-]+)$/.exec(fileOfMade(uri)) ?? [];
  return uri === fileOfMade(uri) || folder === undefined || path === undefined ? undefined : { folder, path };
}

function reloading({ resource }: Workload): Fix | undefined {
  const key = 'reloader.stakater.com/auto';
  return fix(`Set ${key} to "true"`, 'unsafe', setIn(resource.node, ['metadata', 'annotations', key], 'true'));
}
