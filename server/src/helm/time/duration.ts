/** A stretch of time in nanoseconds, as Go counts it. */
export type Duration = bigint;

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

/** Reads `1h30m`, `-1.5s`; a sentence of Go's where it is none. */
export function parseDuration(text: string): Duration | string {
  const invalid = (what: string) => `time: ${what}duration ${JSON.stringify(text)}`;
  const [, sign = '', rest = ''] = /^([-+]?)(.*)$/s.exec(text) ?? [];
  if (rest === '0') return 0n;
  if (rest === '') return invalid('invalid ');
  let total = 0n;
  const pattern = /([0-9]*)(?:\.([0-9]*))?([^0-9.]*)/y;
  for (let offset = 0; offset < rest.length; offset = pattern.lastIndex) {
    pattern.lastIndex = offset;
    const [matched = '', whole = '', part = '', unit = ''] = pattern.exec(rest) ?? [];
    if (matched === '' || whole + part === '') return invalid('invalid ');
    if (unit === '') return invalid('missing unit in ');
    const size = UNITS[unit];
    if (size === undefined) return `time: unknown unit ${JSON.stringify(unit)} in duration ${JSON.stringify(text)}`;
    total += BigInt(whole || '0') * size + (BigInt(part || '0') * size) / 10n ** BigInt(part.length);
    if (total > MAX) return invalid('invalid ');
  }
  return sign === '-' ? -total : total;
}

const MAX = 2n ** 63n - 1n;

/** A duration as Go prints it: `1h30m0s`, `1.5s`, `20ms`. */
export function durationText(duration: Duration): string {
  if (duration === 0n) return '0s';
  const sign = duration < 0n ? '-' : '';
  const size = duration < 0n ? -duration : duration;
  if (size < 1_000_000_000n) {
    const [unit, name] =
      size < 1_000n ? ([1n, 'ns'] as const) : size < 1_000_000n ? ([1_000n, 'µs'] as const) : ([1_000_000n, 'ms'] as const);
    return `${sign}${decimal(size, unit)}${name}`;
  }
  const minutes = size / 60_000_000_000n;
  const seconds = `${decimal(size % 60_000_000_000n, 1_000_000_000n)}s`;
  if (minutes === 0n) return sign + seconds;
  return minutes < 60n ? `${sign}${minutes}m${seconds}` : `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

function decimal(value: bigint, unit: bigint): string {
  const digits = String(value % unit)
    .padStart(String(unit).length - 1, '0')
    .replace(/0+$/, '');
  return digits === '' ? String(value / unit) : `${value / unit}.${digits}`;
}

/** The largest unit of which a duration has more than one, whole and without a sign: `3mo`, `5d`, `2h`. */
export function roundedDuration(duration: Duration): string {
  const size = duration < 0n ? -duration : duration;
  for (const [unit, name] of ROUND_UNITS) if (size > unit) return `${size / unit}${name}`;
  return '0s';
}

const DAY = 24n * 3_600_000_000_000n;
const ROUND_UNITS: readonly (readonly [bigint, string])[] = [
  [365n * DAY, 'y'],
  [30n * DAY, 'mo'],
  [DAY, 'd'],
  [3_600_000_000_000n, 'h'],
  [60_000_000_000n, 'm'],
  [1_000_000_000n, 's'],
];
