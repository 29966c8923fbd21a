import { literalText } from '../../kubernetes/unresolved-text.js';
import { volumesOf } from '../../kubernetes/volume.js';
import type { ObjectFact } from '../../workspace/facts.js';
import { plainItems, plainValue } from '../../workspace/plain-value.js';
import { leastReplicasOf } from '../../workspace/scaling.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import { pointAt } from '../../yaml/point-at.js';
import { defineRule, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

export const sharedRwoVolume = defineRule({
  id: 'workload/shared-rwo-volume',
  title: 'Several replicas on a volume for one node',
  severity: 'warning',
  release: 3,
  sop: ['S1.0/2'],
  why: `A claim with \`ReadWriteOnce\` can be attached to one node at a time. All replicas of a Deployment share its claim: those that are scheduled to
another node wait for ever, and a rolling update hangs.`,
  remedy: `Use a StatefulSet with \`volumeClaimTemplates\`, which gives each replica its own volume, one replica, or a volume that many nodes can mount.`,
  on: 'workload',

  *check(workload, { workspace }) {
    const { resource } = workload;
    if (resource.kind !== 'Deployment' && resource.kind !== 'ReplicaSet')
      return yield notApplicable(`A ${resource.kind} need not share its volumes.`);
    const claims = volumesOf(workload).flatMap(({ node }) => {
      const claim = node.find('persistentVolumeClaim', 'claimName');
      return claim === undefined ? [] : [claim];
    });
    if (claims.length === 0) return yield notApplicable('It has no claimed volume.');
    const replicas = leastReplicasOf(workload, workspace);
    if (replicas === undefined) return yield unknown('The files do not say how many replicas run.');
    if (replicas.count < 2) return yield satisfied();
    const namespace = namespaceIn(workspace, resource);
    for (const claim of claims) {
      const name = literalText(claim);
      const found =
        name === undefined
          ? []
          : workspace.objects('workspace', 'PersistentVolumeClaim', namespace).filter(({ object }) => object.name === name);
      const [first] = found;
      const modes = first === undefined ? undefined : accessModesOf(first);
      if (first === undefined || modes === undefined || found.length > 1)
        yield unknown(`What the claim "${claim.text}" allows is not in the files.`);
      else if (!modes.every(mode => mode === 'ReadWriteOnce' || mode === 'ReadWriteOncePod')) yield satisfied();
      else
        yield violated({
          span: pointAt(claim),
          message: `${replicas.count} replicas share the claim "${name}", which is ${modes.join(', ')}: Pods on other nodes than the first wait for ever.`,
          related: [{ message: 'The claim is here.', uri: first.uri, object: first.object, path: ['spec', 'accessModes'] }],
        });
    }
  },
});

function accessModesOf({ content }: ObjectFact): readonly string[] | undefined {
  const modes = plainItems(plainValue(content, 'spec', 'accessModes')).filter(mode => typeof mode === 'string');
  return modes.length === 0 ? undefined : modes;
}
