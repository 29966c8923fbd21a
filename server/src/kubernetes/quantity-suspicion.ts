import type { YamlNode } from '../yaml/yaml-node.js';
import { formatBytes, parseQuantity, type Quantity } from './quantity.js';
import { isUnresolved } from './unresolved-text.js';

/** Why an amount of a resource is surely or probably not what was meant. */
export interface QuantitySuspicion {
  /** `rejected` is no quantity at all, `nonsense` no machine can give, `doubtful` few can. */
  readonly degree: 'rejected' | 'nonsense' | 'doubtful';
  /** What the amount is, to follow it in a sentence: `is 0.512 bytes: the suffix "m" means thousandths`. */
  readonly problem: string;
  /** What was probably meant; `undefined` if nothing is near. */
  readonly repair: string | undefined;
  /** Whether the repair is surely what was meant. */
  readonly isSure: boolean;
}

export interface QuantityBounds {
  /** Less memory than this is suspicious. */
  readonly leastMemory: Quantity;
  /** More cores than this are suspicious. */
  readonly mostCores: number;
}

export const USUAL_BOUNDS: QuantityBounds = { leastMemory: { nanos: 2n ** 20n * 1_000_000_000n }, mostCores: 96 };

/** Judges an amount of CPU or bytes as written; `undefined` if nothing is wrong with it, for other resources and for text that is not literal. */
export function suspicionOf(resource: string, node: YamlNode, bounds: QuantityBounds = USUAL_BOUNDS): QuantitySuspicion | undefined {
  const { text } = node;
  const isCpu = resource === 'cpu';
  if (text === undefined || isUnresolved(text) || !(isCpu || isCountedInBytes(resource))) return undefined;
  const quantity = parseQuantity(text);
  if (quantity === undefined) return rejected(text, isCpu ? CPU_UNITS : BYTE_UNITS);
  return isCpu ? cpuSuspicion(text, quantity, bounds) : byteSuspicion(resource, text, quantity, bounds);
}

export function isCountedInBytes(resource: string): boolean {
  return resource === 'memory' || resource === 'ephemeral-storage' || resource === 'storage';
}

const BYTE_UNITS: ReadonlyMap<string, string> = new Map([
  ...['b', 'byte', 'bytes'].map(unit => [unit, ''] as const),
  ...['k', 'kb', 'ki', 'kib'].map(unit => [unit, 'Ki'] as const),
  ...['mb', 'mi', 'mib', 'meg', 'megs'].map(unit => [unit, 'Mi'] as const),
  ...['g', 'gb', 'gi', 'gib', 'gig', 'gigs'].map(unit => [unit, 'Gi'] as const),
  ...['t', 'tb', 'ti', 'tib'].map(unit => [unit, 'Ti'] as const),
]);
const CPU_UNITS: ReadonlyMap<string, string> = new Map([
  ...['m', 'mc', 'mcpu', 'millicpu', 'millicore', 'millicores', 'mcore', 'mcores'].map(unit => [unit, 'm'] as const),
  ...['c', 'cpu', 'cpus', 'core', 'cores', 'vcpu', 'vcpus'].map(unit => [unit, ''] as const),
]);
const NANOS = 1_000_000_000n;

function rejected(text: string, units: ReadonlyMap<string, string>): QuantitySuspicion {
  const [, amount = '', unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*$/.exec(text) ?? [];
  const suffix = unit === '' ? '' : units.get(unit.toLowerCase());
  const isKnown = amount !== '' && suffix !== undefined;
  return {
    degree: 'rejected',
    problem: `is no quantity${unit === '' ? '' : `, since there is no unit "${unit}"`}: the API server rejects it`,
    repair: isKnown ? amount + suffix : undefined,
    isSure: isKnown,
  };
}

function cpuSuspicion(text: string, { nanos }: Quantity, { mostCores }: QuantityBounds): QuantitySuspicion | undefined {
  const cores = nanos / NANOS;
  if (cores <= BigInt(Math.round(mostCores))) return undefined;
  const [, amount, suffix = ''] = /^(\d+)((?:[KMGTPE]i|[kMGTPE])?)$/.exec(text) ?? [];
  const repair = amount === undefined ? undefined : `${amount}m`;
  if (suffix !== '') return { degree: 'nonsense', problem: `is ${cores} cores: "${suffix}" is a unit of bytes`, repair, isSure: false };
  return { degree: 'doubtful', problem: `is ${cores} whole cores`, repair, isSure: false };
}

function byteSuspicion(
  resource: string,
  text: string,
  { nanos }: Quantity,
  { leastMemory }: QuantityBounds,
): QuantitySuspicion | undefined {
  if (nanos <= 0n || nanos >= leastMemory.nanos) return undefined;
  const [, amount, suffix] = /^(\d+)([a-zA-Z]*)$/.exec(text) ?? [];
  if (suffix === 'm') {
    const problem = `is ${formatThousandthsOfBytes(nanos)}: the suffix "m" means thousandths`;
    return { degree: 'nonsense', problem, repair: `${amount}Mi`, isSure: true };
  }
  const repair = amount === undefined ? undefined : likelySize(amount);
  if (/[\d.]$/.test(text)) {
    const size = nanos < NANOS ? 'less than a byte' : `${nanos / NANOS} bytes`;
    return { degree: 'nonsense', problem: `is ${size}: a number without a unit counts bytes`, repair, isSure: false };
  }
  if (resource !== 'memory') return undefined;
  const least = formatBytes(leastMemory.nanos / NANOS);
  return { degree: 'nonsense', problem: `is less than ${least}, too little for a container`, repair, isSure: false };
}

/** `0.512 bytes`, `1.5 bytes`. */
function formatThousandthsOfBytes(nanos: bigint): string {
  const thousandths = nanos / 1_000_000n;
  const fraction = (thousandths % 1000n).toString().padStart(3, '0').replace(/0+$/, '');
  const bytes = `${thousandths / 1000n}${fraction === '' ? '' : `.${fraction}`}`;
  return bytes === '1' ? '1 byte' : `${bytes} bytes`;
}

/** A single digit is more likely of gigabytes. */
function likelySize(amount: string): string {
  return amount.length === 1 ? `${amount}Gi` : `${amount}Mi`;
}
