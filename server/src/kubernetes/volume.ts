import type { YamlNode } from '../yaml/yaml-node.js';
import { type Container, mapsOf } from './container.js';
import type { Workload } from './workload.js';

export interface Volume {
  readonly node: YamlNode;
  /** `''` while it is not written. */
  readonly name: string;
}

export interface VolumeMount {
  readonly node: YamlNode;
  readonly nameNode: YamlNode | undefined;
  /** Of the volume; `''` while it is not written. */
  readonly volume: string;
  readonly mountPath: string | undefined;
}

/** The volumes of the Pod template, without claim templates. */
export function volumesOf(workload: Workload): Volume[] {
  return mapsOf(workload.podSpec?.get('volumes')).map(node => ({ node, name: node.get('name')?.text ?? '' }));
}

/** Names that a StatefulSet's claim templates add to the volumes of its Pods. */
export function claimTemplateNamesOf(workload: Workload): string[] {
  if (workload.resource.kind !== 'StatefulSet') return [];
  return mapsOf(workload.resource.node.find('spec', 'volumeClaimTemplates')).flatMap(node => node.find('metadata', 'name')?.text ?? []);
}

/** `volumeMounts` and `volumeDevices` of a container. */
export function mountsOf(container: Container): VolumeMount[] {
  return ['volumeMounts', 'volumeDevices'].flatMap(field => mapsOf(container.node.get(field)).map(mountOf));
}

function mountOf(node: YamlNode): VolumeMount {
  const nameNode = node.get('name');
  const mountPath = (node.get('mountPath') ?? node.get('devicePath'))?.text;
  return { node, nameNode, volume: nameNode?.text ?? '', mountPath };
}
