import type { Workload } from '../kubernetes/workload.js';

/** The mistake that several rules may see in a grace period of zero: of these only the most severe speaks. */
export function graceDefect({ template }: Workload): string {
  return `grace period of ${template.path.join('.')}`;
}
