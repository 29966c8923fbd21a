import type { YamlDocument, YamlNode } from '../yaml/yaml-node.js';

/** A Kubernetes object: a map with `apiVersion` and `kind`, the root of a document or an item of a `List`. */
export interface Resource {
  readonly document: YamlDocument;
  readonly node: YamlNode;
  readonly apiVersion: string;
  readonly kind: string;
  /** `''` while it is not written. */
  readonly name: string;
  /** An absent namespace is unknown, not `default`. */
  readonly namespace: string | undefined;
}
