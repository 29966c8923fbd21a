import type { YamlNode } from '../yaml/yaml-node.js';
import type { LabelSelectorData } from './network-policy.js';
import { isKind, type Resource } from './resource.js';
import { labelSelectorOf } from './selector.js';

/** A PodDisruptionBudget. */
export interface DisruptionBudget {
  readonly resource: Resource;
  readonly selector: LabelSelectorData | 'unknown';
  readonly minAvailable: YamlNode | undefined;
  readonly maxUnavailable: YamlNode | undefined;
}

/** `undefined` for other kinds. */
export function disruptionBudgetOf(resource: Resource): DisruptionBudget | undefined {
  if (!isKind(resource, 'policy', 'PodDisruptionBudget')) return undefined;
  const spec = resource.node.get('spec');
  return {
    resource,
    selector: labelSelectorOf(spec?.get('selector')),
    minAvailable: spec?.get('minAvailable'),
    maxUnavailable: spec?.get('maxUnavailable'),
  };
}
