import { type Container, mapsOf } from '../../kubernetes/container.js';
import { literalText } from '../../kubernetes/unresolved-text.js';
import { mountsOf, type VolumeMount, volumesOf } from '../../kubernetes/volume.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { pathInRepository } from '../../workspace/path-in-repository.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const mountHidesBinary = defineRule({
  id: 'config/mount-hides-binary',
  title: 'Mount that hides the program of the image',
  severity: 'error',
  rejected: 'runtime',
  release: 2,
  sop: ['G4.1/4'],
  why: `A mount covers the folder that it stands at: what the image has there is gone. If the program is among it, the container cannot start, and
the message says only that there is no such file.`,
  remedy: `Mount the volume at a folder of its own, such as \`/etc/web\`, and tell the program to look there.`,
  fixSafety: `The program has to be told where its files are now.`,
  on: 'container',

  *check(container, { workspace }) {
    const mounts = mountsOf(container).filter(({ mountPath, node }) => mountPath !== undefined && node.get('devicePath') === undefined);
    const started = startedBy(container, workspace);
    if (mounts.length === 0) yield notApplicable('It mounts nothing.');
    else if (started.program === undefined) yield unknown(started.because);
    else {
      const { program, because } = started;
      const hiding = mounts.filter(mount => hides(mount, program));
      if (hiding.length === 0) yield satisfied(`No mount stands over "${program}".`);
      for (const mount of hiding) yield judge(container, mount, program, because, workspace);
    }
  },
});

/** The program of the image that a container starts, and the full sentence that says how that is known or why not. */
function startedBy(container: Container, workspace: WorkspaceView): { readonly program: string | undefined; readonly because: string } {
  const image = literalText(container.image);
  const built = image === undefined ? undefined : workspace.imageBuiltAs(image);
  if (built === undefined) return { program: undefined, because: 'No Dockerfile of the workspace builds its image.' };
  const file = `"${pathInRepository(built.uri, workspace)}"`;
  const { program } = built.image;
  const command = container.node.get('command')?.items()[0];
  if (program === undefined) return { program, because: `${file} does not name the path of a program.` };
  if (command !== undefined && literalText(command) !== program)
    return { program: undefined, because: 'It starts another program than its image does.' };
  return { program, because: `${file} builds its image to start it.` };
}

function hides({ mountPath = '', node }: VolumeMount, program: string): boolean {
  const folder = mountPath.replace(/\/+$/, '');
  const isPart = node.get('subPath') !== undefined || node.get('subPathExpr') !== undefined;
  return !isPart && program.startsWith(`${folder}/`);
}

function judge(container: Container, mount: VolumeMount, program: string, because: string, workspace: WorkspaceView): Outcome {
  const volume = volumesOf(container.workload).find(({ name }) => name === mount.volume);
  const node = mount.node.get('mountPath');
  const folder = (mount.mountPath ?? '').replace(/\/+$/, '');
  if (volume === undefined || node === undefined) return unknown(`What volume "${mount.volume}" holds is not in the manifest.`);
  const held = whatHolds(volume.node, program.slice(folder.length + 1), container, workspace);
  if (held !== undefined) return held;
  const later = laterAdditions(workspace, container);
  if (later !== undefined) return unknown(later);
  const target = `/etc/${container.name}`;
  const isFree = /^[a-z0-9-]+$/.test(container.name) && !mountsOf(container).some(({ mountPath }) => mountPath === target);
  const isConfig = volume.node.get('emptyDir') === undefined;
  return violated({
    span: pointAt(node),
    // It was hidden before it was known which image it is.
    comesToLight: true,
    message: `Volume "${mount.volume}" at ${mount.mountPath} hides "${program}", which the container starts: it cannot start. ${because}`,
    fixes: [isFree && isConfig ? fix(`Mount it at ${target}`, 'unsafe', replaceScalar(node, target)) : undefined],
  });
}

/** Why a volume has or may have the program itself; `undefined` if it surely has not. */
function whatHolds(volume: YamlNode, path: string, container: Container, workspace: WorkspaceView): Outcome | undefined {
  const name = volume.get('name')?.text ?? '';
  const config = volume.get('configMap');
  const secret = volume.get('secret');
  if (volume.get('emptyDir') !== undefined) {
    const others = container.workload.containers.filter(other => other !== container);
    const filler = others.find(other => mountsOf(other).some(mount => mount.volume === name));
    return filler === undefined ? undefined : unknown(`Container "${filler.name}" may put the program into volume "${name}".`);
  }
  if (config !== undefined) return whatKeysHold('ConfigMap', config, config.get('name'), path, container, workspace);
  if (secret !== undefined) return whatKeysHold('Secret', secret, secret.get('secretName'), path, container, workspace);
  return unknown(`Volume "${name}" may hold the program.`);
}

function whatKeysHold(
  kind: 'ConfigMap' | 'Secret',
  source: YamlNode,
  nameNode: YamlNode | undefined,
  path: string,
  { workload }: Container,
  workspace: WorkspaceView,
): Outcome | undefined {
  const items = mapsOf(source.get('items'));
  const name = literalText(nameNode);
  const configs = name === undefined ? [] : workspace.configs(kind, name, namespaceIn(workspace, workload.resource));
  const ofConfigs: readonly (string | undefined)[] = configs.flatMap(config => [...(config.keys ?? [undefined])]);
  const keys = items.length > 0 ? items.map(item => item.get('path')?.text) : ofConfigs;
  if (keys.includes(path)) return satisfied(`${kind} "${name}" holds the program.`);
  return keys.length === 0 || keys.includes(undefined) ? unknown(`What ${kind} "${name ?? ''}" holds is not in the files.`) : undefined;
}
