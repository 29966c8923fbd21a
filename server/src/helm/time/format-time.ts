import type { GoTime } from '../../gotemplate/value.js';
import { type CalendarTime, calendarTime, MONTHS, WEEKDAYS } from './calendar.js';
import { parseLayout } from './layout.js';

/** A moment in a layout of Go: `2006-01-02 15:04:05 MST`. */
export function formatTime(time: GoTime, layout: string): string {
  const calendar = calendarTime(time.seconds, time.offset);
  return parseLayout(layout)
    .map(part => (part.isField ? formatField(part.text, calendar, time) : part.text))
    .join('');
}

function formatField(field: string, calendar: CalendarTime, time: GoTime): string {
  const known = FIELDS[field];
  if (known !== undefined) return known(calendar);
  if (field === 'MST') return time.zone === '' ? offsetText(time.offset, '-0700') : time.zone;
  if (field.startsWith('Z')) return time.offset === 0 ? 'Z' : offsetText(time.offset, `-${field.slice(1)}`);
  if (field.startsWith('-')) return offsetText(time.offset, field);
  return fraction(field, time.nanoseconds);
}

const FIELDS: Readonly<Record<string, (time: CalendarTime) => string>> = {
  '2006': time => (time.year < 0 ? `-${pad(-time.year, 4)}` : pad(time.year, 4)),
  '06': time => pad(((time.year % 100) + 100) % 100),
  January: time => MONTHS[time.month - 1] ?? '',
  Jan: time => (MONTHS[time.month - 1] ?? '').slice(0, 3),
  '1': time => String(time.month),
  '01': time => pad(time.month),
  Monday: time => WEEKDAYS[time.weekday] ?? '',
  Mon: time => (WEEKDAYS[time.weekday] ?? '').slice(0, 3),
  '2': time => String(time.day),
  _2: time => String(time.day).padStart(2),
  '02': time => pad(time.day),
  __2: time => String(time.dayOfYear).padStart(3),
  '002': time => pad(time.dayOfYear, 3),
  '15': time => pad(time.hour),
  '3': time => String(time.hour % 12 || 12),
  '03': time => pad(time.hour % 12 || 12),
  '4': time => String(time.minute),
  '04': time => pad(time.minute),
  '5': time => String(time.second),
  '05': time => pad(time.second),
  PM: time => (time.hour < 12 ? 'AM' : 'PM'),
  pm: time => (time.hour < 12 ? 'am' : 'pm'),
};

function pad(value: number, width = 2): string {
  return String(value).padStart(width, '0');
}

/** Seconds east of Greenwich, in the form of the pattern: `-07:00`. */
function offsetText(offset: number, pattern: string): string {
  const seconds = Math.abs(offset);
  const parts = [pad(Math.floor(seconds / 3600)), pad(Math.floor(seconds / 60) % 60), pad(seconds % 60)];
  const count = pattern.replace(/[^0-9]/g, '').length / 2;
  return `${offset < 0 ? '-' : '+'}${parts.slice(0, count).join(pattern.includes(':') ? ':' : '')}`;
}

/** `.000` gives as many digits, `.999` as many as there are without zeros at the end. */
function fraction(field: string, nanoseconds: number): string {
  const digits = pad(nanoseconds, 9)
    .slice(0, field.length - 1)
    .padEnd(field.length - 1, '0');
  if (field[1] === '0') return field.charAt(0) + digits;
  const short = digits.replace(/0+$/, '');
  return short === '' ? '' : field.charAt(0) + short;
}
