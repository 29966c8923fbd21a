import { amountsIn, type WrittenAmount } from '../../kubernetes/container-resources.js';
import { parseQuantity } from '../../kubernetes/quantity.js';
import { type QuantityBounds, type QuantitySuspicion, suspicionOf, USUAL_BOUNDS } from '../../kubernetes/quantity-suspicion.js';
import { literalText } from '../../kubernetes/unresolved-text.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const suspiciousQuantity = defineRule({
  id: 'resources/suspicious-quantity',
  title: 'CPU or memory amount that cannot be meant',
  severity: 'error',
  rejected: 'runtime',
  release: 1,
  sop: ['S6.0/1', 'S6.0/2'],
  why: `The suffixes of quantities are easy to mistake: \`m\` is thousandths, so \`memory: 512m\` is half a byte and no container starts
with it; \`cpu: 500\` is five hundred cores, for which no node has room; \`512MB\` is no quantity at all, and the API server rejects it.`,
  remedy: `Write memory in \`Mi\` or \`Gi\`, and CPU in cores (\`0.5\`) or thousandths of a core (\`500m\`).`,
  fixSafety: `A number without a unit, or with a unit of another resource, says only half of what was meant: look at the new value.`,
  options: {
    leastMemory: { type: 'string', default: '1Mi', description: 'Less memory than this quantity is suspicious.' },
    mostCores: { type: 'number', default: 96, minimum: 1, description: 'More cores than this are suspicious.' },
  },
  on: 'container',

  *check({ node }, { options }) {
    yield* judge(node.get('resources'), boundsOf(options));
  },

  also: {
    *workload({ podSpec }, { options }) {
      const resources = podSpec?.get('resources');
      if (resources !== undefined) yield* judge(resources, boundsOf(options));
    },
    *shape({ resources }, { options }) {
      if (resources !== undefined) yield* judge(resources, boundsOf(options));
    },
  },
});

function* judge(resources: YamlNode | undefined, bounds: QuantityBounds): Iterable<Outcome> {
  const amounts = amountsIn(resources);
  if (amounts.length === 0) yield notApplicable('No amounts are written.');
  // What feeds accelerators, such as nvidia.com/gpu, takes nearly all cores of a big machine.
  const hasDevices = amounts.some(({ resource }) => resource.includes('/'));
  const usual = hasDevices ? { ...bounds, mostCores: Number.MAX_SAFE_INTEGER } : bounds;
  for (const amount of amounts) {
    const suspicion = suspicionOf(amount.resource, amount.node, usual);
    if (suspicion !== undefined) yield finding(amount, suspicion);
    else if (literalText(amount.node) === undefined) yield unknown(`${nameOf(amount)} is filled in later.`);
    else yield satisfied();
  }
}

function finding(amount: WrittenAmount, { degree, problem, repair, isSure }: QuantitySuspicion): Outcome {
  const { node } = amount;
  const isMinor = degree === 'doubtful' || (degree === 'nonsense' && amount.field === 'requests' && !isSure);
  return violated({
    span: pointAt(node),
    message: `${nameOf(amount)} "${node.text}" ${problem}.`,
    ...(isMinor ? { severity: 'warning' } : {}),
    fixes: [repair === undefined ? undefined : fix(`Write ${repair}`, isSure ? 'safe' : 'unsafe', replaceScalar(node, repair))],
  });
}

/** `The memory limit`. */
function nameOf({ field, resource }: WrittenAmount): string {
  return `The ${resource === 'cpu' ? 'CPU' : resource} ${field === 'limits' ? 'limit' : 'request'}`;
}

function boundsOf({ leastMemory, mostCores }: { leastMemory: string; mostCores: number }): QuantityBounds {
  return { leastMemory: parseQuantity(leastMemory) ?? USUAL_BOUNDS.leastMemory, mostCores };
}
