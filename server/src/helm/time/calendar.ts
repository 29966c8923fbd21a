/** A moment as clocks and calendars of one zone show it. Months and days count from 1. */
export interface CalendarTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly dayOfYear: number;
}

export const MONTHS = 'January February March April May June July August September October November December'.split(' ');
export const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** What the calendar shows so many seconds after 1970, `offset` seconds east of Greenwich. */
export function calendarTime(seconds: number, offset: number): CalendarTime {
  const date = new Date((seconds + offset) * 1000);
  const year = date.getUTCFullYear();
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    weekday: date.getUTCDay(),
    dayOfYear: Math.floor((seconds + offset - unixSeconds(year, 1, 1)) / 86_400) + 1,
  };
}

/** Seconds since 1970, in Greenwich. Months and days that there are not go on into the next. */
export function unixSeconds(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() / 1000 + hour * 3600 + minute * 60 + second;
}

export function daysIn(year: number, month: number): number {
  return Math.round((unixSeconds(year, month + 1, 1) - unixSeconds(year, month, 1)) / 86_400);
}
