import type { Origin, ValuePath } from '../gotemplate/origin.js';
import { TracedText } from '../gotemplate/traced-text.js';
import { type Data, GoList, GoMap, Int, makeValue, type Value } from '../gotemplate/value.js';
import type { Span } from '../text/span.js';
import type { Setting } from './prepare-chart.js';
import { withEntry } from './tables.js';

/** Values with what was given on a command line laid over them, or why that cannot be read. */
export type SetResult = { readonly values: GoMap } | { readonly error: string };

/**
 * Reads what `--set` takes, `a.b=1,c[0]=x,d={p,q}`, and lays it over values. `\` takes away the meaning of a character. Of the kind
 * `string`, as `--set-string` is, numbers, booleans and null stay text; of the kind `json`, single values are those of files.
 */
export function withSetValues(values: GoMap, setting: Setting): SetResult {
  try {
    let result = values;
    const reader = new SetReader(setting);
    while (!reader.isAtEnd) result = reader.readAssignment(result);
    return { values: result };
  } catch (error) {
    if (error instanceof SetError) return { error: error.message };
    throw error;
  }
}

/** A key or an index in the name of a setting, and where it stands there. */
export interface SettingStep {
  readonly key: string | number;
  readonly span: Span;
}

/** The keys and indices that a name spells, `a.b[0].c\\.d`; `undefined` for what is no name of one value. */
export function settingSteps(name: string): readonly SettingStep[] | undefined {
  try {
    const reader = new SetReader({ text: `${name}=`, kind: 'string' });
    const steps = reader.readPath();
    return reader.isAtEnd ? steps : undefined;
  } catch (error) {
    if (error instanceof SetError) return undefined;
    throw error;
  }
}

/** Whether a key can be written in a name of a setting just as it is, there and in YAML. */
export function isPlainName(key: string | undefined): boolean {
  return key !== undefined && /^[A-Za-z_][\w-]*$/.test(key);
}

/** What becomes of the texts that settings give. */
export type SettingKind = 'typed' | 'string' | 'json';

class SetError extends Error {}

/** Lists do not get longer than this, and paths not deeper: `a[2000000000]=1` is a slip of a finger. */
const LARGEST_INDEX = 65536;
const DEEPEST = 30;

class SetReader {
  readonly #text: string;
  readonly #setting: Setting;
  #at = 0;

  constructor(setting: Setting) {
    this.#text = setting.text;
    this.#setting = setting;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  readAssignment(values: GoMap): GoMap {
    const steps = this.readPath();
    const data = this.#readValue();
    const path = steps.map(({ key }) => key);
    return assigned(values, steps, placedValue(data, path, this.#setting), index => keyPlace(steps, index, this.#setting));
  }

  readPath(): readonly SettingStep[] {
    const steps: SettingStep[] = [];
    const nameSoFar = () => steps.map(({ key }) => key).join('.');
    for (;;) {
      const start = this.#at;
      const { text, stop } = this.#readUntil('.[=,');
      const isAfterIndex = typeof steps.at(-1)?.key === 'number' && text === '';
      if (!isAfterIndex) {
        if (text === '') throw new SetError(`"${this.#text}" has a key without a name.`);
        steps.push({ key: text, span: { start, end: this.#at - (stop === undefined ? 0 : 1) } });
      }
      if (stop === '[') steps.push(this.#readIndex());
      else if (stop === '=') return steps;
      else if (stop !== '.') throw new SetError(`The key "${nameSoFar()}" has no value.`);
      if (steps.length > DEEPEST) throw new SetError(`The key "${nameSoFar()}" is nested too deeply.`);
    }
  }

  #readIndex(): SettingStep {
    const start = this.#at;
    const { text, stop } = this.#readUntil(']');
    const index = /^\d+$/.test(text) ? Number(text) : -1;
    if (stop !== ']' || index < 0 || index > LARGEST_INDEX) throw new SetError(`"${text}" is not an index of a list.`);
    return { key: index, span: { start, end: this.#at - 1 } };
  }

  #readValue(): Data {
    if (this.#text[this.#at] === '{') return this.#readList();
    return this.#dataOf(this.#readUntil(',').text);
  }

  #readList(): GoList {
    const items: Value[] = [];
    this.#at++;
    for (;;) {
      const { text, stop } = this.#readUntil(',}');
      if (stop === undefined) throw new SetError(`The list in "${this.#text}" has no closing brace.`);
      items.push(makeValue(this.#dataOf(text)));
      if (stop === '}') break;
    }
    if (this.#text[this.#at] === ',') this.#at++;
    return new GoList(items);
  }

  #dataOf(text: string): Data {
    if (this.#setting.kind === 'typed') {
      if (text.toLowerCase() === 'true') return true;
      if (text.toLowerCase() === 'false') return false;
      if (text.toLowerCase() === 'null') return null;
      if (/^(?:0|[-+]\d+|[1-9]\d*)$/.test(text)) return integerOf(text);
    }
    return this.#setting.kind === 'json' ? jsonScalarOf(text) : TracedText.of(text);
  }

  /** The text up to one of the characters, which is left behind. */
  #readUntil(stops: string): { text: string; stop: string | undefined } {
    let text = '';
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at++] ?? '';
      if (character === '\\' && this.#at < this.#text.length) text += this.#text[this.#at++];
      else if (stops.includes(character)) return { text, stop: character };
      else text += character;
    }
    return { text, stop: undefined };
  }
}

/** A value that a setting sets, with its place in a file if it has one: a copy of what is written there, unless that is in need of escapes. */
function placedValue(data: Data, path: ValuePath, { place, holder = '' }: Setting): Value {
  if (place === undefined) return makeValue(data);
  const { uri: file, span } = place;
  const origin: Origin = { kind: 'value', file, span, path };
  if (data instanceof GoList) {
    const items = data.items.map(item => ({
      data: item.data instanceof TracedText ? TracedText.of(item.data.text, origin) : item.data,
      origin,
    }));
    return { data: new GoList(items), origin };
  }
  if (!(data instanceof TracedText)) return { data, origin };
  const exactStart = /["']/.test(holder[span.start] ?? '') ? span.start + 1 : span.start;
  const isCopy = data.length > 0 && holder.startsWith(data.text, exactStart) && exactStart + data.length <= span.end;
  const exact = isCopy ? { ...origin, exactStart } : origin;
  return { data: TracedText.copyOf(data.text, exact), origin: exact };
}

/** Numbers are those of files. */
function jsonScalarOf(text: string): Data {
  const value: unknown = JSON.parse(text);
  return typeof value === 'number' || typeof value === 'boolean' || value === null ? value : TracedText.of(text);
}

/** What does not fit into 64 bits stays text. */
function integerOf(text: string): Data {
  const value = BigInt(text.replace(/^\+/, ''));
  return BigInt.asIntN(64, value) === value ? new Int(value, 'int64') : TracedText.of(text);
}

/** Where a key stands in the name of a setting, if that is written letter for letter in a file. */
function keyPlace(steps: readonly SettingStep[], index: number, { place, nameSpan }: Setting): Origin | undefined {
  const step = steps[index];
  if (step === undefined || place === undefined || nameSpan === undefined) return undefined;
  const span = { start: nameSpan.start + step.span.start, end: nameSpan.start + step.span.end };
  const path = steps.slice(0, index + 1).map(({ key }) => key);
  const isCopy = span.end - span.start === String(step.key).length;
  return { kind: 'value', file: place.uri, span, path, isKey: true, ...(isCopy ? { exactStart: span.start } : {}) };
}

type PlaceKey = (index: number) => Origin | undefined;

/** A table with a value at a path. Lists grow where they must; what is neither map nor list gives way. */
function assigned(table: GoMap, path: readonly SettingStep[], value: Value, placeOf: PlaceKey, at = 0): GoMap {
  const key = path[at]?.key;
  if (typeof key !== 'string') return table;
  return withEntry(table, key, placed(table.get(key), path, value, placeOf, at + 1), placeOf(at));
}

function placed(target: Value | undefined, path: readonly SettingStep[], value: Value, placeOf: PlaceKey, at: number): Value {
  const key = path[at]?.key;
  if (key === undefined) return value;
  if (typeof key === 'string') {
    const table = target?.data instanceof GoMap ? target.data : new GoMap();
    return makeValue(assigned(table, path, value, placeOf, at), target?.origin);
  }
  const items = target?.data instanceof GoList ? [...target.data.items] : [];
  while (items.length <= key) items.push(makeValue(null));
  items[key] = placed(items[key], path, value, placeOf, at + 1);
  return makeValue(new GoList(items), target?.origin);
}
