import type { Accumulation } from './accumulation.js';
import { findNode, mapOf, setEntry, textScalar } from './built-node.js';
import type { BuiltObject } from './built-object.js';
import { contentHash } from './content-hash.js';
import { fixReferences } from './fix-references.js';
import { UNKNOWN } from './generated-data.js';
import { resolveVariables } from './variables.js';

/** Does what happens once, at the top: hashes in names, references to changed names, variables; what is only for kustomize goes. */
export function finishBuild(acc: Accumulation): void {
  for (const object of acc.objects) if (object.needsHash) addHash(object);
  const { references, tables } = acc.configuration;
  fixReferences(acc.objects, references, (name, at) => {
    acc.refuse('invalid', `The name "${name}" could mean several objects.`, at.origin);
  });
  for (const { name, node } of resolveVariables(acc.objects, acc.variables, tables.varReference)) {
    if (!acc.isOpenTo('objects')) acc.refuse('no-target', `No object gives the variable "${name}" a value.`, node.origin);
  }
  for (const object of acc.objects) {
    const local = object.texts('annotations').get('config.kubernetes.io/local-config');
    if (local !== undefined && local !== 'false') acc.resources.remove(object);
    else object.normaliseAnnotations();
    if (object.isOpen) addUnknownKey(object);
  }
}

/** A key that stands for those that are not known. */
function addUnknownKey({ root }: BuiltObject): void {
  const data = findNode(root, 'data');
  const map = data?.kind === 'map' ? data : mapOf(root.origin);
  setEntry(map, UNKNOWN, textScalar('', root.origin));
  setEntry(root, 'data', map);
}

function addHash(object: BuiltObject): void {
  const hash = contentHash(object.root);
  object.rememberId();
  object.setName(`${object.name}-${hash}`);
}
