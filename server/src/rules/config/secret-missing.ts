import { type ConfigReference, configReferencesOf } from '../../kubernetes/config-reference.js';
import { nearestText } from '../../text/edit-distance.js';
import { matchesAny } from '../../text/wildcard.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const secretMissing = defineRule({
  id: 'config/secret-missing',
  title: 'Reference to a Secret whose name is nearly that of another',
  severity: 'information',
  release: 2,
  sop: ['S4.0/3'],
  why: `A container whose Secret is not there does not start. Most Secrets are made outside of the repository, so that a missing one says
nothing; one whose name differs by a letter from a Secret that is there says a lot.`,
  remedy: `Mend the name. If something outside the repository makes the Secret, name it under \`externalObjects\`.`,
  fixSafety: `Both Secrets may exist.`,
  on: 'workload',

  *check(workload, { workspace }) {
    const references = configReferencesOf(workload, 'Secret');
    const namespace = namespaceIn(workspace, workload.resource);
    if (references.length === 0) yield notApplicable('It names no Secret.');
    for (const reference of references) yield judge(reference, namespace, workspace);
  },
});

function judge({ name, nodes, keys, optional }: ConfigReference, namespace: string | undefined, workspace: WorkspaceView): Outcome {
  const [first, ...others] = nodes;
  if (name === undefined || first === undefined) return unknown('The name of the Secret is filled in later.');
  if (optional) return notApplicable(`The Pods start without Secret "${name}": it is optional.`);
  if (workspace.configs('Secret', name, namespace).length > 0) return satisfied();
  if (matchesAny(workspace.settings.externalObjects, `Secret/${name}`))
    return notApplicable(`Secret "${name}" is one of \`externalObjects\` in the configuration.`);
  const later = laterAdditions(workspace) ?? workspace.openBecause;
  if (later !== undefined) return unknown(later);
  const candidates = workspace
    .allConfigs('unit', 'Secret', namespace)
    .filter(config => keys.every(key => config.keys?.includes(key) ?? true));
  const near = nearestText(
    name,
    candidates.map(({ object }) => object.name),
  );
  // Names that differ in a number are two of a kind.
  if (near === undefined || near.replace(/\d+/g, '') === name.replace(/\d+/g, ''))
    return unknown('Secrets are often made outside of the repository.');
  return violated({
    span: pointAt(first),
    message: `Secret "${name}" is defined nowhere in the workspace, but there is "${near}".`,
    related: others.map(node => ({ span: pointAt(node), message: 'Named here, too' })),
    fixes: [fix(`Use Secret "${near}"`, 'unsafe', ...nodes.map(node => replaceScalar(node, near)))],
  });
}
