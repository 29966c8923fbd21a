import type { YamlNode } from '../yaml/yaml-node.js';
import { mapsOf } from './container.js';
import { literalText } from './unresolved-text.js';
import type { Workload } from './workload.js';

/** A ConfigMap that the Pods of a workload need, with all the places that name it. */
export interface ConfigMapReference {
  /** `undefined` if it is not literal. */
  readonly name: string | undefined;
  /** The names as written, in the order of the containers, then of the volumes. */
  readonly nodes: readonly YamlNode[];
  /** Keys that are read one by one. */
  readonly keys: readonly string[];
  /** Whether the Pods start without it, because every reference says so. */
  readonly optional: boolean;
}

/** The ConfigMaps that a workload names in `envFrom`, `env` and volumes, each once. */
export function configMapReferencesOf(workload: Workload): ConfigMapReference[] {
  const byName = new Map<string, ConfigMapReference>();
  for (const { node, keys } of [...environmentSources(workload), ...volumeSources(workload)]) {
    const nameNode = node.get('name');
    if (nameNode?.text === undefined) continue;
    const before = byName.get(nameNode.text);
    byName.set(nameNode.text, {
      name: literalText(nameNode),
      nodes: [...(before?.nodes ?? []), nameNode],
      keys: [...new Set([...(before?.keys ?? []), ...keys])],
      optional: (before?.optional ?? true) && node.get('optional')?.value === true,
    });
  }
  return [...byName.values()];
}

interface Source {
  /** Has `name` and `optional`. */
  readonly node: YamlNode;
  readonly keys: readonly string[];
}

function environmentSources({ containers }: Workload): Source[] {
  return containers.flatMap(({ env, envFrom }) => [
    ...envFrom.flatMap(item => sourceAt(item, 'configMapRef', [])),
    ...[...env.values()].flatMap(({ valueFrom }) =>
      sourceAt(valueFrom, 'configMapKeyRef', textsOf([valueFrom?.find('configMapKeyRef', 'key')])),
    ),
  ]);
}

function volumeSources({ podSpec }: Workload): Source[] {
  const volumes = mapsOf(podSpec?.get('volumes'));
  const projected = volumes.flatMap(volume => mapsOf(volume.find('projected', 'sources')));
  return [...volumes, ...projected].flatMap(holder => {
    const items = mapsOf(holder.find('configMap', 'items'));
    return sourceAt(holder, 'configMap', textsOf(items.map(item => item.get('key'))));
  });
}

function sourceAt(holder: YamlNode | undefined, field: string, keys: readonly string[]): Source[] {
  const node = holder?.get(field);
  return node?.kind === 'map' ? [{ node, keys }] : [];
}

function textsOf(nodes: readonly (YamlNode | undefined)[]): string[] {
  return nodes.flatMap(node => node?.text ?? []);
}
