import type { Probe } from './probe.js';

/** The numbers of a probe, with Kubernetes' defaults. */
export type ProbeNumbers = Pick<Probe, 'initialDelaySeconds' | 'periodSeconds' | 'failureThreshold'>;

/** Seconds of failure until the kubelet acts: one period for each failure. `undefined` if a number is not literal. */
export function failureWindowOf({ periodSeconds, failureThreshold }: ProbeNumbers): number | undefined {
  return periodSeconds === undefined || failureThreshold === undefined ? undefined : periodSeconds * failureThreshold;
}

/** Seconds from the start of the container until the kubelet gives up on one that never answers. */
export function startupBudgetOf(probe: ProbeNumbers): number | undefined {
  const window = failureWindowOf(probe);
  return window === undefined || probe.initialDelaySeconds === undefined ? undefined : probe.initialDelaySeconds + window;
}

/** The fewest failures that take at least so many seconds. */
export function failuresFor(seconds: number, periodSeconds: number): number {
  return Math.max(1, Math.ceil(seconds / periodSeconds));
}
