import { isUnresolved } from '../../kubernetes/unresolved-text.js';
import { claimTemplateNamesOf, mountsOf, type Volume, type VolumeMount, volumesOf } from '../../kubernetes/volume.js';
import type { Workload } from '../../kubernetes/workload.js';
import { nearestText } from '../../text/edit-distance.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { pointAt } from '../../yaml/point-at.js';
import { appendItem, removeEntry, replaceScalar, setIn } from '../../yaml/yaml-edit.js';
import { defineRule, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const volumeUndefined = defineRule({
  id: 'config/volume-undefined',
  title: 'Mount without its volume, or volume that nothing mounts',
  severity: 'error',
  rejected: 'api-server',
  release: 1,
  sop: ['G4.1/4'],
  why: `The API server rejects a Pod whose container mounts a volume that the Pod does not define. A volume that nothing mounts is most often
the other half of the same slip, and keeps the Pods from starting when its source is gone.`,
  remedy: `Give mount and volume the same name, define the volume, or remove what is left over.`,
  fixSafety: `An empty directory gives the container a place to write, not the files it may expect; what is removed may have been meant.`,
  on: 'workload',

  *check(workload, { workspace }) {
    const volumes = volumesOf(workload);
    const mounts = workload.containers.flatMap(mountsOf);
    if (volumes.length + mounts.length === 0) {
      yield notApplicable('It has no volumes.');
      return;
    }
    const open = whyOpen(workload, volumes, mounts) ?? laterAdditions(workspace);
    const outcomes = [...judgeMounts(workload, volumes, mounts)];
    for (const outcome of outcomes) yield outcome.kind === 'violated' && open !== undefined ? unknown(open) : outcome;
  },
});

/** Why volumes may come or be used that the manifest does not show. */
function whyOpen({ template }: Workload, volumes: readonly Volume[], mounts: readonly VolumeMount[]): string | undefined {
  if (volumes.some(({ name }) => isUnresolved(name)) || mounts.some(({ volume }) => isUnresolved(volume)))
    return 'The name of a volume is filled in later.';
  const metadata = template.get('metadata');
  const marks = ['annotations', 'labels'].flatMap(field => metadata?.get(field)?.entries() ?? []);
  const injector = marks.find(([key]) => /inject|userVolume|dapr\.io\/|gcsfuse\/volumes/i.test(key))?.[0];
  return injector === undefined ? undefined : `"${injector}" asks for an injection, which may add volumes and mounts.`;
}

function* judgeMounts(workload: Workload, volumes: readonly Volume[], mounts: readonly VolumeMount[]): Iterable<Outcome> {
  const mounted = new Set(mounts.map(({ volume }) => volume));
  const idle = volumes.filter(({ name }) => name !== '' && !mounted.has(name));
  const defined = new Set([...volumes.map(({ name }) => name), ...claimTemplateNamesOf(workload)]);
  const unknownNames = new Set(mounts.flatMap(({ volume }) => (volume === '' || defined.has(volume) ? [] : [volume])));
  const onlyIdle = idle.length === 1 && unknownNames.size === 1 ? idle[0]?.name : undefined;
  const explained = new Set<string>();
  for (const mount of mounts.filter(({ volume }) => volume !== '')) {
    if (defined.has(mount.volume)) {
      yield satisfied();
      continue;
    }
    const near = nearestText(
      mount.volume,
      idle.map(({ name }) => name),
    );
    const meant = near ?? onlyIdle ?? nearestText(mount.volume, defined);
    if (meant !== undefined) explained.add(meant);
    yield undefinedVolume(
      workload,
      mount,
      meant,
      idle.some(({ name }) => name === meant),
    );
  }
  for (const volume of idle) if (!explained.has(volume.name)) yield idleVolume(volume);
}

function undefinedVolume(
  { podSpec }: Workload,
  { node, nameNode, volume, mountPath }: VolumeMount,
  meant: string | undefined,
  isSure: boolean,
) {
  if (nameNode === undefined) return satisfied();
  const volumes = podSpec?.get('volumes');
  const lines = [`name: ${volume}`, 'emptyDir: {}'];
  const isDirectory = node.get('devicePath') === undefined && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(volume);
  const addition = volumes === undefined ? podSpec && setIn(podSpec, ['volumes', '-'], lines) : appendItem(volumes, lines);
  const place = mountPath === undefined ? '' : ` at ${mountPath}`;
  return violated({
    span: pointAt(nameNode),
    message: `Volume "${volume}" is mounted${place}, but the Pod defines no volume of that name: the API server rejects it.`,
    fixes: [
      meant === undefined ? undefined : fix(`Mount volume "${meant}"`, isSure ? 'safe' : 'unsafe', replaceScalar(nameNode, meant)),
      isDirectory ? fix(`Define volume "${volume}" as an emptyDir`, 'unsafe', addition) : undefined,
      fix('Remove the mount', 'unsafe', removeEntry(node)),
    ],
  });
}

function idleVolume({ node, name }: Volume): Outcome {
  const removal: Fix | undefined = fix(`Remove volume "${name}"`, 'unsafe', removeEntry(node));
  return violated({
    span: pointAt(node.get('name') ?? node),
    severity: 'warning',
    message: `No container mounts volume "${name}".`,
    fixes: [removal],
  });
}
