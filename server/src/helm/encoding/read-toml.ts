import { parse, TomlDate, TomlError } from 'smol-toml';
import { TracedText } from '../../gotemplate/traced-text.js';
import { type Data, GoList, GoMap, GoTime, Int } from '../../gotemplate/value.js';
import type { JsonResult } from './read-json.js';

/** Reads TOML. All that is read has the origin of the text as a whole. */
export function readToml(text: TracedText): JsonResult {
  const origin = text.origin;
  const dataOf = (given: unknown): Data => {
    if (typeof given === 'string') return TracedText.of(given, origin);
    if (typeof given === 'bigint') return new Int(given, 'int64');
    if (typeof given === 'number' || typeof given === 'boolean') return given;
    if (given instanceof TomlDate) return timeOf(given);
    if (Array.isArray(given)) return listOf(given);
    return mapOf(given);
  };
  const listOf = (items: readonly unknown[]): GoList => {
    const values = items.map(item => ({ data: dataOf(item), origin }));
    const isTables = values.length > 0 && values.every(item => item.data instanceof GoMap);
    return new GoList(values, isTables ? '[]map[string]interface {}' : undefined);
  };
  const mapOf = (given: unknown): GoMap => {
    const map = new GoMap();
    if (typeof given !== 'object' || given === null) return map;
    for (const [key, value] of Object.entries(given)) map.set(key, { data: dataOf(value), origin }, origin);
    return map;
  };
  try {
    return { value: { data: mapOf(parse(text.text, { integersAsBigInt: true })), origin } };
  } catch (error) {
    return { error: error instanceof TomlError ? `toml: line ${error.line}: ${firstLine(error.message)}` : 'toml: cannot be read' };
  }
}

function timeOf(date: TomlDate): GoTime {
  const milliseconds = ((date.getTime() % 1000) + 1000) % 1000;
  const name = date.isDate() ? 'date-local' : date.isTime() ? 'time-local' : date.isLocal() ? 'datetime-local' : 'UTC';
  return new GoTime(Math.floor(date.getTime() / 1000), { nanoseconds: milliseconds * 1e6, name });
}

function firstLine(message: string): string {
  return (message.split('\n', 1)[0] ?? '').replace(/^Invalid TOML document: /, '');
}
