import type { YamlNode } from '../yaml/yaml-node.js';
import { requirementOf, type SelectorRequirement } from './selector.js';
import { literalText } from './unresolved-text.js';

/** A condition of a `LabelSelector` with the place where it is written. */
export interface WrittenRequirement {
  /** The value in `matchLabels`, or the item of `matchExpressions`. */
  readonly node: YamlNode;
  readonly key: string | undefined;
  /** The value in `matchLabels`. */
  readonly value: YamlNode | undefined;
  /** `undefined` if it is not literal. */
  readonly requirement: SelectorRequirement | undefined;
}

/** The conditions of a `LabelSelector` in the order written, literal or not. */
export function writtenRequirementsOf(selector: YamlNode | undefined): WrittenRequirement[] {
  return [
    ...(selector?.get('matchLabels')?.entries() ?? []).map(([key, value]) => equality(key, value)),
    ...(selector?.get('matchExpressions')?.items() ?? []).map(expression),
  ];
}

function equality(key: string, value: YamlNode): WrittenRequirement {
  const text = literalText(value);
  return { node: value, key, value, requirement: text === undefined ? undefined : { key, operator: 'In', values: [text] } };
}

function expression(node: YamlNode): WrittenRequirement {
  return { node, key: literalText(node.get('key')), value: undefined, requirement: requirementOf(node) };
}
