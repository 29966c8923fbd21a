import assert from 'node:assert/strict';
import { type Resource, resourcesOf } from '../../server/src/kubernetes/resource.js';
import { type Workload, workloadOf } from '../../server/src/kubernetes/workload.js';
import { SourceText } from '../../server/src/text/source-text.js';
import { parseYamlDocument } from '../../server/src/yaml/parse-yaml-document.js';
import type { YamlNode } from '../../server/src/yaml/yaml-node.js';

/** The objects of one YAML document. */
export function resources(text: string): Resource[] {
  return resourcesOf(parseYamlDocument(new SourceText('file:///manifest.yaml', text)));
}

/** The one object of a document. */
export function resource(text: string): Resource {
  const [only, ...others] = resources(text);
  assert.ok(only !== undefined && others.length === 0, 'one object expected');
  return only;
}

/** A Pod with this `spec`, written in flow style. */
export function podWith(spec: string): Workload {
  return workload(`apiVersion: v1\nkind: Pod\nmetadata: { name: pod }\nspec: ${spec}\n`);
}

export function workload(text: string): Workload {
  return workloadOf(resource(text)) ?? assert.fail('no workload');
}

/** The root of a document that need not be an object. */
export function root(text: string): YamlNode {
  return parseYamlDocument(new SourceText('file:///values.yaml', text)).root ?? assert.fail('empty document');
}
