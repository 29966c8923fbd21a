import { missingOrigin } from '../../gotemplate/origin.js';
import { FunctionError } from '../../gotemplate/template-error.js';
import { aliasesOf, type TemplateFunction, templateFunction, variadicFunction } from '../../gotemplate/template-function.js';
import { GoList, makeValue, type Value } from '../../gotemplate/value.js';
import { deepEqual, isTrue, kindOf } from '../../gotemplate/value-type.js';
import { NilList } from '../encoding/nil-list.js';
import { itemsOf, NIL_POINTER, toInteger } from './conversions.js';

const list = variadicFunction('list', [], 'any', (_, ...items) => makeValue(new GoList(items)), { isShallow: true });

const append = templateFunction('append', ['any', 'any'], (_, value, item) => listOf([...itemsOf(value, 'push on'), item], value), {
  isShallow: true,
});

const prepend = templateFunction('prepend', ['any', 'any'], (_, value, item) => listOf([item, ...itemsOf(value, 'prepend on')], value), {
  isShallow: true,
});

const first = templateFunction('first', ['any'], (_, value) => itemAt(value, itemsOf(value, 'find first on'), 0), { isShallow: true });

const last = templateFunction(
  'last',
  ['any'],
  (_, value) => {
    const items = itemsOf(value, 'find last on');
    return itemAt(value, items, items.length - 1);
  },
  { isShallow: true },
);

const rest = templateFunction('rest', ['any'], (_, value) => tailOf(value, itemsOf(value, 'find rest on'), items => items.slice(1)), {
  isShallow: true,
});

const initial = templateFunction(
  'initial',
  ['any'],
  (_, value) => tailOf(value, itemsOf(value, 'find initial on'), items => items.slice(0, -1)),
  {
    isShallow: true,
  },
);

const reverse = templateFunction('reverse', ['any'], (_, value) => listOf([...itemsOf(value, 'find reverse on')].reverse(), value), {
  isShallow: true,
});

const compact = templateFunction('compact', ['any'], (_, value) => {
  return listOf(
    itemsOf(value, 'compact on').filter(item => isTrue(item.data)),
    value,
  );
});

const uniq = templateFunction('uniq', ['any'], (context, value) => {
  const unique: Value[] = [];
  for (const item of itemsOf(value, 'find uniq on')) {
    context.spend(unique.length / 10 + 1);
    if (!unique.some(other => deepEqual(item.data, other.data, steps => context.spend(steps)))) unique.push(item);
  }
  return listOf(unique, value);
});

const without = variadicFunction('without', ['any'], 'any', (context, value, ...unwanted) => {
  const items = itemsOf(value, 'find without on');
  context.spend(items.length * unwanted.length);
  return listOf(
    items.filter(item => !unwanted.some(other => deepEqual(item.data, other.data, steps => context.spend(steps)))),
    value,
  );
});

const has = templateFunction('has', ['any', 'any'], (context, wanted, value) => {
  if (value.data === null) return false;
  const items = itemsOf(value, 'find has on');
  context.spend(items.length);
  return items.some(item => deepEqual(item.data, wanted.data, steps => context.spend(steps)));
});

const slice = variadicFunction(
  'slice',
  ['any'],
  'any',
  (_, value, ...bounds) => {
    const { data } = value;
    if (data === null) throw new FunctionError(NIL_POINTER);
    if (!(data instanceof GoList)) throw new FunctionError(`list should be type of slice or array but ${kindOf(data)}`);
    const { length } = data.items;
    if (length === 0) return null;
    const [start = 0, end = length] = bounds.map(bound => Number(toInteger(bound)));
    if (start < 0 || end > length || start > end) throw new FunctionError('reflect.Value.Slice: slice index out of bounds');
    return { data: new GoList(data.items.slice(start, end), data.type), origin: value.origin };
  },
  { isShallow: true },
);

const chunk = templateFunction('chunk', ['int', 'any'], (_, size, value) => {
  const items = itemsOf(value, 'chunk');
  if (size <= 0 && items.length > 0) throw new FunctionError('runtime error: makeslice: len out of range');
  const chunks: Value[] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(listOf(items.slice(start, start + size), value));
  return { data: new GoList(chunks, '[][]interface {}'), origin: value.origin };
});

const concat = variadicFunction(
  'concat',
  [],
  'any',
  (context, ...lists) => {
    const items = lists.flatMap(each => concatenable(each));
    context.spend(items.length);
    return { data: new GoList(items), origin: lists[0]?.origin };
  },
  { isShallow: true },
);

/** Functions on lists. None changes the list that it gets. */
export const LIST_FUNCTIONS: readonly TemplateFunction[] = [
  list,
  ...aliasesOf(list, 'tuple'),
  append,
  ...aliasesOf(append, 'mustAppend', 'push', 'mustPush'),
  prepend,
  ...aliasesOf(prepend, 'mustPrepend'),
  ...[first, last, rest, initial, reverse, compact, uniq, without, has, slice, chunk].flatMap(withMust),
  concat,
];

function withMust(declared: TemplateFunction): TemplateFunction[] {
  return [declared, ...aliasesOf(declared, `must${declared.name.charAt(0).toUpperCase()}${declared.name.slice(1)}`)];
}

function listOf(items: readonly Value[], from: Value): Value {
  return { data: new GoList(items), origin: from.origin };
}

function itemAt(value: Value, items: readonly Value[], index: number): Value {
  return items[index] ?? { data: null, origin: missingOrigin(value.origin, Math.max(0, index)) };
}

/** Part of a list; of an empty one a list that is `nil`.  */
function tailOf(value: Value, items: readonly Value[], part: (items: readonly Value[]) => readonly Value[]): Value {
  return { data: items.length === 0 ? new NilList() : new GoList(part(items)), origin: value.origin };
}

function concatenable({ data }: Value): readonly Value[] {
  if (data instanceof GoList) return data.items;
  if (data === null) throw new FunctionError(NIL_POINTER);
  throw new FunctionError(`Cannot concat type ${kindOf(data)} as list`);
}
