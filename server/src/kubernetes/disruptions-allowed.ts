import type { Share } from './rolling-update.js';

/** How many Pods of so many healthy ones may be evicted. Percentages round up, as Kubernetes does in both fields. */
export function disruptionsAllowed(
  replicas: number,
  budget: { readonly minAvailable: Share | undefined; readonly maxUnavailable: Share | undefined },
): number {
  const part = ({ kind, amount }: Share) => (kind === 'number' ? amount : Math.ceil((amount * replicas) / 100));
  if (budget.maxUnavailable !== undefined) return Math.min(part(budget.maxUnavailable), replicas);
  return budget.minAvailable === undefined ? replicas : Math.max(replicas - part(budget.minAvailable), 0);
}
