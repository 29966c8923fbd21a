import type { YamlNode } from '../yaml/yaml-node.js';
import { type Container, mapsOf } from './container.js';
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
  return byName(sourcesOf(workload, kind));
}

/** Of these only what becomes variables, which a running process keeps as they were when it started. */
export function variableReferencesOf({ containers }: Pick<Workload, 'containers'>, kind: ConfigKind): ConfigReference[] {
  return byName(variableSourcesOf(containers, kind));
}

function byName(sources: readonly Source[]): ConfigReference[] {
  const references = new Map<string, ConfigReference>();
  for (const { nameNode, keyNodes, optional } of sources) {
    if (nameNode?.text === undefined) continue;
    const before = references.get(nameNode.text);
    references.set(nameNode.text, {
      name: literalText(nameNode),
      nodes: [...(before?.nodes ?? []), nameNode],
      keys: [...new Set([...(before?.keys ?? []), ...keyNodes.flatMap(({ text }) => text ?? [])])],
      optional: (before?.optional ?? true) && optional,
    });
  }
  return [...references.values()];
}

/** The keys that a workload reads one by one, in the order of the containers, then of the volumes. */
export function keyReferencesOf(workload: Workload, kind: ConfigKind): KeyReference[] {
  return sourcesOf(workload, kind).flatMap(({ nameNode, keyNodes, optional }) =>
    keyNodes.map(keyNode => ({ kind, name: literalText(nameNode), keyNode, optional })),
  );
}

/** A ConfigMap or Secret that a container takes whole into its variables. */
export interface EnvironmentSource {
  readonly kind: ConfigKind;
  /** `undefined` if it is not literal. */
  readonly name: string | undefined;
  readonly nameNode: YamlNode;
  /** As written, `''` without one. */
  readonly prefix: string;
}

/** The sources of `envFrom` in the order written: of two that have a key, the later one wins, and `env` wins over both. */
export function environmentSourcesOf({ envFrom }: Container): EnvironmentSource[] {
  const kinds: readonly ConfigKind[] = ['ConfigMap', 'Secret'];
  return envFrom.flatMap(item =>
    kinds.flatMap(kind => {
      const nameNode = item.find(FIELDS[kind].ofEnvironment, 'name');
      if (nameNode?.text === undefined) return [];
      return [{ kind, name: literalText(nameNode), nameNode, prefix: item.get('prefix')?.text ?? '' }];
    }),
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
  const { ofVolume, volumeName } = FIELDS[kind];
  const volumes = mapsOf(podSpec?.get('volumes'));
  const projected = volumes.flatMap(volume => mapsOf(volume.find('projected', 'sources')));
  return [
    ...variableSourcesOf(containers, kind),
    ...volumes.flatMap(volume => sourceAt(volume, ofVolume, volumeName)),
    ...projected.flatMap(source => sourceAt(source, ofVolume, 'name')),
  ];
}

function variableSourcesOf(containers: readonly Container[], kind: ConfigKind): Source[] {
  const { ofEnvironment, ofVariable } = FIELDS[kind];
  return containers.flatMap(({ env, envFrom }) => [
    ...envFrom.flatMap(item => sourceAt(item, ofEnvironment, 'name')),
    ...[...env.values()].flatMap(({ valueFrom }) => sourceAt(valueFrom, ofVariable, 'name')),
  ]);
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
