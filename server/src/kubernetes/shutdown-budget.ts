import { literalInteger } from './unresolved-text.js';
import type { Workload } from './workload.js';

/** What happens within the grace period of a container, one after the other, in seconds. */
export interface ShutdownSteps {
  /** The hook before SIGTERM: the clock runs already. */
  readonly preStop: number;
  /** What the program waits before it refuses connections. */
  readonly delay: number;
  /** What it gives to requests in flight. */
  readonly timeout: number;
  /** Until the process has gone. */
  readonly margin: number;
}

/** The seconds of grace that a container needs to end by itself: whole ones, as Kubernetes counts. */
export function graceNeededFor({ preStop, delay, timeout, margin }: ShutdownSteps): number {
  return Math.ceil(preStop + delay + timeout + margin);
}

/** What Kubernetes gives where nothing is written. */
export const USUAL_GRACE_SECONDS = 30;

/** The grace period of the Pods; `undefined` if it is not literal. */
export function gracePeriodOf({ podSpec }: Workload): number | undefined {
  const node = podSpec?.get('terminationGracePeriodSeconds');
  return node === undefined || node.value === null ? USUAL_GRACE_SECONDS : literalInteger(node);
}
