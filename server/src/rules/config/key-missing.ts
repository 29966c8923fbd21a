import { type KeyReference, keyReferencesOf } from '../../kubernetes/config-reference.js';
import { isUnresolved } from '../../kubernetes/unresolved-text.js';
import { nearestText } from '../../text/edit-distance.js';
import type { ConfigFact } from '../../workspace/facts.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import { appendEntry, replaceScalar } from '../../yaml/yaml-edit.js';
import { defineRule, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const keyMissing = defineRule({
  id: 'config/key-missing',
  title: 'Reference to a key that the ConfigMap or Secret does not have',
  severity: 'warning',
  release: 1,
  sop: ['S4.0/2'],
  why: `A container that reads a missing key does not start: it waits in \`CreateContainerConfigError\`, or in \`ContainerCreating\` for a volume.
What ran before goes on, so that the mistake shows with the next rollout, or with the next node that fails.`,
  remedy: `Mend the key, or add it. If the Pods can do without it, say \`optional: true\`.`,
  fixSafety: `A key with a similar name may be another one; a key that is added has to be given its value.`,
  on: 'workload',

  *check(workload, { workspace }) {
    const references = [...keyReferencesOf(workload, 'ConfigMap'), ...keyReferencesOf(workload, 'Secret')];
    const namespace = namespaceIn(workspace, workload.resource);
    if (references.length === 0) yield notApplicable('It reads no single keys.');
    for (const reference of references) yield judge(reference, namespace, workspace);
  },
});

function judge(reference: KeyReference, namespace: string | undefined, workspace: WorkspaceView): Outcome {
  const { kind, name, keyNode, optional } = reference;
  const key = keyNode.text ?? '';
  if (name === undefined || isUnresolved(key)) return unknown('The name or the key is filled in later.');
  if (optional) return notApplicable(`The Pods start without key "${key}": it is optional.`);
  const all = workspace.configs(kind, name, namespace);
  const own = all.filter(({ unit }) => unit === workspace.unit);
  const configs = own.length > 0 ? own : all;
  if (configs.length === 0) return notApplicable(`No manifest defines ${kind} "${name}".`);
  if (configs.some(({ keys }) => keys?.includes(key))) return satisfied();
  if (configs.some(({ keys }) => keys === undefined)) return unknown(`Which keys ${kind} "${name}" gets is not in the files.`);
  if (configs.some(({ keys }) => keys?.length === 0)) return unknown(`${kind} "${name}" is empty in the files: something fills it later.`);
  const later = laterAdditions(workspace);
  return later === undefined ? finding(reference, name, key, configs) : unknown(later);
}

function finding({ kind, keyNode }: KeyReference, name: string, key: string, configs: readonly ConfigFact[]): Outcome {
  const near = nearestText(key, new Set(configs.flatMap(({ keys }) => keys ?? [])));
  const [first, ...others] = configs;
  const suggestion = near === undefined ? '' : ` There is "${near}".`;
  return violated({
    span: pointAt(keyNode),
    message: `${kind} "${name}" has no key "${key}", and Pods do not start without it.${suggestion}`,
    related: first === undefined ? [] : [{ ...placeOf(first), message: `The keys of ${kind} "${name}"` }],
    fixes: [
      near === undefined ? undefined : fix(`Read key "${near}"`, 'unsafe', replaceScalar(keyNode, near)),
      first === undefined || others.length > 0 || first.generated ? undefined : addition(kind, name, key, first),
    ],
  });
}

function placeOf({ uri, object }: ConfigFact) {
  return { uri, object, path: ['data'] };
}

function addition(kind: string, name: string, key: string, config: ConfigFact): Fix | undefined {
  if (!/^[-._a-zA-Z0-9]+$/.test(key)) return undefined;
  const elsewhere = [{ place: placeOf(config), edit: (data: Parameters<typeof appendEntry>[0]) => appendEntry(data, [`${key}: ""`]) }];
  return { title: `Add key "${key}" to ${kind} "${name}"`, safety: 'unsafe', edits: [], elsewhere };
}
