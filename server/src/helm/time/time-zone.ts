/** How clocks go somewhere at a moment. */
export interface ZoneTime {
  /** Seconds east of Greenwich. */
  readonly offset: number;
  /** `CET`, or `+03` where the zone has no letters. */
  readonly name: string;
}

/** The zone of a name such as `Europe/Berlin` at a moment; Greenwich if there is none of the name. Times are seconds since 1970. */
export function zoneAt(name: string, seconds: number): ZoneTime {
  if (name === '' || name === 'UTC' || name === 'Local') return GREENWICH;
  try {
    const offset = offsetAt(name, seconds);
    return { offset, name: letters(name, seconds) ?? digits(offset) };
  } catch {
    return GREENWICH;
  }
}

const GREENWICH: ZoneTime = { offset: 0, name: 'UTC' };

function offsetAt(zone: string, seconds: number): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const parts = new Map(format.formatToParts(seconds * 1000).map(part => [part.type, Number(part.value)]));
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) / 1000;
  return local - Math.floor(seconds);
}

/** The abbreviation of a zone; each is known only in some of the places that have English. */
function letters(zone: string, seconds: number): string | undefined {
  for (const locale of ['en-US', 'en-GB', 'en-IN', 'en-AU', 'en-ZA']) {
    const format = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' });
    const name = format.formatToParts(seconds * 1000).find(part => part.type === 'timeZoneName')?.value;
    if (name !== undefined && /^[A-Z]{3,5}$/.test(name)) return name;
  }
  return undefined;
}

function digits(offset: number): string {
  const minutes = Math.abs(Math.round(offset / 60));
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}${minutes % 60 === 0 ? '' : pad(minutes % 60)}`;
}
