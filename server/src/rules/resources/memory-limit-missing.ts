import { type Container, headOf } from '../../kubernetes/container.js';
import { limitOf, requestOf } from '../../kubernetes/container-resources.js';
import { goMemoryLimitFor, parseGoMemoryLimit } from '../../kubernetes/go-memory-limit.js';
import { formatBytes, quantityOf, quantityOfBytes, wholeUnitsOf } from '../../kubernetes/quantity.js';
import { isUnresolvedValue } from '../../kubernetes/unresolved-text.js';
import { goEvidenceOf } from '../../workspace/go-evidence.js';
import { goVariableOf } from '../../workspace/go-variable.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { limitRangeFor } from '../../workspace/namespace-defaults.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { findMissingEntry } from '../../yaml/missing-entry.js';
import { pointAtKey } from '../../yaml/point-at.js';
import { appendEntry, setIn } from '../../yaml/yaml-edit.js';
import { defineRule, type Fix, fix, satisfied, unknown, violated } from '../define-rule.js';
import { memoryLimitAbove, memoryLimitDefect } from '../memory-limit-above.js';

export const memoryLimitMissing = defineRule({
  id: 'resources/memory-limit-missing',
  title: 'Container without a memory limit',
  severity: 'warning',
  release: 1,
  sop: ['S6.0/2'],
  why: `Memory cannot be throttled. Without a limit a leak in one container uses up the node, and the kernel kills whatever it finds there,
the neighbours too. A limit ends the container that leaks, and nothing else.`,
  remedy: `Set \`resources.limits.memory\`, on the container or on the Pod, and \`GOMEMLIMIT\` below it for a Go program.`,
  fixSafety: `Twice the request is a place to start: a container that needs more is killed.`,
  options: {
    factor: { type: 'number', default: 2, minimum: 1, description: 'How many times the memory request the fix allows.' },
  },
  on: 'container',

  *check(container, { workspace, options }) {
    const limit = limitOf(container, 'memory');
    const silence = limit === undefined ? whySilent(container, workspace) : undefined;
    if (limit !== undefined) yield satisfied(limit.level === 'pod' ? 'The Pod has a memory limit, which its containers share.' : undefined);
    else if (silence !== undefined) yield unknown(silence);
    else {
      const resources = container.node.get('resources');
      const nearest = resources?.get('limits') ?? resources;
      yield violated({
        span: nearest === undefined ? headOf(container) : pointAtKey(nearest),
        message: `Container "${container.name}" has no memory limit, so a leak in it uses up the memory of the node.`,
        defect: memoryLimitDefect(container),
        ...(container.role === 'init' ? { severity: 'information' } : {}),
        missing: findMissingEntry(container.node, ['resources', 'limits', 'memory']),
        fixes: [limitByRequest(container, workspace, options.factor)],
      });
    }
  },
});

function whySilent(container: Container, workspace: WorkspaceView): string | undefined {
  const { node, workload } = container;
  const resources = node.get('resources');
  if ([resources, resources?.get('limits')].some(isUnresolvedValue)) return 'Its resources are filled in later.';
  const later = laterAdditions(workspace, container);
  if (later !== undefined) return later;
  const range = limitRangeFor(workload.resource, workspace, 'limits', 'memory');
  return range === undefined ? undefined : `The LimitRange "${range}" may set a memory limit.`;
}

/** A bare number below this was meant in another unit. */
const SMALLEST_HEAP = 1n << 20n;

/** A limit from GOMEMLIMIT, or from the container's own request; a Go program gets its GOMEMLIMIT with it. */
function limitByRequest(container: Container, workspace: WorkspaceView, factor: number): Fix | undefined {
  const { node, env } = container;
  const heapLimit = goVariableOf(container, 'GOMEMLIMIT', workspace);
  const parsed = heapLimit.kind === 'text' ? parseGoMemoryLimit(heapLimit.text) : undefined;
  if (parsed?.kind === 'bytes' && parsed.bytes >= SMALLEST_HEAP) {
    const wanted = memoryLimitAbove(parsed.bytes);
    return fix(`Limit memory to ${wanted}, above GOMEMLIMIT`, 'unsafe', setIn(node, ['resources', 'limits', 'memory'], wanted));
  }
  const request = requestOf(container, 'memory');
  const requested = quantityOf(request?.node);
  if (requested === undefined || requested.nanos <= 0n || request?.level === 'pod') return undefined;
  const bytes = (wholeUnitsOf(requested) * BigInt(Math.round(factor * 100))) / 100n;
  const amount = inDecimalUnit(request?.node.text ?? '', factor) ?? formatBytes(bytes);
  const limits = node.find('resources', 'limits');
  const edit =
    limits?.kind === 'map' ? appendEntry(limits, [`memory: ${amount}`]) : setIn(node, ['resources', 'limits'], [`memory: ${amount}`]);
  const isGo = goEvidenceOf(container, workspace).isGo === true && !env.has('GOMEMLIMIT');
  if (!isGo) return fix(`Limit memory to ${amount}`, 'unsafe', edit);
  const heap = goMemoryLimitFor(quantityOfBytes(bytes), HEAP_SHARE);
  const variable = setIn(node, ['env', '-'], ['name: GOMEMLIMIT', `value: ${heap}`]);
  return fix(`Limit memory to ${amount}, and set GOMEMLIMIT to ${heap}`, 'unsafe', edit, variable);
}

/** `200M` for twice `100M`: who counts in powers of ten goes on doing so. */
function inDecimalUnit(text: string, factor: number): string | undefined {
  const [, number, unit] = /^(\d+)([kMGT])$/.exec(text) ?? [];
  const product = Number(number) * factor;
  return Number.isSafeInteger(product) ? `${product}${unit}` : undefined;
}

/** The share of the limit that the standard gives to the Go heap. */
const HEAP_SHARE = 0.9;
