import { derivedOrigin } from '../../gotemplate/origin.js';
import { FunctionError } from '../../gotemplate/template-error.js';
import { aliasesOf, type TemplateFunction, templateFunction } from '../../gotemplate/template-function.js';
import { TracedText } from '../../gotemplate/traced-text.js';
import { GoObject, GoTime, Int, type Value } from '../../gotemplate/value.js';
import { calendarTime, MONTHS, unixSeconds, WEEKDAYS } from '../time/calendar.js';
import { type Duration, durationText, parseDuration, roundedDuration } from '../time/duration.js';
import { formatTime } from '../time/format-time.js';
import { parseTime } from '../time/parse-time.js';
import { zoneAt } from '../time/time-zone.js';
import { PLACEHOLDER } from './placeholder.js';

/** What `now` says, always. */
const NOW = unixSeconds(2024, 1, 1);
/** What Go takes for a time that was never set. */
const NEVER = unixSeconds(1, 1, 1);

const dateInZone = templateFunction('dateInZone', ['text', 'any', 'text'], (_, layout, value, zone) =>
  dated(layout.text, value, zone.text),
);

const dateModify = templateFunction('dateModify', ['text', 'time'], (_, text, time) => {
  const duration = parseDuration(text.text);
  return typeof duration === 'string' ? time : shifted(time, duration);
});

const mustDateModify = templateFunction('mustDateModify', ['text', 'time'], (_, text, time) => {
  const duration = parseDuration(text.text);
  if (typeof duration === 'string') throw new FunctionError(duration);
  return shifted(time, duration);
});

/** Functions on dates. The system is taken to be in Greenwich, and the time never to change. */
export const DATE_FUNCTIONS: readonly TemplateFunction[] = [
  templateFunction('now', [], () => ({ data: withMethods(new GoTime(NOW)), origin: PLACEHOLDER })),
  templateFunction('date', ['text', 'any'], (_, layout, value) => dated(layout.text, value, 'Local')),
  dateInZone,
  ...aliasesOf(dateInZone, 'date_in_zone'),
  templateFunction('htmlDate', ['any'], (_, value) => dated('2006-01-02', value, 'Local')),
  templateFunction('htmlDateInZone', ['any', 'text'], (_, value, zone) => dated('2006-01-02', value, zone.text)),
  dateModify,
  ...aliasesOf(dateModify, 'date_modify'),
  mustDateModify,
  ...aliasesOf(mustDateModify, 'must_date_modify'),
  templateFunction('toDate', ['text', 'text'], (_, layout, text) => {
    const time = parseTime(layout.text, text.text);
    return withMethods(typeof time === 'string' ? new GoTime(NEVER) : time);
  }),
  templateFunction('mustToDate', ['text', 'text'], (_, layout, text) => {
    const time = parseTime(layout.text, text.text);
    if (typeof time === 'string') throw new FunctionError(time);
    return withMethods(time);
  }),
  templateFunction('unixEpoch', ['time'], (_, time) => TracedText.of(String(time.seconds))),
  templateFunction('ago', ['any'], (_, value) => {
    const { time, origin } = timeOf(value);
    return TracedText.of(durationText(BigInt(NOW - time.seconds) * SECOND), origin);
  }),
  templateFunction('duration', ['any'], (_, value) => TracedText.of(durationText(secondsOf(value) * SECOND), derivedOrigin(value.origin))),
  templateFunction('durationRound', ['any'], (_, value) => TracedText.of(roundedDuration(durationOf(value)), derivedOrigin(value.origin))),
];

const SECOND = 1_000_000_000n;

/** A time, or seconds since 1970; everything else is taken for the present. */
function timeOf({ data, origin }: Value): { time: GoTime; origin: Value['origin'] } {
  if (data instanceof GoTime) return { time: data, origin: derivedOrigin(origin) };
  if (data instanceof Int && data.type !== 'uint8') return { time: new GoTime(data.toNumber()), origin: derivedOrigin(origin) };
  return { time: new GoTime(NOW), origin: PLACEHOLDER };
}

function dated(layout: string, value: Value, zone: string): TracedText {
  const { time, origin } = timeOf(value);
  const { offset, name } = zoneAt(zone, time.seconds);
  return TracedText.of(formatTime(new GoTime(time.seconds, { nanoseconds: time.nanoseconds, offset, name }), layout), origin);
}

function shifted(time: GoTime, duration: Duration): GoTime {
  const nanoseconds = BigInt(time.seconds) * SECOND + BigInt(time.nanoseconds) + duration;
  const rest = ((nanoseconds % SECOND) + SECOND) % SECOND;
  return withMethods(
    new GoTime(Number((nanoseconds - rest) / SECOND), { nanoseconds: Number(rest), offset: time.offset, name: time.zone }),
  );
}

/** Seconds that are written as text, or counted in an `int64`; nothing else is understood. */
function secondsOf({ data }: Value): bigint {
  if (data instanceof Int && data.type === 'int64') return data.value;
  return data instanceof TracedText && /^[-+]?[0-9]{1,18}$/.test(data.text) ? BigInt(data.text.replace('+', '')) : 0n;
}

function durationOf({ data }: Value): Duration {
  if (data instanceof GoTime) return BigInt(NOW - data.seconds) * SECOND;
  if (data instanceof Int && data.type === 'int64') return data.value;
  const duration = data instanceof TracedText ? parseDuration(data.text) : 0n;
  return typeof duration === 'string' ? 0n : duration;
}

/** A time on which templates can call the methods of Go's. */
function withMethods(time: GoTime): GoTime {
  const calendar = () => calendarTime(time.seconds, time.offset);
  const number = (name: string, value: () => number) => templateFunction(name, [], () => new Int(value()));
  const named = (type: string, name: string) => new GoObject({ type, print: () => name });
  const moved = (seconds: number, nanoseconds = time.nanoseconds) =>
    withMethods(new GoTime(seconds, { nanoseconds, offset: time.offset, name: time.zone }));
  const declared = [
    templateFunction('Format', ['text'], (_, layout) => TracedText.of(formatTime(time, layout.text))),
    templateFunction('String', [], () => TracedText.of(time.toText())),
    number('Year', () => calendar().year),
    templateFunction('Month', [], () => named('time.Month', MONTHS[calendar().month - 1] ?? '')),
    templateFunction('Weekday', [], () => named('time.Weekday', WEEKDAYS[calendar().weekday] ?? '')),
    number('Day', () => calendar().day),
    number('YearDay', () => calendar().dayOfYear),
    number('Hour', () => calendar().hour),
    number('Minute', () => calendar().minute),
    number('Second', () => calendar().second),
    templateFunction('Unix', [], () => new Int(time.seconds, 'int64')),
    templateFunction('UnixMilli', [], () => new Int(time.seconds * 1000 + Math.floor(time.nanoseconds / 1e6), 'int64')),
    templateFunction('UnixNano', [], () => new Int(BigInt(time.seconds) * SECOND + BigInt(time.nanoseconds), 'int64')),
    templateFunction('UTC', [], () => withMethods(new GoTime(time.seconds, { nanoseconds: time.nanoseconds }))),
    templateFunction('Local', [], () => withMethods(new GoTime(time.seconds, { nanoseconds: time.nanoseconds }))),
    templateFunction('IsZero', [], () => time.seconds === NEVER && time.nanoseconds === 0),
    templateFunction('Before', ['time'], (_, other) => time.seconds < other.seconds),
    templateFunction('After', ['time'], (_, other) => time.seconds > other.seconds),
    templateFunction('Equal', ['time'], (_, other) => time.seconds === other.seconds && time.nanoseconds === other.nanoseconds),
    templateFunction('AddDate', ['int', 'int', 'int'], (_, years, months, days) => {
      const { year, month, day, hour, minute, second } = calendar();
      return moved(unixSeconds(year + years, month + months, day + days, hour, minute, second) - time.offset);
    }),
  ];
  const { seconds, nanoseconds, offset, zone } = time;
  return new GoTime(seconds, { nanoseconds, offset, name: zone, methods: new Map(declared.map(each => [each.name, each])) });
}
