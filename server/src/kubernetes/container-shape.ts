import type { YamlNode } from '../yaml/yaml-node.js';

/** A map of a Helm values file that looks like (part of) a container: it has `resources` with requests or limits, an `image` map, or `env`. */
export interface ContainerShape {
  readonly node: YamlNode;
  readonly resources: YamlNode | undefined;
  readonly image: YamlNode | undefined;
  /** Variables of a list of `{name, value}` or of a map `NAME: value`, by name. */
  readonly env: ReadonlyMap<string, YamlNode>;
}
