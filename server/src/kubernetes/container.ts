import type { YamlNode } from '../yaml/yaml-node.js';
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
  readonly name: string | undefined;
  /** `undefined` if it is not a literal port number. */
  readonly number: number | undefined;
  /** `TCP` unless written. */
  readonly protocol: string;
}
