import type { Origin } from '../gotemplate/origin.js';
import { TracedText } from '../gotemplate/traced-text.js';
import { type Data, GoList, GoMap, Int, type Value } from '../gotemplate/value.js';
import { nearestText } from '../text/edit-distance.js';
import { RegularExpression } from './regexp/regular-expression.js';

/** A value that a schema does not allow. */
export interface SchemaMistake {
  /** A full sentence that names the value by its path. */
  readonly message: string;
  /** Of the value, or of what would hold it. */
  readonly origin: Origin | undefined;
  /** `image.tag`; nothing for all of the values. */
  readonly path: string;
  /** Whether something is not there: a key, or what a value without anything in it stands for. */
  readonly isLack: boolean;
  /** The key that is allowed and most like one that is not. */
  readonly meant: string | undefined;
}

type Schema = Readonly<Record<string, unknown>>;

/** A value on its way through a schema. */
interface Subject {
  readonly value: Value;
  readonly path: string;
  /** Where its key stands. */
  readonly key?: Origin | undefined;
}

/** How far a schema may lead: references can go in circles, and alternatives multiply. */
const LIMITS = { depth: 64, steps: 200_000 } as const;

/**
 * Checks values by a JSON Schema. It knows the keywords of all drafts that say what a value has to be, but for those about what was not
 * evaluated; it takes what a reference to elsewhere would say for granted.
 */
export class SchemaCheck {
  readonly #root: unknown;
  readonly #patterns = new Map<string, RegularExpression | undefined>();
  #steps = 0;

  constructor(schema: unknown) {
    this.#root = schema;
  }

  /** What is wrong with a value; nothing if the schema is too large to say. */
  mistakesIn(value: Value): readonly SchemaMistake[] {
    this.#steps = 0;
    const mistakes = [...this.#check({ value, path: '' }, this.#root, 0)];
    return this.#steps > LIMITS.steps ? [] : mistakes;
  }

  *#check(subject: Subject, schema: unknown, depth: number): Generator<SchemaMistake> {
    if (schema === false) yield mistake(subject, 'is not allowed');
    if (!isObject(schema) || depth > LIMITS.depth || ++this.#steps > LIMITS.steps) return;
    const { data } = subject.value;
    if (typeof schema['$ref'] === 'string') yield* this.#check(subject, this.#resolve(schema['$ref']), depth + 1);
    const type = typeMistake(subject, schema);
    if (type !== undefined) {
      yield type;
      return;
    }
    yield* enumMistakes(subject, schema);
    if (typeof data === 'number' || data instanceof Int) yield* numberMistakes(subject, numberOf(data), schema);
    else if (data instanceof TracedText) yield* this.#textMistakes(subject, data.text, schema);
    else if (data instanceof GoList) yield* this.#listMistakes(subject, data, schema, depth);
    else if (data instanceof GoMap) yield* this.#mapMistakes(subject, data, schema, depth);
    yield* this.#combined(subject, schema, depth);
  }

  /** A place in the schema itself. What stands elsewhere allows everything. */
  #resolve(reference: string): unknown {
    if (!reference.startsWith('#')) return true;
    let current: unknown = this.#root;
    for (const part of reference.slice(1).split('/').slice(1)) {
      const key = decodeURIComponentSafely(part).replaceAll('~1', '/').replaceAll('~0', '~');
      if (Array.isArray(current)) current = current[Number(key)];
      else current = isObject(current) && Object.hasOwn(current, key) ? current[key] : true;
    }
    return reference === '#' || reference.startsWith('#/') ? current : true;
  }

  *#textMistakes(subject: Subject, text: string, schema: Schema): Generator<SchemaMistake> {
    const length = [...text].length;
    if (isBelow(length, schema['minLength'])) yield mistake(subject, `has to be at least ${schema['minLength']} characters long`);
    if (isAbove(length, schema['maxLength'])) yield mistake(subject, `has to be at most ${schema['maxLength']} characters long`);
    const pattern = schema['pattern'];
    if (typeof pattern === 'string' && !this.#matches(pattern, text)) yield mistake(subject, `has to match the pattern "${pattern}"`);
  }

  *#listMistakes(subject: Subject, { items }: GoList, schema: Schema, depth: number): Generator<SchemaMistake> {
    if (isBelow(items.length, schema['minItems'])) yield mistake(subject, `has to hold at least ${schema['minItems']} items`);
    if (isAbove(items.length, schema['maxItems'])) yield mistake(subject, `has to hold at most ${schema['maxItems']} items`);
    if (schema['uniqueItems'] === true && new Set(items.map(item => JSON.stringify(toJson(item.data)))).size < items.length)
      yield mistake(subject, 'has to hold no item twice');
    const tuple = [schema['prefixItems'], schema['items']].find(candidate => Array.isArray(candidate));
    const first: readonly unknown[] = Array.isArray(tuple) ? tuple : [];
    const rest = Array.isArray(schema['items']) ? schema['additionalItems'] : schema['items'];
    for (const [index, value] of items.entries())
      yield* this.#check({ value, path: `${subject.path}[${index}]` }, first[index] ?? (index < first.length ? true : rest), depth + 1);
    const contains = schema['contains'];
    if (contains !== undefined && !items.some(value => this.#fits({ value, path: '' }, contains, depth)))
      yield mistake(subject, 'has to hold an item of a kind that it does not hold');
  }

  *#mapMistakes(subject: Subject, map: GoMap, schema: Schema, depth: number): Generator<SchemaMistake> {
    for (const key of textsIn(schema['required'])) if (!map.has(key)) yield missing(subject, key);
    if (isBelow(map.size, schema['minProperties'])) yield mistake(subject, `has to hold at least ${schema['minProperties']} entries`);
    if (isAbove(map.size, schema['maxProperties'])) yield mistake(subject, `has to hold at most ${schema['maxProperties']} entries`);
    const properties = objectIn(schema['properties']);
    const patterns = Object.entries(objectIn(schema['patternProperties']));
    for (const [key, value] of map.entries) {
      const entry = { value, path: subject.path === '' ? key : `${subject.path}.${key}`, key: map.keyOrigin(key) };
      const matching = patterns.filter(([pattern]) => this.#matches(pattern, key)).map(([, one]) => one);
      const own = Object.hasOwn(properties, key) ? [properties[key], ...matching] : matching;
      for (const one of own) yield* this.#check(entry, one, depth + 1);
      if (own.length === 0 && schema['additionalProperties'] === false)
        yield unknownKey(entry, key, keysForFile(properties, map, entry.key));
      else if (own.length === 0) yield* this.#check(entry, schema['additionalProperties'], depth + 1);
      const name = { value: { data: TracedText.of(key), origin: map.keyOrigin(key) ?? value.origin }, path: entry.path };
      yield* this.#check(name, schema['propertyNames'], depth + 1);
    }
    yield* this.#dependentMistakes(subject, map, schema, depth);
  }

  *#dependentMistakes(subject: Subject, map: GoMap, schema: Schema, depth: number): Generator<SchemaMistake> {
    const all = ['dependencies', 'dependentRequired', 'dependentSchemas'].flatMap(keyword => Object.entries(objectIn(schema[keyword])));
    for (const [key, wanted] of all) {
      if (!map.has(key)) continue;
      if (Array.isArray(wanted)) for (const other of textsIn(wanted)) if (!map.has(other)) yield missing(subject, other);
      if (!Array.isArray(wanted)) yield* this.#check(subject, wanted, depth + 1);
    }
  }

  *#combined(subject: Subject, schema: Schema, depth: number): Generator<SchemaMistake> {
    for (const one of listIn(schema['allOf'])) yield* this.#check(subject, one, depth + 1);
    for (const keyword of ['anyOf', 'oneOf']) {
      const choices = listIn(schema[keyword]).map(one => [...this.#check(subject, one, depth + 1)]);
      if (choices.length === 0) continue;
      const fitting = choices.filter(mistakes => mistakes.length === 0).length;
      if (fitting === 0) yield* choices.reduce((best, mistakes) => (mistakes.length < best.length ? mistakes : best));
      else if (keyword === 'oneOf' && fitting > 1) yield mistake(subject, 'fits several of the forms of which it has to fit one');
    }
    if (schema['not'] !== undefined && this.#fits(subject, schema['not'], depth)) yield mistake(subject, 'has a form that is not allowed');
    if (schema['if'] === undefined) return;
    yield* this.#check(subject, schema[this.#fits(subject, schema['if'], depth) ? 'then' : 'else'], depth + 1);
  }

  #fits(subject: Subject, schema: unknown, depth: number): boolean {
    return this.#check(subject, schema, depth + 1).next().done === true;
  }

  /** Whether a pattern of RE2 is found in a text; one that cannot be read allows everything. */
  #matches(pattern: string, text: string): boolean {
    if (!this.#patterns.has(pattern)) this.#patterns.set(pattern, expressionOf(pattern));
    const expression = this.#patterns.get(pattern);
    try {
      return expression === undefined || expression.find(text) !== undefined;
    } catch {
      return true;
    }
  }
}

function expressionOf(pattern: string): RegularExpression | undefined {
  try {
    return new RegularExpression(pattern);
  } catch {
    return undefined;
  }
}

function typeMistake(subject: Subject, schema: Schema): SchemaMistake | undefined {
  const allowed = typeof schema['type'] === 'string' ? [schema['type']] : textsIn(schema['type']);
  const { data } = subject.value;
  if (allowed.length === 0 || allowed.some(type => isOfType(data, type))) return undefined;
  return mistake(subject, `has to be ${allowed.map(type => TYPES[type] ?? type).join(' or ')}, and is ${TYPES[typeOf(data)]}`);
}

const TYPES: Readonly<Record<string, string>> = {
  null: 'null',
  boolean: 'a boolean',
  integer: 'an integer',
  number: 'a number',
  string: 'text',
  array: 'a list',
  object: 'a map',
};

function isOfType(data: Data, type: string): boolean {
  if (type === 'integer') return (data instanceof Int || typeof data === 'number') && Number.isInteger(numberOf(data));
  return typeOf(data) === type;
}

function typeOf(data: Data): string {
  if (data === null) return 'null';
  if (typeof data === 'boolean') return 'boolean';
  if (typeof data === 'number' || data instanceof Int) return 'number';
  if (data instanceof GoList) return 'array';
  return data instanceof GoMap ? 'object' : 'string';
}

function numberOf(data: number | Int): number {
  return typeof data === 'number' ? data : data.toNumber();
}

function* enumMistakes(subject: Subject, schema: Schema): Generator<SchemaMistake> {
  const allowed = Array.isArray(schema['enum']) ? schema['enum'] : Object.hasOwn(schema, 'const') ? [schema['const']] : undefined;
  if (allowed === undefined) return;
  const value = sortedJson(toJson(subject.value.data));
  if (allowed.some(one => sortedJson(one) === value)) return;
  const list = allowed.map(one => JSON.stringify(one)).join(', ');
  yield mistake(subject, allowed.length === 1 ? `has to be ${list}` : `has to be one of ${list}`);
}

function* numberMistakes(subject: Subject, value: number, schema: Schema): Generator<SchemaMistake> {
  const [minimum, maximum] = [schema['minimum'], schema['maximum']];
  const [least, most] = [schema['exclusiveMinimum'], schema['exclusiveMaximum']];
  if (isBelow(value, minimum)) yield mistake(subject, `has to be at least ${minimum}`);
  if (isAbove(value, maximum)) yield mistake(subject, `has to be at most ${maximum}`);
  const above = least === true ? minimum : least;
  const below = most === true ? maximum : most;
  if (typeof above === 'number' && value <= above) yield mistake(subject, `has to be more than ${above}`);
  if (typeof below === 'number' && value >= below) yield mistake(subject, `has to be less than ${below}`);
  const multiple = schema['multipleOf'];
  if (typeof multiple === 'number' && multiple > 0 && !Number.isInteger(Number((value / multiple).toFixed(9))))
    yield mistake(subject, `has to be a multiple of ${multiple}`);
}

function isBelow(value: number, limit: unknown): boolean {
  return typeof limit === 'number' && value < limit;
}

function isAbove(value: number, limit: unknown): boolean {
  return typeof limit === 'number' && value > limit;
}

function mistake({ value, path }: Subject, predicate: string): SchemaMistake {
  return {
    message: `${path === '' ? 'The whole of the values' : `"${path}"`} ${predicate}, says the schema of the chart.`,
    origin: value.origin,
    path,
    isLack: isEmpty(value.data),
    meant: undefined,
  };
}

function isEmpty(data: Data): boolean {
  if (data instanceof GoMap) return data.size === 0;
  return data === null || (data instanceof GoList ? data.items.length === 0 : data instanceof TracedText && data.text === '');
}

function missing({ value, path, key: holder }: Subject, key: string): SchemaMistake {
  const missingPath = path === '' ? key : `${path}.${key}`;
  const message = `"${missingPath}" is missing, says the schema of the chart.`;
  return { message, origin: holder ?? value.origin, path: missingPath, isLack: true, meant: undefined };
}

/** The keys that may stand beside another one in its file: a lower layer of values may have them, too. */
function keysForFile(properties: Schema, map: GoMap, key: Origin | undefined): readonly string[] {
  const isFree = (other: string) => !map.has(other) || (key !== undefined && map.keyOrigin(other)?.file !== key.file);
  return Object.keys(properties).filter(isFree);
}

function unknownKey(subject: Subject, key: string, allowed: readonly string[]): SchemaMistake {
  const origin = subject.key ?? subject.value.origin;
  return { ...mistake(subject, 'is no entry that is allowed'), origin, isLack: false, meant: nearestText(key, allowed) };
}

function toJson(data: Data): unknown {
  if (data instanceof GoMap) return Object.fromEntries([...data.entries].map(([key, value]) => [key, toJson(value.data)]));
  if (data instanceof GoList) return data.items.map(item => toJson(item.data));
  if (data instanceof TracedText) return data.text;
  return data instanceof Int ? data.toNumber() : data;
}

/** JSON that is the same for equal values. */
function sortedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map(key => `${JSON.stringify(key)}:${sortedJson(value[key])}`).join()}}`;
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectIn(value: unknown): Schema {
  return isObject(value) ? value : {};
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textsIn(value: unknown): string[] {
  return listIn(value).filter(item => typeof item === 'string');
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
