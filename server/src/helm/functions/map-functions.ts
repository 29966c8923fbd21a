import { missingOrigin } from '../../gotemplate/origin.js';
import { FunctionError } from '../../gotemplate/template-error.js';
import {
  aliasesOf,
  type CallContext,
  type TemplateFunction,
  templateFunction,
  variadicFunction,
} from '../../gotemplate/template-function.js';
import { TracedText } from '../../gotemplate/traced-text.js';
import { GoList, GoMap, makeValue, type Value } from '../../gotemplate/value.js';
import { deepCopy } from '../../gotemplate/value-copy.js';
import { deepEqual, typeOf } from '../../gotemplate/value-type.js';
import { textList, textOf } from './conversions.js';
import { withFallback } from './fallback.js';
import { type MergeWinner, mergeMaps } from './merge-maps.js';

const dict = variadicFunction(
  'dict',
  [],
  'any',
  (_, ...parts) => {
    const map = new GoMap();
    for (let index = 0; index < parts.length; index += 2) {
      const key = textOf(parts[index] ?? makeValue(null));
      map.set(key.text, parts[index + 1] ?? makeValue(TracedText.of('')), key.valueOrigin);
    }
    return makeValue(map);
  },
  { isShallow: true },
);

const get = templateFunction(
  'get',
  ['map', 'text'],
  (context, map, key) => {
    context.readKey(map.data, key.text);
    const origin = missingOrigin(map.origin, key.text);
    return map.data.get(key.text) ?? { data: TracedText.of('', origin), origin };
  },
  { isShallow: true },
);

const set = templateFunction(
  'set',
  ['map', 'text', 'any'],
  (_, map, key, value) => {
    if (map.data.isNil) throw new FunctionError('assignment to entry in nil map');
    map.data.set(key.text, value);
    return map;
  },
  { isShallow: true },
);

const unset = templateFunction(
  'unset',
  ['map', 'text'],
  (_, map, key) => {
    map.data.delete(key.text);
    return map;
  },
  { isShallow: true },
);

const hasKey = templateFunction(
  'hasKey',
  ['map', 'text'],
  (context, map, key) => {
    context.readKey(map.data, key.text);
    return map.data.has(key.text);
  },
  { isShallow: true },
);

const pluck = variadicFunction(
  'pluck',
  ['text'],
  'map',
  (context, key, ...maps) => {
    for (const map of maps) context.readKey(map.data, key.text);
    const found = maps.flatMap(map => map.data.get(key.text) ?? []);
    return { data: new GoList(found), origin: found[0]?.origin };
  },
  { isShallow: true },
);

const keys = variadicFunction('keys', [], 'map', (_, ...maps) => {
  const texts = maps.flatMap(({ data }) => data.sortedKeys().map(key => TracedText.copyOf(key, data.keyOrigin(key))));
  return textList(texts, maps[0]?.origin);
});

const values = templateFunction('values', ['map'], (_, map) => {
  return { data: new GoList(map.data.sortedKeys().flatMap(key => map.data.get(key) ?? [])), origin: map.origin };
});

const pick = variadicFunction(
  'pick',
  ['map'],
  'text',
  (context, map, ...names) => {
    for (const name of names) context.readKey(map.data, name.text);
    return filtered(map, names, true);
  },
  { isShallow: true },
);

const dig = variadicFunction(
  'dig',
  [],
  'any',
  (context, ...parts) => {
    const map = parts.at(-1);
    const fallback = parts.at(-2);
    if (map === undefined || fallback === undefined || parts.length < 3) throw new FunctionError('dig needs at least three arguments');
    return dug(context, map, parts.slice(0, -2).map(keyOf), fallback);
  },
  { isShallow: true },
);

const copy = templateFunction('deepCopy', ['any'], (context, value) => {
  if (value.data === null) throw new FunctionError('reflect: call of reflect.Value.Type on zero Value');
  return deepCopy(value, steps => context.spend(4 * steps));
});

const merge = mergeFunction('merge', 'target');
const mergeOverwrite = mergeFunction('mergeOverwrite', 'source');

/** Functions on maps. `set`, `unset`, `merge` and `mergeOverwrite` change the map that they get. */
export const MAP_FUNCTIONS: readonly TemplateFunction[] = [
  dict,
  get,
  set,
  unset,
  hasKey,
  pluck,
  keys,
  values,
  pick,
  variadicFunction('omit', ['map'], 'text', (_, map, ...names) => filtered(map, names, false)),
  dig,
  merge,
  ...aliasesOf(merge, 'mustMerge'),
  mergeOverwrite,
  ...aliasesOf(mergeOverwrite, 'mustMergeOverwrite'),
  copy,
  ...aliasesOf(copy, 'mustDeepCopy'),
  templateFunction('deepEqual', ['any', 'any'], (context, a, b) => deepEqual(a.data, b.data, steps => context.spend(steps))),
];

function filtered(map: Value & { readonly data: GoMap }, names: readonly TracedText[], keep: boolean): Value {
  const wanted = new Set(names.map(name => name.text));
  const result = new GoMap();
  for (const [key, value] of map.data.entries) if (wanted.has(key) === keep) result.set(key, value, map.data.keyOrigin(key));
  return { data: result, origin: map.origin };
}

function keyOf({ data }: Value): string {
  if (data instanceof TracedText) return data.text;
  throw new FunctionError(`interface conversion: interface {} is ${data === null ? 'nil' : typeOf(data)}, not string`);
}

/** Follows keys into maps; the fallback, which remembers where it was looked for, if one is missing. */
function dug(context: CallContext, map: Value, path: readonly string[], fallback: Value): Value {
  let value = map;
  for (const [index, key] of path.entries()) {
    const { data } = value;
    if (!(data instanceof GoMap)) {
      throw new FunctionError(`interface conversion: interface {} is ${data === null ? 'nil' : typeOf(data)}, not map[string]interface {}`);
    }
    context.readKey(data, key);
    const next = data.get(key);
    if (next === undefined) {
      const missing = path.slice(index).reduce<Value['origin']>(missingOrigin, value.origin);
      return withFallback(fallback, missing);
    }
    value = next;
  }
  return value;
}

function mergeFunction(name: string, winner: MergeWinner): TemplateFunction {
  return variadicFunction(name, ['map'], 'map', (context, target, ...sources) => {
    for (const source of sources) mergeMaps(context, target.data, source.data, winner);
    return { data: target.data, origin: target.origin ?? sources.find(source => source.origin !== undefined)?.origin };
  });
}
