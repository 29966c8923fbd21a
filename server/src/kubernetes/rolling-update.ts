import type { YamlNode } from '../yaml/yaml-node.js';
import { literalInteger, literalText } from './unresolved-text.js';

/** How many Pods a rolling update may add and take away at a time. */
export interface RollingUpdate {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

/** An absolute number or a percentage. */
export type Share = { readonly kind: 'number' | 'percent'; readonly amount: number };

/** A quarter: what Deployments have for an omitted field. */
export const DEFAULT_SHARE: Share = { kind: 'percent', amount: 25 };

/** Reads `1` or `25%`. An absent or empty value has the `standard`; `undefined` if it is something else. */
export function shareOf(node: YamlNode | undefined, standard: Share): Share | undefined {
  if (node === undefined || node.value === null) return standard;
  const amount = literalInteger(node);
  if (amount !== undefined) return amount < 0 ? undefined : { kind: 'number', amount };
  const percent = /^(\d+)%$/.exec(literalText(node) ?? '')?.[1];
  return percent === undefined ? undefined : { kind: 'percent', amount: Number(percent) };
}

/** Whether a share is zero of any number of Pods. */
export function isZeroShare(share: Share): boolean {
  return share.amount === 0;
}

/** What a Deployment makes of the two shares: surge rounds up, unavailable rounds down, and if both come to 0, one Pod may be unavailable. */
export function resolveRollingUpdate(replicas: number, maxSurge: Share, maxUnavailable: Share): RollingUpdate {
  const surge = partOf(maxSurge, replicas, Math.ceil);
  const unavailable = partOf(maxUnavailable, replicas, Math.floor);
  return surge === 0 && unavailable === 0 ? { maxSurge: 0, maxUnavailable: 1 } : { maxSurge: surge, maxUnavailable: unavailable };
}

function partOf(share: Share, replicas: number, round: (value: number) => number): number {
  return share.kind === 'number' ? share.amount : round((share.amount * replicas) / 100);
}
