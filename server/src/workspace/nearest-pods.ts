import { type NearLabel, nearestLabel, slipsBetween } from '../kubernetes/selector.js';

/** Pods that one label keeps from being selected. */
export interface NearPods<Item> {
  readonly workload: Item;
  readonly label: NearLabel;
  /** Whether the label differs by a slip of the fingers only. */
  readonly isSlip: boolean;
}

type Labelled = Readonly<Record<'podLabels' | 'missingLabels', Readonly<Record<string, string>>>>;

/** The workload that one label keeps from matching; `undefined` if there is none, or if several are equally near. */
export function nearestPods<Item extends Labelled>(
  workloads: readonly Item[],
  labels: Readonly<Record<string, string>>,
): NearPods<Item> | undefined {
  const found = workloads.flatMap(workload => {
    const label = nearestLabel(labels, { ...workload.podLabels, ...workload.missingLabels });
    if (label === undefined) return [];
    const slips = slipsBetween(label);
    return [{ workload, label, isSlip: slips !== undefined, distance: slips ?? 100 }];
  });
  const least = Math.min(...found.map(({ distance }) => distance));
  const nearest = found.filter(({ distance }) => distance === least);
  const [first] = nearest;
  const isOne = new Set(nearest.map(({ label }) => `${label.actual.key}=${label.actual.value}`)).size === 1;
  return isOne ? first : undefined;
}
