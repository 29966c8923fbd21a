import type { TextEdit } from '../text/text-edit.js';
import { replaceEntry, replaceScalar } from '../yaml/yaml-edit.js';
import type { YamlNode } from '../yaml/yaml-node.js';

/**
 * Sets a variable of `env` to a literal value, from the node that it comes from: its `value`, or the field of a `resourceFieldRef`, whose
 * `valueFrom` is replaced as a whole.
 */
export function setVariable(node: YamlNode, value: string): TextEdit | undefined {
  let holder: YamlNode | undefined = node;
  while (holder !== undefined && holder.path.at(-1) !== 'valueFrom' && holder.path.at(-1) !== 'env') holder = holder.parent;
  return holder?.path.at(-1) === 'valueFrom'
    ? replaceEntry(holder, [`value: ${/^\d+$/.test(value) ? JSON.stringify(value) : value}`])
    : replaceScalar(node, value);
}
