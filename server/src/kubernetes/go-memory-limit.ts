import type { Quantity } from './quantity.js';
import { wholeUnitsOf } from './quantity.js';

/** What the Go runtime makes of GOMEMLIMIT. `malformed` ends the process at its start. */
export type GoMemoryLimit =
  | { readonly kind: 'bytes'; readonly bytes: bigint }
  | { readonly kind: 'off' }
  | { readonly kind: 'unset' }
  | { readonly kind: 'malformed' };

const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['', 1n],
  ['B', 1n],
  ['KiB', 1n << 10n],
  ['MiB', 1n << 20n],
  ['GiB', 1n << 30n],
  ['TiB', 1n << 40n],
]);
const LARGEST = 2n ** 63n - 1n;
const KIB = 1n << 10n;
const MIB = 1n << 20n;

/** Reads GOMEMLIMIT as the Go runtime does: whole bytes, or a whole number of `B`, `KiB`, `MiB`, `GiB`, `TiB`; `off`; `''` is unset. */
export function parseGoMemoryLimit(text: string): GoMemoryLimit {
  if (text === '') return { kind: 'unset' };
  if (text === 'off') return { kind: 'off' };
  const match = /^(\d+|-0+)([A-Za-z]*)$/.exec(text);
  const unit = UNITS.get(match?.[2] ?? '?');
  if (match?.[1] === undefined || unit === undefined) return { kind: 'malformed' };
  const bytes = BigInt(match[1]) * unit;
  return bytes > LARGEST ? { kind: 'malformed' } : { kind: 'bytes', bytes };
}

/** Whole MiB, rounded down; below one MiB whole KiB, below that bytes. */
export function formatGoMemoryLimit(bytes: bigint): string {
  if (bytes >= MIB) return `${bytes / MIB}MiB`;
  return bytes >= KIB ? `${bytes / KIB}KiB` : `${bytes}B`;
}

/** A value for GOMEMLIMIT that leaves the rest of a memory limit to what the Go heap is not: `460MiB` of 512Mi at 0.9. */
export function goMemoryLimitFor(limit: Quantity, ratio: number): string {
  const millionths = BigInt(Math.round(ratio * 1_000_000));
  return formatGoMemoryLimit((wholeUnitsOf(limit) * millionths) / 1_000_000n);
}
