import { isKind } from '../../kubernetes/resource.js';
import { credentialIn, hasPasswordInAddress, isSecretVariable } from '../../kubernetes/secret-text.js';
import { isUnresolved } from '../../kubernetes/unresolved-text.js';
import { isForDevelopment } from '../../workspace/development.js';
import { isFixture } from '../../workspace/example-files.js';
import { fileOfMade } from '../../workspace/made-unit.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import { pointAt, pointAtKey } from '../../yaml/point-at.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const secretInConfigmap = defineRule({
  id: 'config/secret-in-configmap',
  title: 'Secret in a ConfigMap',
  severity: 'warning',
  release: 2,
  sop: ['S4.0/3'],
  why: `ConfigMaps are for everybody: rights to read them are given freely, they are not encrypted at rest where Secrets are, and tools print
them.`,
  remedy: `Move the key to a Secret that is filled from a store of secrets, read it with \`secretKeyRef\`, and replace the value: it is known by now.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const entries = isKind(resource, '', 'ConfigMap') ? (resource.node.get('data')?.entries() ?? []) : [];
    const isMade = fileOfMade(workspace.uri) !== workspace.uri;
    if (entries.length === 0) yield notApplicable('It is no ConfigMap with data.');
    else if (isFixture(workspace.path)) yield notApplicable('It is a test fixture.');
    else if (isForDevelopment(workspace, namespaceIn(workspace, resource))) yield notApplicable('It is for development.');
    else for (const [key, node] of entries) yield judge(resource.name, key, node, isMade);
  },
});

/** Keys that are names of files: what words stand in a program or a page says nothing. */
const FILE = /\.[a-z][a-z0-9]{0,9}$/i;
const LONGEST_SECRET = 200;

function judge(name: string, key: string, node: YamlNode, isMade: boolean): Outcome {
  const { text } = node;
  if (text === undefined || text === '') return satisfied();
  const credential = credentialIn(text);
  if (credential === undefined && isUnresolved(text)) return unknown(`The value of "${key}" is filled in later.`);
  const isShort = text.length <= LONGEST_SECRET && !/[\r\n]./.test(text.trim());
  if (credential === undefined && (!isShort || isFile(key))) return satisfied('It is a file.');
  const what =
    credential ?? (hasPasswordInAddress(text) ? 'an address with its password' : isSecretVariable(key, text) ? 'a secret' : undefined);
  if (what === undefined) return satisfied();
  return violated({
    // What is made shows the value at its own place.
    span: isMade ? pointAt(node) : pointAtKey(node),
    message: `ConfigMap "${name}" holds ${what} under "${key}", where everyone who may read ConfigMaps has it.`,
  });
}

/** `app.properties`, but not `db.password`. */
function isFile(key: string): boolean {
  return FILE.test(key) && !/[.](?:password|passwd|secret|token|key|pass|pwd|credentials?)$/i.test(key);
}
