import type { YamlNode } from '../yaml/yaml-node.js';
import { mapsOf } from './container.js';
import { literalText } from './unresolved-text.js';
import type { Workload } from './workload.js';

export type ConfigKind = 'ConfigMap' | 'Secret';

/** A ConfigMap or Secret that the Pods of a workload need, with all the places that name it. */
export interface ConfigReference {
  /** `undefined` if it is not literal. */
  readonly name: string | undefined;
  /** The names as written, in the order of the containers, then of the volumes. */
  readonly nodes: readonly YamlNode[];
  /** Keys that are read one by one. */
  readonly keys: readonly string[];
  /** Whether the Pods start without it, because every reference says so. */
  readonly optional: boolean;
}

/** A key of a ConfigMap or Secret that a workload reads by its name. */
export interface KeyReference {
  readonly kind: ConfigKind;
  /** Of the object; `undefined` if it is not literal. */
  readonly name: string | undefined;
  readonly keyNode: YamlNode;
  readonly optional: boolean;
}

/** The ConfigMaps or Secrets that a workload names in `envFrom`, `env` and volumes, each once. */
export function configReferencesOf(workload: Workload, kind: ConfigKind): ConfigReference[] {
  const byName = new Map<string, ConfigReference>();
  for (const { nameNode, keyNodes, optional } of sourcesOf(workload, kind)) {
    if (nameNode?.text === undefined) continue;
    const before = byName.get(nameNode.text);
    byName.set(nameNode.text, {
      name: literalText(nameNode),
      nodes: [...(before?.nodes ?? []), nameNode],
      keys: [...new Set([...(before?.keys ?? []), ...keyNodes.flatMap(({ text }) => text ?? [])])],
      optional: (before?.optional ?? true) && optional,
    });
  }
  return [...byName.values()];
}

/** The keys that a workload reads one by one, in the order of the containers, then of the volumes. */
export function keyReferencesOf(workload: Workload, kind: ConfigKind): KeyReference[] {
  return sourcesOf(workload, kind).flatMap(({ nameNode, keyNodes, optional }) =>
    keyNodes.map(keyNode => ({ kind, name: literalText(nameNode), keyNode, optional })),
  );
}

interface Source {
  readonly nameNode: YamlNode | undefined;
  readonly keyNodes: readonly YamlNode[];
  readonly optional: boolean;
}

interface Fields {
  readonly ofEnvironment: string;
  readonly ofVariable: string;
  readonly ofVolume: string;
  /** What holds the name in a volume. */
  readonly volumeName: string;
}

const FIELDS: Readonly<Record<ConfigKind, Fields>> = {
  ConfigMap: { ofEnvironment: 'configMapRef', ofVariable: 'configMapKeyRef', ofVolume: 'configMap', volumeName: 'name' },
  Secret: { ofEnvironment: 'secretRef', ofVariable: 'secretKeyRef', ofVolume: 'secret', volumeName: 'secretName' },
};

function sourcesOf({ containers, podSpec }: Workload, kind: ConfigKind): Source[] {
  const { ofEnvironment, ofVariable, ofVolume, volumeName } = FIELDS[kind];
  const variables = containers.flatMap(({ env, envFrom }) => [
    ...envFrom.flatMap(item => sourceAt(item, ofEnvironment, 'name')),
    ...[...env.values()].flatMap(({ valueFrom }) => sourceAt(valueFrom, ofVariable, 'name')),
  ]);
  const volumes = mapsOf(podSpec?.get('volumes'));
  const projected = volumes.flatMap(volume => mapsOf(volume.find('projected', 'sources')));
  return [
    ...variables,
    ...volumes.flatMap(volume => sourceAt(volume, ofVolume, volumeName)),
    ...projected.flatMap(source => sourceAt(source, ofVolume, 'name')),
  ];
}

function sourceAt(holder: YamlNode | undefined, field: string, nameField: string): Source[] {
  const node = holder?.get(field);
  if (node?.kind !== 'map') return [];
  const keyNodes = [node.get('key'), ...mapsOf(node.get('items')).map(item => item.get('key'))];
  return [
    {
      nameNode: node.get(nameField),
      keyNodes: keyNodes.flatMap(key => (key?.text === undefined ? [] : [key])),
      optional: node.get('optional')?.value === true,
    },
  ];
}
