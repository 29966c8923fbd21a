import { byteLengthOf } from '../../gotemplate/bytes.js';
import { formatFloat } from '../../gotemplate/number-text.js';
import type { Origin } from '../../gotemplate/origin.js';
import { FunctionError } from '../../gotemplate/template-error.js';
import { TracedText } from '../../gotemplate/traced-text.js';
import { GoList, GoMap, Int, type Value } from '../../gotemplate/value.js';
import { jsonData } from '../encoding/json-data.js';
import { compareKeys, comparePrettyKeys } from './compare-keys.js';
import { type YamlDialect, YamlWriter } from './yaml-writer.js';

/** A value as YAML, without a line break at its end. Keys and scalars have the origins of the values they stand for. Throws a `FunctionError`. */
export function writeYaml(value: Value, dialect: YamlDialect): TracedText {
  const writer = new YamlWriter(dialect);
  new ValueWriter(writer, dialect).value(value, { indent: 0, isRoot: true });
  return writer.build();
}

/** A key that is longer than this is written behind a question mark. In bytes. */
const LONGEST_SIMPLE_KEY = 128;
/** Values cannot hold themselves, but they can be built deeper than anyone reads. */
const MAX_DEPTH = 1000;

interface Place {
  /** Where the lines of a collection start. */
  readonly indent: number;
  readonly isRoot?: boolean;
}

class ValueWriter {
  readonly #writer: YamlWriter;
  readonly #dialect: YamlDialect;
  #depth = 0;

  constructor(writer: YamlWriter, dialect: YamlDialect) {
    this.#writer = writer;
    this.#dialect = dialect;
  }

  /** Writes a value where the writer stands; further lines of a collection go to the indentation. */
  value(given: Value, place: Place): void {
    const value = jsonData(given);
    if (++this.#depth > MAX_DEPTH) throw new FunctionError('the value is nested too deeply to be written');
    if (value.data instanceof GoMap && value.data.size > 0) this.#map(value.data, value.origin, place.indent);
    else if (value.data instanceof GoList && value.data.items.length > 0) this.#list(value.data, value.origin, place.indent);
    else this.#scalar(value, place.isRoot === true ? 2 : place.indent);
    this.#depth--;
  }

  #map(map: GoMap, origin: Origin | undefined, indent: number): void {
    let isFirst = true;
    for (const key of [...map.entries.keys()].sort(this.#dialect === 'usual' ? compareKeys : comparePrettyKeys)) {
      const value = map.get(key);
      if (value === undefined) continue;
      if (!isFirst) this.#writer.newLine(indent, origin);
      isFirst = false;
      this.#entry(key, map.keyOrigin(key) ?? value.origin, jsonData(value), indent);
    }
  }

  #entry(key: string, origin: Origin | undefined, value: Value, indent: number): void {
    const keyText = TracedText.copyOf(key, origin?.isKey === true ? origin : undefined);
    const text = keyText.origin === undefined ? TracedText.of(key, origin) : keyText;
    if (byteLengthOf(key) > LONGEST_SIMPLE_KEY || /[\n\r\x85\u2028\u2029]/.test(key)) {
      this.#writer.write('? ', origin);
      this.#writer.scalar(text, { indent: indent + 2, isSimpleKey: false, origin });
      this.#writer.newLine(indent, origin);
      this.#writer.write(': ', origin);
      this.value(value, { indent: indent + 2 });
      return;
    }
    this.#writer.scalar(text, { indent, isSimpleKey: true, origin });
    const isList = value.data instanceof GoList && value.data.items.length > 0;
    const isMap = value.data instanceof GoMap && value.data.size > 0;
    this.#writer.write(isList || isMap ? ':' : ': ', origin);
    const inner = isList && this.#dialect === 'usual' ? indent : indent + 2;
    if (isList || isMap) this.#writer.newLine(inner, value.origin);
    this.value(value, { indent: inner });
  }

  #list(list: GoList, origin: Origin | undefined, indent: number): void {
    for (const [index, item] of list.items.entries()) {
      if (index > 0) this.#writer.newLine(indent, origin);
      this.#writer.write('- ', item.origin);
      this.value(item, { indent: indent + 2 });
    }
  }

  #scalar({ data, origin }: Value, indent: number): void {
    if (data instanceof TracedText) {
      this.#writer.scalar(data, { indent, isSimpleKey: false, origin });
    } else {
      const text = this.#plainText(data);
      const isCopy = typeof data === 'boolean' && origin?.exactStart !== undefined;
      this.#writer.write(text, origin, isCopy ? origin.exactStart : -1);
    }
  }

  #plainText(data: Value['data']): string {
    if (data instanceof GoMap) return data.isNil ? 'null' : '{}';
    if (data instanceof GoList) return '[]';
    if (data instanceof Int) return String(data.value);
    if (typeof data === 'number') return this.#dialect === 'usual' ? jsonNumber(data) : prettyNumber(data);
    return String(data);
  }
}

/** A number that has been through JSON: whole numbers of 64 bits come back as such, all others as floats. */
function jsonNumber(value: number): string {
  if (!Number.isFinite(value)) throw new FunctionError(`json: unsupported value: ${formatFloat(value, 'g')}`);
  const isWhole = Number.isInteger(value) && value < 2 ** 64 && value >= -(2 ** 63);
  return isWhole ? formatFloat(value, 'f') : formatFloat(value, 'g');
}

function prettyNumber(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  return Number.isFinite(value) ? formatFloat(value, 'g') : value > 0 ? '.inf' : '-.inf';
}
