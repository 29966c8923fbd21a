import type { Span } from '../text/span.js';
import { pointAt } from '../yaml/point-at.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import { literalInteger } from './unresolved-text.js';
import type { Workload } from './workload.js';

export interface Container {
  readonly workload: Workload;
  readonly node: YamlNode;
  /** `''` while it is not written. */
  readonly name: string;
  /** `sidecar` is an init container with `restartPolicy: Always`. */
  readonly role: 'container' | 'init' | 'sidecar';
  readonly image: YamlNode | undefined;
  /** By name; of duplicates the last, as the kubelet does. */
  readonly env: ReadonlyMap<string, EnvironmentVariable>;
  /** Sources of whole sets of variables; `env` wins over them. */
  readonly envFrom: readonly YamlNode[];
  readonly ports: readonly ContainerPort[];
}

export interface EnvironmentVariable {
  readonly name: string;
  /** The list item. */
  readonly node: YamlNode;
  /** `value`; `undefined` when absent or for `valueFrom`. */
  readonly value: YamlNode | undefined;
  readonly valueFrom: YamlNode | undefined;
}

export interface ContainerPort {
  readonly node: YamlNode;
  /** As written, also if it is not literal. */
  readonly name: string | undefined;
  /** `undefined` if it is not a literal port number. */
  readonly number: number | undefined;
  /** `TCP` unless written. */
  readonly protocol: string;
}

/** All containers of a workload but ephemeral ones: init containers first, as the kubelet starts them. */
export function containersOf(workload: Workload): Container[] {
  const { podSpec } = workload;
  return [
    ...mapsOf(podSpec?.get('initContainers')).map(node => containerOf(workload, node, true)),
    ...mapsOf(podSpec?.get('containers')).map(node => containerOf(workload, node, false)),
  ];
}

/** The place that stands for a container as a whole: its name, else its first line. */
export function headOf({ node }: Container): Span {
  return pointAt(node.get('name') ?? node);
}

/** The items of a sequence that are maps: half-typed lists hold empty items. */
export function mapsOf(sequence: YamlNode | undefined): YamlNode[] {
  return (sequence?.items() ?? []).filter(item => item.kind === 'map');
}

/** `TCP` unless written. */
export function protocolOf(port: YamlNode): string {
  return port.get('protocol')?.text ?? 'TCP';
}

function containerOf(workload: Workload, node: YamlNode, isInit: boolean): Container {
  const isSidecar = isInit && node.get('restartPolicy')?.text === 'Always';
  return {
    workload,
    node,
    name: node.get('name')?.text ?? '',
    role: isSidecar ? 'sidecar' : isInit ? 'init' : 'container',
    image: node.get('image'),
    env: new Map(mapsOf(node.get('env')).flatMap(variableEntry)),
    envFrom: mapsOf(node.get('envFrom')),
    ports: mapsOf(node.get('ports')).map(portOf),
  };
}

function variableEntry(node: YamlNode): [string, EnvironmentVariable][] {
  const name = node.get('name')?.text;
  if (name === undefined) return [];
  return [[name, { name, node, value: node.get('value'), valueFrom: node.get('valueFrom') }]];
}

function portOf(node: YamlNode): ContainerPort {
  return {
    node,
    name: node.get('name')?.text,
    number: literalInteger(node.get('containerPort')),
    protocol: protocolOf(node),
  };
}
