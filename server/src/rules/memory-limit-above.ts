import type { Container } from '../kubernetes/container.js';
import { formatBytes } from '../kubernetes/quantity.js';
import { HEAP_SHARE } from './heap-share.js';

/** A memory limit that leaves room above a GOMEMLIMIT: in steps of 16Mi, so that 460MiB comes from 512Mi. */
export function memoryLimitAbove(bytes: bigint): string {
  const least = (bytes * 1000n) / BigInt(Math.round(HEAP_SHARE.default * 1000));
  return formatBytes(((least + STEP - 1n) / STEP) * STEP);
}

const STEP = 16n << 20n;

/** The mistake that several rules may see where a memory limit is missing: of these only the most severe speaks. */
export function memoryLimitDefect({ node }: Container): string {
  return `memory limit of ${node.path.join('.')}`;
}
