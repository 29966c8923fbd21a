import { formatFloat } from '../../gotemplate/number-text.js';
import { FunctionError } from '../../gotemplate/template-error.js';
import { TracedText, TracedTextBuilder } from '../../gotemplate/traced-text.js';
import { GoBytes, GoList, GoMap, GoTime, Int, type Value } from '../../gotemplate/value.js';
import { formatTime } from '../time/format-time.js';
import { jsonData } from './json-data.js';

/** A value as Helm writes it in TOML: tables indented below those that hold them. Scalars have the origins of their values. Throws a `FunctionError`. */
export function writeToml(value: Value): TracedText {
  const writer = new TomlWriter();
  writer.root(value);
  return writer.build();
}

const MAX_DEPTH = 1000;

class TomlWriter {
  readonly #builder = new TracedTextBuilder();

  root(given: Value): void {
    const value = tomlData(given);
    if (value.data === null) throw new FunctionError('reflect: call of reflect.Value.Type on zero Value');
    if (value.data instanceof GoMap) this.#entries(value.data, []);
    else this.#inline(value);
  }

  build(): TracedText {
    return this.#builder.length === 0 ? TracedText.of('') : this.#builder.build();
  }

  /** First the entries that fit on a line, then the tables. */
  #entries(map: GoMap, path: readonly string[]): void {
    if (path.length > MAX_DEPTH) throw new FunctionError('the value is nested too deeply to be written');
    const entries = map.sortedKeys().map(key => ({ key, value: tomlData(map.get(key) ?? { data: null, origin: undefined }) }));
    const written = entries.filter(entry => entry.value.data !== null);
    for (const { key, value } of written.filter(entry => !isTable(entry.value) && !isTableList(entry.value))) {
      const origin = map.keyOrigin(key) ?? value.origin;
      this.#builder.write(`${'  '.repeat(path.length)}${keyText(key)} = `, origin);
      this.#inline(value);
      this.#builder.write('\n', origin);
    }
    for (const { key, value } of written) {
      if (value.data instanceof GoMap) this.#table(value, [...path, key]);
      else if (value.data instanceof GoList && isTableList(value)) this.#tables(value.data, [...path, key]);
    }
  }

  #table(value: Value, path: readonly string[]): void {
    if (path.length === 1 && this.#builder.length > 0) this.#builder.write('\n', value.origin);
    this.#builder.write(`${'  '.repeat(path.length - 1)}[${path.map(keyText).join('.')}]\n`, value.origin);
    if (value.data instanceof GoMap) this.#entries(value.data, path);
  }

  #tables(list: GoList, path: readonly string[]): void {
    for (const item of list.items) {
      if (this.#builder.length > 0) this.#builder.write('\n', item.origin);
      this.#builder.write(`${'  '.repeat(path.length - 1)}[[${path.map(keyText).join('.')}]]\n`, item.origin);
      if (item.data instanceof GoMap) this.#entries(item.data, path);
    }
  }

  #inline(given: Value): void {
    const { data, origin } = tomlData(given);
    if (data instanceof TracedText) this.#text(data, origin);
    else if (data instanceof GoList) {
      this.#builder.write('[', origin);
      for (const [index, item] of data.items.entries()) {
        if (index > 0) this.#builder.write(', ', origin);
        if (tomlData(item).data === null) throw new FunctionError('toml: cannot encode array with nil element');
        this.#inline(item);
      }
      this.#builder.write(']', origin);
    } else if (data instanceof GoMap) this.#inlineTable(data, origin);
    else this.#builder.append(TracedText.copyOf(scalarText(data), origin));
  }

  #inlineTable(map: GoMap, origin: Value['origin']): void {
    this.#builder.write('{', origin);
    let isFirst = true;
    for (const key of map.sortedKeys()) {
      const value = map.get(key);
      if (value === undefined || value.data === null) continue;
      this.#builder.write(`${isFirst ? '' : ', '}${keyText(key)} = `, map.keyOrigin(key) ?? value.origin);
      isFirst = false;
      this.#inline(value);
    }
    this.#builder.write('}', origin);
  }

  #text(text: TracedText, origin: Value['origin']): void {
    this.#builder.write('"', origin);
    let copied = 0;
    for (const { 0: character, index } of text.text.matchAll(ESCAPED)) {
      if (index > copied) this.#builder.appendSlice(text, copied, index);
      this.#builder.write(escaped(character), origin);
      copied = index + 1;
    }
    if (copied < text.length) this.#builder.appendSlice(text, copied, text.length);
    this.#builder.write('"', origin);
  }
}

/** A moment stays one, unlike in JSON. */
function tomlData(value: Value): Value {
  return value.data instanceof GoTime || value.data instanceof GoBytes ? value : jsonData(value);
}

function isTable({ data }: Value): boolean {
  return data instanceof GoMap;
}

/** Whether all items of a list are tables, which then have a heading each. */
function isTableList({ data }: Value): boolean {
  return data instanceof GoList && data.items.length > 0 && data.items.every(item => jsonData(item).data instanceof GoMap);
}

const ESCAPED = /[^\x20-\uffff]|["\\\x7f]/g;
const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\b': 'b', '\t': 't', '\n': 'n', '\f': 'f', '\r': 'r', '"': '"', '\\': '\\' };

function escaped(character: string): string {
  const letter = SHORT_ESCAPES[character];
  return letter === undefined ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}` : `\\${letter}`;
}

function keyText(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : `"${key.replace(ESCAPED, escaped)}"`;
}

function scalarText(data: Value['data']): string {
  if (data instanceof GoTime) return formatTime(data, '2006-01-02T15:04:05.999999999Z07:00');
  if (data instanceof Int) return String(data.value);
  if (typeof data !== 'number') return String(data);
  if (Number.isNaN(data)) return 'nan';
  if (!Number.isFinite(data)) return data > 0 ? 'inf' : '-inf';
  const text = formatFloat(data, 'g');
  return /[.e]/.test(text) ? text : `${text}.0`;
}
