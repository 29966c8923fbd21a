import type { YamlNode } from '../yaml/yaml-node.js';
import type { Container } from './container.js';
import type { Resource } from './resource.js';

/** A resource that makes Pods, whatever its kind, seen through the Pod template it holds. */
export interface Workload {
  readonly resource: Resource;
  /** The pod template (for a Pod the object itself). */
  readonly template: YamlNode;
  /** From the root of the object to the template. */
  readonly templatePath: readonly string[];
  /** `spec` of the template. */
  readonly podSpec: YamlNode | undefined;
  readonly podLabels: ReadonlyMap<string, YamlNode>;
  /** In order: init containers (native sidecars among them), then containers. */
  readonly containers: readonly Container[];
}
