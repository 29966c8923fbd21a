import type { Container } from '../../kubernetes/container.js';
import { mapsOf } from '../../kubernetes/container.js';
import { literalText } from '../../kubernetes/unresolved-text.js';
import { mountsOf, type VolumeMount } from '../../kubernetes/volume.js';
import { runsToCompletion } from '../../kubernetes/workload.js';
import { rolloutOnChange, whyFixed } from '../../workspace/config-rollout.js';
import { isFixture } from '../../workspace/example-files.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import { removeEntry, replaceScalar } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const subpathNeverUpdates = defineRule({
  id: 'config/subpath-never-updates',
  title: 'ConfigMap or Secret mounted in a way that is never refreshed',
  severity: 'information',
  release: 2,
  sop: ['G4.3/2'],
  why: `The kubelet refreshes the files of a mounted ConfigMap or Secret by replacing a link. A mount with \`subPath\` is a copy that is outside of
it: the file stays as it was when the container started, also when it is a certificate that has been renewed.`,
  remedy: `Mount the whole volume in a folder of its own, or let the Pods be rolled out when the object changes: by a checksum among the annotations
of the template, a hash in its name, or a controller that restarts them.`,
  fixSafety: `The mount hides what the image has in that folder, and the other keys appear beside the file.`,
  on: 'container',

  *check(container, { workspace }) {
    const mounts = mountsOf(container).flatMap(mount => configMountOf(container, mount) ?? []);
    if (mounts.length === 0) yield notApplicable('It mounts no part of a ConfigMap or Secret.');
    else if (isFixture(workspace.path)) yield notApplicable('It is made for tests: nobody waits for a change.');
    else if (container.role === 'init' || runsToCompletion(container.workload)) yield notApplicable('It reads its files once and ends.');
    else for (const mount of mounts) yield judge(mount, container, workspace);
  },
});

/** A mount of a part of a ConfigMap or Secret. */
interface ConfigMount {
  readonly mount: VolumeMount;
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string | undefined;
  readonly subPath: YamlNode;
}

function configMountOf({ workload }: Container, mount: VolumeMount): ConfigMount | undefined {
  const subPath = mount.node.get('subPath');
  const volume = mapsOf(workload.podSpec?.get('volumes')).find(each => each.get('name')?.text === mount.volume);
  if (subPath?.text === undefined || volume === undefined) return undefined;
  const configMap = volume.get('configMap');
  const secret = volume.get('secret');
  if (configMap !== undefined) return { mount, kind: 'ConfigMap', name: literalText(configMap.get('name')), subPath };
  return secret === undefined ? undefined : { mount, kind: 'Secret', name: literalText(secret.get('secretName')), subPath };
}

function judge({ mount, kind, name, subPath }: ConfigMount, container: Container, workspace: WorkspaceView): Outcome {
  const seenTo = rolloutOnChange(container.workload);
  if (seenTo !== undefined) return satisfied(seenTo);
  if (name === undefined) return unknown(`The name of the ${kind} is filled in later.`);
  const configs = workspace.configs(kind, name, namespaceIn(workspace, container.workload.resource));
  const fixed = whyFixed(name, configs);
  if (fixed !== undefined) return satisfied(fixed);
  if (configs.length === 0) return unknown(`No manifest defines ${kind} "${name}", so that nobody can say whether it changes.`);
  if (kind === 'ConfigMap' && configs.some(({ generated }) => generated))
    return unknown(`What makes ${kind} "${name}" may put a hash into its name.`);
  const later = laterAdditions(workspace);
  if (later !== undefined) return unknown(later);
  return violated({
    span: pointAt(subPath),
    // It was so before the name led to the object.
    comesToLight: true,
    message: `"${mount.mountPath ?? mount.volume}" is mounted with subPath: when ${kind} "${name}" changes, running containers keep the old file.`,
    fixes: [ofFolder(mount, subPath, container)],
  });
}

/** Mounts the folder instead of the file, where the file keeps its path and no other mount is there. */
function ofFolder(mount: VolumeMount, subPath: YamlNode, container: Container): Fix | undefined {
  const { mountPath = '', node } = mount;
  const folder = mountPath.slice(0, mountPath.lastIndexOf('/'));
  const file = mountPath.slice(folder.length + 1);
  const isTaken = mountsOf(container).some(other => other.node !== node && `${other.mountPath}/`.startsWith(`${folder}/`));
  const path = node.get('mountPath');
  // A folder that the system or the program needs is not hidden.
  if (path === undefined || file !== subPath.text || isTaken || folder.split('/').length < 3 || SYSTEM.test(folder)) return undefined;
  return fix(`Mount the whole volume at ${folder}`, 'unsafe', replaceScalar(path, folder), removeEntry(subPath));
}

const SYSTEM = /^\/(?:usr|bin|sbin|lib\w*|proc|sys|dev|var\/run|var\/lib|etc\/ssl\/certs)(?:\/|$)/;
