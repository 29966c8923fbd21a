import { bytesOfText } from './bytes.js';
import { formatFloat } from './number-text.js';
import { TracedText, TracedTextBuilder } from './traced-text.js';
import { GoBytes, GoList, GoMap, GoObject, Int, type Value } from './value.js';

/** A value as an action prints it, which is Go's `%v`. Text inside keeps its origins. */
export function printValue(value: Value): TracedText {
  if (value.data instanceof TracedText) return value.data;
  const builder = new TracedTextBuilder();
  appendValue(builder, value);
  return builder.build();
}

/** How the parts of a list or map that are neither lists nor maps are written. */
export type PrintScalar = (builder: TracedTextBuilder, value: Value) => void;

/** Appends a value as `%v` prints it; `printScalar` writes the innermost parts where another verb is asked for. */
export function appendValue(builder: TracedTextBuilder, value: Value, printScalar: PrintScalar = appendScalar): void {
  const { data, origin } = value;
  if (data instanceof GoMap) appendMap(builder, data, value, printScalar);
  else if (data instanceof GoBytes) builder.write(`[${bytesOfText(data.content.text).join(' ')}]`, origin);
  else if (data instanceof GoObject) appendObject(builder, data, value, printScalar);
  else if (data instanceof GoList) appendList(builder, data, value, printScalar);
  else printScalar(builder, value);
}

/** Appends what is neither a list nor a map as `%v` prints it. */
export function appendScalar(builder: TracedTextBuilder, { data, origin }: Value): void {
  if (data instanceof TracedText) builder.append(data);
  else if (data instanceof Int) builder.append(TracedText.copyOf(String(data.value), origin));
  else if (typeof data === 'number') builder.append(TracedText.copyOf(formatFloat(data, 'g'), origin));
  else if (typeof data === 'boolean') builder.append(TracedText.copyOf(String(data), origin));
  else builder.write('<nil>', origin);
}

function appendList(builder: TracedTextBuilder, list: GoList, { origin }: Value, printScalar: PrintScalar): void {
  builder.write('[', origin);
  for (const [index, item] of list.items.entries()) {
    if (index > 0) builder.write(' ', origin);
    appendValue(builder, item, printScalar);
  }
  builder.write(']', origin);
}

function appendMap(builder: TracedTextBuilder, map: GoMap, { origin }: Value, printScalar: PrintScalar): void {
  builder.write('map[', origin);
  for (const [index, key] of map.sortedKeys().entries()) {
    if (index > 0) builder.write(' ', origin);
    const keyOrigin = map.keyOrigin(key);
    printScalar(builder, { data: TracedText.copyOf(key, keyOrigin), origin: keyOrigin });
    builder.write(':', origin);
    const item = map.get(key);
    if (item !== undefined) appendValue(builder, item, printScalar);
  }
  builder.write(']', origin);
}

function appendObject(builder: TracedTextBuilder, object: GoObject, { origin }: Value, printScalar: PrintScalar): void {
  const text = object.toText();
  if (text !== undefined) {
    printScalar(builder, { data: TracedText.of(text, origin), origin });
    return;
  }
  const [open, close] = object.kind === 'map' ? ['map[', ']'] : [object.kind === 'ptr' ? '&{' : '{', '}'];
  builder.write(open, origin);
  let isFirst = true;
  for (const [name, field] of object.fields) {
    if (!isFirst) builder.write(' ', origin);
    isFirst = false;
    if (object.kind === 'map') builder.write(`${name}:`, origin);
    appendValue(builder, field, printScalar);
  }
  builder.write(close, origin);
}
