import { mapsOf } from '../../kubernetes/container.js';
import { literalText } from '../../kubernetes/unresolved-text.js';
import { nearestText } from '../../text/edit-distance.js';
import { matchesAny } from '../../text/wildcard.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

const DRIVER = 'secrets-store.csi.k8s.io';
const KIND = 'SecretProviderClass';

export const csiProviderMissing = defineRule({
  id: 'config/csi-provider-missing',
  title: 'Volume of an external store of secrets without its SecretProviderClass',
  severity: 'warning',
  release: 3,
  sop: ['G4.2/4'],
  why: `The driver learns from a ${KIND} which secrets to fetch, and from where. Without it the mount fails, and the Pods wait in
\`ContainerCreating\`.`,
  remedy: `Name a ${KIND} of the same namespace. If something outside the repository makes it, name it under \`externalObjects\`.`,
  fixSafety: `A ${KIND} with a similar name may be another one.`,
  on: 'workload',

  *check(workload, { workspace }) {
    const volumes = mapsOf(workload.podSpec?.get('volumes')).filter(volume => volume.find('csi', 'driver')?.text === DRIVER);
    const namespace = namespaceIn(workspace, workload.resource);
    if (volumes.length === 0) yield notApplicable('It mounts no external store of secrets.');
    for (const volume of volumes) yield judge(volume, namespace, workspace);
  },
});

function judge(volume: YamlNode, namespace: string | undefined, workspace: WorkspaceView): Outcome {
  const node = volume.find('csi', 'volumeAttributes', 'secretProviderClass');
  const driver = volume.find('csi', 'driver');
  const name = literalText(node);
  const later = laterAdditions(workspace) ?? workspace.openBecause;
  if (node?.text === undefined) {
    if (later !== undefined) return unknown(later);
    return violated({
      span: pointAt(driver ?? volume),
      message: `Volume "${volume.get('name')?.text ?? ''}" names no ${KIND}: its driver has nothing to mount, and the Pods do not start.`,
    });
  }
  if (name === undefined) return unknown(`The name of the ${KIND} is filled in later.`);
  if (workspace.objects('workspace', KIND, namespace).some(({ object }) => object.name === name)) return satisfied();
  if (matchesAny(workspace.settings.externalObjects, `${KIND}/${name}`))
    return notApplicable(`${KIND} "${name}" is one of \`externalObjects\` in the configuration.`);
  if (later !== undefined) return unknown(later);
  const names = workspace.objects('unit', KIND, namespace).map(({ object }) => object.name);
  if (names.length === 0) return unknown(`No manifest beside it defines a ${KIND}, so that it comes from elsewhere.`);
  const near = nearestText(name, names);
  return violated({
    span: pointAt(node),
    message: `${KIND} "${name}" is defined nowhere in the workspace, and Pods do not start without it.${near === undefined ? '' : ` There is "${near}".`}`,
    fixes: [near === undefined ? undefined : fix(`Use ${KIND} "${near}"`, 'unsafe', replaceScalar(node, near))],
  });
}
