import { GoTime } from '../../gotemplate/value.js';
import { daysIn, MONTHS, unixSeconds, WEEKDAYS } from './calendar.js';
import { type LayoutPart, parseLayout } from './layout.js';

/** Reads a moment that is written in a layout of Go; a sentence of Go's where it is not. Without a zone it is in Greenwich. */
export function parseTime(layout: string, text: string): GoTime | string {
  const reading: Reading = {
    year: 0,
    month: 0,
    day: 0,
    dayOfYear: 0,
    hour: 0,
    minute: 0,
    second: 0,
    nanoseconds: 0,
    isAfternoon: undefined,
    zone: undefined,
  };
  const problem = (detail: string) => `parsing time ${JSON.stringify(text)}${detail}`;
  const cannot = (rest: string, part: LayoutPart) =>
    problem(` as ${JSON.stringify(layout)}: cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(part.text)}`);
  let rest = text;
  for (const part of parseLayout(layout)) {
    const next: string | undefined = part.isField ? readField(reading, part.text, rest) : afterText(part.text, rest);
    if (next === undefined) return cannot(rest, part);
    rest = afterFraction(reading, part, next, layout);
  }
  if (rest !== '') return problem(`: extra text: ${JSON.stringify(rest)}`);
  const range = outOfRange(reading);
  return range === undefined ? timeOf(reading) : problem(`: ${range} out of range`);
}

interface Reading {
  year: number;
  month: number;
  day: number;
  dayOfYear: number;
  hour: number;
  minute: number;
  second: number;
  nanoseconds: number;
  isAfternoon: boolean | undefined;
  zone: { readonly offset: number; readonly name: string } | undefined;
}

function afterText(expected: string, text: string): string | undefined {
  return text.startsWith(expected) ? text.slice(expected.length) : undefined;
}

/** A fraction behind the seconds is read even where the layout does not ask for it. */
function afterFraction(reading: Reading, part: LayoutPart, rest: string, layout: string): string {
  if (!/^0?5$/.test(part.text) || !part.isField || /5[.,][09]/.test(layout)) return rest;
  const match = /^[.,]([0-9]+)/.exec(rest);
  if (match === null) return rest;
  reading.nanoseconds = Number((match[1] ?? '').slice(0, 9).padEnd(9, '0'));
  return rest.slice(match[0].length);
}

type NumberName = 'year' | 'month' | 'day' | 'dayOfYear' | 'hour' | 'minute' | 'second';

const NUMBERS: Readonly<Record<string, readonly [name: NumberName, pattern: RegExp]>> = {
  '2006': ['year', /^\d{4}/],
  '1': ['month', /^\d\d?/],
  '01': ['month', /^\d\d/],
  '2': ['day', /^\d\d?/],
  _2: ['day', /^ ?\d\d?/],
  '02': ['day', /^\d\d/],
  __2: ['dayOfYear', /^ {0,2}\d{1,3}/],
  '002': ['dayOfYear', /^\d{3}/],
  '15': ['hour', /^\d\d?/],
  '3': ['hour', /^\d\d?/],
  '03': ['hour', /^\d\d/],
  '4': ['minute', /^\d\d?/],
  '04': ['minute', /^\d\d/],
  '5': ['second', /^\d\d?/],
  '05': ['second', /^\d\d/],
};

/** Reads one field at the start of a text; what follows it, or nothing if it does not stand there. */
function readField(reading: Reading, field: string, text: string): string | undefined {
  const number = NUMBERS[field];
  if (number !== undefined) {
    const match = number[1].exec(text);
    if (match === null) return undefined;
    reading[number[0]] = Number(match[0]);
    return text.slice(match[0].length);
  }
  if (/^(?:Z|-)?0?7|^[Z-]/.test(field) || field === 'MST') return readZone(reading, field, text);
  if (field === '06') return readShortYear(reading, text);
  if (field === 'PM' || field === 'pm') return readAfternoon(reading, field, text);
  if (/^[.,]/.test(field)) return readFraction(reading, field, text);
  return readName(reading, field, text);
}

function readShortYear(reading: Reading, text: string): string | undefined {
  const match = /^\d\d/.exec(text);
  if (match === null) return undefined;
  const year = Number(match[0]);
  reading.year = year >= 69 ? 1900 + year : 2000 + year;
  return text.slice(2);
}

function readAfternoon(reading: Reading, field: string, text: string): string | undefined {
  const half = text.slice(0, 2);
  if (field === 'PM' ? half !== 'AM' && half !== 'PM' : half !== 'am' && half !== 'pm') return undefined;
  reading.isAfternoon = half.toLowerCase() === 'pm';
  return text.slice(2);
}

function readFraction(reading: Reading, field: string, text: string): string | undefined {
  const match = field[1] === '9' ? /^(?:[.,](\d*))?/.exec(text) : new RegExp(`^[.,](\\d{${field.length - 1}})`).exec(text);
  if (match === null) return undefined;
  reading.nanoseconds = Number((match[1] ?? '').slice(0, 9).padEnd(9, '0'));
  return text.slice(match[0].length);
}

function readName(reading: Reading, field: string, text: string): string | undefined {
  const isMonth = field.startsWith('J');
  const names = (isMonth ? MONTHS : WEEKDAYS).map(name => (field.length === 3 ? name.slice(0, 3) : name));
  const index = names.findIndex(name => text.slice(0, name.length).toLowerCase() === name.toLowerCase());
  if (index === -1) return undefined;
  if (isMonth) reading.month = index + 1;
  return text.slice(names[index]?.length);
}

function readZone(reading: Reading, field: string, text: string): string | undefined {
  if (field.startsWith('Z') && text.startsWith('Z')) {
    reading.zone = { offset: 0, name: 'UTC' };
    return text.slice(1);
  }
  if (field === 'MST') {
    const name = /^(?:[A-Z]{3,4}[TS]?|UTC)/.exec(text)?.[0];
    if (name !== undefined) reading.zone = { offset: 0, name };
    return name && text.slice(name.length);
  }
  const colon = field.includes(':') ? ':' : '';
  const count = field.replace(/[^0-9]/g, '').length / 2;
  const match = new RegExp(`^([-+])(\\d\\d)${`${colon}(\\d\\d)`.repeat(count - 1)}`).exec(text);
  if (match === null) return undefined;
  const [, sign, hours, minutes, seconds] = match;
  const offset = Number(hours) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  reading.zone = { offset: sign === '-' ? 0 - offset : offset, name: offset === 0 ? 'UTC' : match[0].slice(0, 3) + (minutes ?? '') };
  return text.slice(match[0].length);
}

/** Which part of the moment there is not. */
function outOfRange({ year, month, day, hour, minute, second, isAfternoon }: Reading): string | undefined {
  if (month > 12) return 'month';
  if (hour > 23 || (isAfternoon !== undefined && hour > 12)) return 'hour';
  if (minute > 59) return 'minute';
  if (second > 59) return 'second';
  return day > daysIn(year, month || 1) ? 'day' : undefined;
}

function timeOf(reading: Reading): GoTime {
  const { year, month, day, dayOfYear, minute, second, nanoseconds, isAfternoon, zone } = reading;
  const hour = isAfternoon === undefined ? reading.hour : (reading.hour % 12) + (isAfternoon ? 12 : 0);
  const date = dayOfYear > 0 ? ([1, dayOfYear] as const) : ([month || 1, day || 1] as const);
  const seconds = unixSeconds(year, ...date, hour, minute, second) - (zone?.offset ?? 0);
  return new GoTime(seconds, { nanoseconds, offset: zone?.offset ?? 0, name: zone?.name ?? 'UTC' });
}
