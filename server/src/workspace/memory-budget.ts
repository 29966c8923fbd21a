import type { Container } from '../kubernetes/container.js';
import { limitOf } from '../kubernetes/container-resources.js';
import type { ContainerShape } from '../kubernetes/container-shape.js';
import { parseGoMemoryLimit } from '../kubernetes/go-memory-limit.js';
import { type Quantity, quantityOf, wholeUnitsOf } from '../kubernetes/quantity.js';
import { isUnresolved } from '../kubernetes/unresolved-text.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import type { Place } from './facts.js';
import { goVariableOf } from './go-variable.js';
import type { WorkspaceView } from './workspace-view.js';

/** A GOMEMLIMIT in bytes against the memory limit of its container. */
export interface MemoryBudget {
  /** Names the container in messages. */
  readonly subject: string;
  readonly limit: Quantity;
  readonly limitNode: YamlNode;
  readonly bytes: bigint;
  /** As written. */
  readonly text: string;
  /** The value in this document; `undefined` if it stands elsewhere. */
  readonly valueNode: YamlNode | undefined;
  readonly elsewhere: Place | undefined;
  /** GOMEMLIMIT as a share of the limit. */
  readonly ratio: number;
  /** Whether the value is the limit itself, through `resourceFieldRef`. */
  readonly isLimitItself: boolean;
}

/** Why there is no budget to judge. */
export interface NoBudget {
  readonly isKnown: boolean;
  readonly because: string;
}

export function isBudget(budget: MemoryBudget | NoBudget): budget is MemoryBudget {
  return 'bytes' in budget;
}

/** The budget of a container: GOMEMLIMIT from its `env`, `envFrom` or image, the limit from the container or, alone, the Pod. */
export function memoryBudgetOf(container: Container, workspace: WorkspaceView): MemoryBudget | NoBudget {
  return workspace.answer(container, budgetFor);
}

function budgetFor(container: Container, workspace: WorkspaceView): MemoryBudget | NoBudget {
  const limit = limitOf(container, 'memory');
  const amount = quantityOf(limit?.node);
  if (limit === undefined) return { isKnown: true, because: 'There is no memory limit.' };
  if (amount === undefined) return { isKnown: false, because: 'The memory limit is not a literal quantity.' };
  const variable = goVariableOf(container, 'GOMEMLIMIT', workspace);
  const subject = `Container "${container.name}"`;
  switch (variable.kind) {
    case 'unset':
      return { isKnown: true, because: 'GOMEMLIMIT is not set.' };
    case 'open':
      return { isKnown: false, because: variable.because };
    case 'text':
      return budgetOf({ subject, limit: amount, limitNode: limit.node }, variable.text, variable.node, variable.elsewhere);
    case 'field': {
      const isOwn = variable.resource === 'limits.memory' && variable.container === container.name && variable.divisor === '1';
      if (!isOwn || limit.level === 'pod')
        return { isKnown: false, because: 'GOMEMLIMIT comes from a field of the Pod that is not the limit of this container.' };
      const bytes = wholeUnitsOf(amount);
      return {
        ...{ subject, limit: amount, limitNode: limit.node, bytes, text: limit.node.text ?? '' },
        ...{ valueNode: variable.node, elsewhere: undefined, ratio: 1, isLimitItself: true },
      };
    }
  }
}

/** The budget of a container-shaped map of a values file: both figures have to stand in it. */
export function shapeMemoryBudgetOf(shape: ContainerShape): MemoryBudget | NoBudget {
  const value = shape.env.get('GOMEMLIMIT');
  const limitNode = shape.resources?.find('limits', 'memory');
  const limit = quantityOf(limitNode);
  if (value === undefined) return { isKnown: true, because: 'GOMEMLIMIT is not set in this map.' };
  if (limitNode === undefined || limit === undefined)
    return { isKnown: false, because: 'The memory limit is not a literal quantity of this map.' };
  if (value.text === undefined || isUnresolved(value.text)) return { isKnown: false, because: 'GOMEMLIMIT is not literal.' };
  return budgetOf({ subject: 'The container of these values', limit, limitNode }, value.text, value, undefined);
}

function budgetOf(
  base: Pick<MemoryBudget, 'subject' | 'limit' | 'limitNode'>,
  text: string,
  valueNode: YamlNode | undefined,
  elsewhere: Place | undefined,
): MemoryBudget | NoBudget {
  const parsed = parseGoMemoryLimit(text);
  if (parsed.kind === 'malformed') return { isKnown: false, because: `Go cannot read "${text}", which another rule reports.` };
  if (parsed.kind !== 'bytes') return { isKnown: true, because: parsed.kind === 'off' ? 'GOMEMLIMIT is off.' : 'GOMEMLIMIT is not set.' };
  const limitBytes = wholeUnitsOf(base.limit);
  if (limitBytes <= 0n) return { isKnown: false, because: 'The memory limit is not positive.' };
  return {
    ...base,
    bytes: parsed.bytes,
    text,
    valueNode,
    elsewhere,
    ratio: Number(parsed.bytes) / Number(limitBytes),
    isLimitItself: false,
  };
}
