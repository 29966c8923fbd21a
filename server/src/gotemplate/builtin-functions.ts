import { byteLengthOf, bytesOfText } from './bytes.js';
import { compareValues, equalValues } from './comparison.js';
import { missingOrigin } from './origin.js';
import { appendValue, printValue } from './print-value.js';
import { formatText } from './printf.js';
import { FunctionError } from './template-error.js';
import { type CallContext, type TemplateFunction, templateFunction, variadicFunction } from './template-function.js';
import { TracedText, TracedTextBuilder } from './traced-text.js';
import { type Data, GoBytes, GoList, GoMap, GoObject, Int, makeValue, type Value } from './value.js';
import { isTrue, typeOf } from './value-type.js';

/** The functions that every Go template knows, but for `slice`, which Helm replaces. `and` and `or` are up to the evaluator. */
export const BUILTIN_FUNCTIONS: readonly TemplateFunction[] = [
  variadicFunction('and', ['reflected'], 'reflected', (_, first) => first, { isShallow: true }),
  variadicFunction('or', ['reflected'], 'reflected', (_, first) => first, { isShallow: true }),
  templateFunction('not', ['reflected'], (_, { data }) => !isTrue(data), { isShallow: true }),
  templateFunction('len', ['reflected'], (_, value) => new Int(lengthOf(value))),
  variadicFunction('index', ['reflected'], 'reflected', (context, value, ...keys) => keys.reduce(indexer(context), startOf(value)), {
    isShallow: true,
  }),
  variadicFunction('print', [], 'any', (_, ...values) => print(values)),
  variadicFunction('println', [], 'any', (_, ...values) => printLine(values)),
  variadicFunction('printf', ['text'], 'any', (_, format, ...values) => formatText(format, values)),
  variadicFunction('html', [], 'any', (_, ...values) =>
    printAll(values).mapCharacters(character => HTML_ESCAPES.get(character) ?? character),
  ),
  variadicFunction('js', [], 'any', (_, ...values) => printAll(values).mapCharacters(escapeForScript)),
  variadicFunction('urlquery', [], 'any', (_, ...values) => printAll(values).mapCharacters(escapeForQuery)),
  variadicFunction('call', ['reflected'], 'reflected', (_, { data }) =>
    refuse(data === null ? 'call of nil' : `non-function of type ${typeOf(data)}`),
  ),
  variadicFunction('eq', ['reflected'], 'reflected', (_, first, ...others) => {
    if (others.length === 0) refuse('missing argument for comparison');
    return others.some(other => equalValues(first.data, other.data));
  }),
  templateFunction('ne', ['reflected', 'reflected'], (_, a, b) => !equalValues(a.data, b.data)),
  templateFunction('lt', ['reflected', 'reflected'], (_, a, b) => compareValues(a.data, b.data) < 0),
  templateFunction('le', ['reflected', 'reflected'], (_, a, b) => compareValues(a.data, b.data) <= 0),
  templateFunction('gt', ['reflected', 'reflected'], (_, a, b) => compareValues(a.data, b.data) > 0),
  templateFunction('ge', ['reflected', 'reflected'], (_, a, b) => compareValues(a.data, b.data) >= 0),
];

function refuse(message: string): never {
  throw new FunctionError(message);
}

function lengthOf({ data, isInterface }: Value): number {
  if (data === null) return refuse(isInterface ? 'len of nil pointer' : 'reflect: call of reflect.Value.Type on zero Value');
  if (data instanceof TracedText) return byteLengthOf(data.text);
  if (data instanceof GoBytes) return byteLengthOf(data.content.text);
  if (data instanceof GoMap) return data.size;
  if (data instanceof GoList) return data.items.length;
  if (data instanceof GoObject && data.kind === 'map') return data.fields.size;
  return refuse(`len of type ${typeOf(data).replace('*', '')}`);
}

function startOf(value: Value): Value {
  return value.data === null ? refuse('index of untyped nil') : value;
}

/** Takes one step into a map, list or text. */
function indexer(context: CallContext): (held: Value, key: Value) => Value {
  return ({ data, origin }, key) => {
    if (data === null) return refuse('index of nil pointer');
    if (data instanceof GoList) return data.items[indexIn(data.items.length, key.data)] ?? refuse('index of nil pointer');
    if (data instanceof TracedText || data instanceof GoBytes) {
      const bytes = bytesOfText(data instanceof GoBytes ? data.content.text : data.text);
      return makeValue(new Int(bytes[indexIn(bytes.length, key.data)] ?? 0, 'uint8'), origin);
    }
    const isMap = data instanceof GoMap || (data instanceof GoObject && data.kind === 'map');
    if (!isMap) return refuse(`can't index item of type ${typeOf(data)}`);
    const name = keyOf(key.data);
    if (data instanceof GoObject) return data.fields.get(name) ?? makeValue(new GoBytes(TracedText.of('')));
    context.readKey(data, name);
    const found = data.get(name);
    if (found !== undefined) return found;
    const missing = missingOrigin(origin, name);
    return data.type === 'map[string]string'
      ? makeValue(TracedText.of('', missing), missing)
      : { data: null, origin: missing, isInterface: true };
  };
}

function indexIn(length: number, key: Data): number {
  if (!(key instanceof Int))
    return refuse(key === null ? 'cannot index slice/array with nil' : `cannot index slice/array with type ${typeOf(key)}`);
  const index = key.toNumber();
  return index < 0 || index >= length ? refuse(`index out of range: ${index}`) : index;
}

function keyOf(key: Data): string {
  if (key instanceof TracedText) return key.text;
  return refuse(key === null ? 'value is nil; should be of type string' : `value has type ${typeOf(key)}; should be string`);
}

/** With a space between two values of which neither is a text. */
function print(values: readonly Value[]): TracedText {
  const builder = new TracedTextBuilder();
  for (const [index, value] of values.entries()) {
    const before = values[index - 1];
    if (before !== undefined && !(before.data instanceof TracedText) && !(value.data instanceof TracedText)) builder.write(' ');
    appendValue(builder, value);
  }
  return builder.build();
}

function printLine(values: readonly Value[]): TracedText {
  const builder = new TracedTextBuilder();
  for (const [index, value] of values.entries()) {
    if (index > 0) builder.write(' ');
    appendValue(builder, value);
  }
  return builder.write('\n').build();
}

/** What is escaped as a whole: the only text as it is, else all values printed. */
function printAll(values: readonly Value[]): TracedText {
  const [only] = values;
  return values.length === 1 && only !== undefined ? printValue(only) : print(values);
}

const HTML_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\0', '\ufffd'],
  ['"', '&#34;'],
  ["'", '&#39;'],
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
]);

const PRINTABLE = /[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u;

function escapeForScript(character: string): string {
  if (character === '\\' || character === "'" || character === '"') return `\\${character}`;
  const code = character.codePointAt(0) ?? 0;
  if (!'<>&='.includes(character) && code >= 0x20 && (code < 0x7f || PRINTABLE.test(character))) return character;
  return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

function escapeForQuery(character: string): string {
  if (/[A-Za-z0-9\-_.~]/.test(character)) return character;
  if (character === ' ') return '+';
  return Array.from(bytesOfText(character), byte => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
