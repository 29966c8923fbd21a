import type { ParameterKind } from './template-function.js';
import type { BoolExpression, NilExpression, NumberExpression, StringExpression } from './template-tree.js';
import { TracedText } from './traced-text.js';
import { type Data, GoList, GoMap, GoTime, Int, NIL, type Value } from './value.js';
import { typeOf } from './value-type.js';

/** An argument as its function receives it, and as a value; or why it does not fit. */
export type Argument = { readonly received: unknown; readonly value: Value } | { readonly refusal: string };

/** What a parameter is called in Go's messages. */
const GO_TYPES: Readonly<Record<ParameterKind, string>> = {
  text: 'string',
  int: 'int',
  int64: 'int64',
  float: 'float64',
  bool: 'bool',
  map: 'map[string]interface {}',
  list: '[]interface {}',
  time: 'time.Time',
  any: 'interface {}',
  reflected: 'reflect.Value',
};

/** A value as an argument of a kind. */
export function argumentOf(value: Value, kind: ParameterKind): Argument {
  const { data, origin, isInterface } = value;
  if (kind === 'reflected') return { received: value, value };
  if (kind === 'any') {
    const plain = isInterface ? { data, origin } : value;
    return { received: plain, value: plain };
  }
  if (data === null && !isInterface) return nilArgument(value, kind);
  const received = receivedAs(data, kind, value);
  if (received !== undefined) return { received, value };
  return { refusal: `wrong type for value; expected ${GO_TYPES[kind]}; got ${data === null ? 'interface {}' : typeOf(data)}` };
}

/** A constant as an argument of a kind; `value` is what it stands for where any kind will do. */
export function constantArgument(
  constant: NilExpression | StringExpression | NumberExpression | BoolExpression,
  kind: ParameterKind,
  text: string,
  value: Value,
): Argument {
  if (constant.kind === 'nil') {
    if (kind === 'any' || kind === 'reflected') return { received: NIL, value: NIL };
    return kind === 'map' || kind === 'list' ? nilArgument(NIL, kind) : { refusal: `cannot assign nil to ${GO_TYPES[kind]}` };
  }
  if (kind === 'any' || kind === 'reflected') return { received: value, value };
  if (kind === 'text') return constant.kind === 'string' ? { received: value.data, value } : { refusal: `expected string; found ${text}` };
  if (kind === 'bool') return constant.kind === 'bool' ? { received: constant.value, value } : { refusal: `expected bool; found ${text}` };
  if (kind === 'float')
    return constant.kind === 'number' ? { received: constant.float, value } : { refusal: `expected float; found ${text}` };
  if (kind !== 'int' && kind !== 'int64') return { refusal: `can't handle ${text} for arg of type ${GO_TYPES[kind]}` };
  if (constant.kind !== 'number' || constant.int === undefined) return { refusal: `expected integer; found ${text}` };
  return { received: Number(constant.int), value: { data: new Int(constant.int, kind), origin: value.origin } };
}

function nilArgument(value: Value, kind: ParameterKind): Argument {
  if (kind === 'map') return received({ data: new GoMap({ isNil: true }), origin: value.origin });
  if (kind === 'list') return received({ data: new GoList([]), origin: value.origin });
  return { refusal: `invalid value; expected ${GO_TYPES[kind]}` };
}

function received(value: Value): Argument {
  return { received: value, value };
}

function receivedAs(data: Data, kind: ParameterKind, value: Value): unknown {
  switch (kind) {
    case 'text':
      return data instanceof TracedText ? data : undefined;
    case 'int':
    case 'int64':
      return data instanceof Int && data.type === kind ? data.toNumber() : undefined;
    case 'float':
      return typeof data === 'number' ? data : undefined;
    case 'bool':
      return typeof data === 'boolean' ? data : undefined;
    case 'map':
      return data instanceof GoMap && data.type !== 'map[string]string' ? value : undefined;
    case 'list':
      return data instanceof GoList && data.type === '[]interface {}' ? value : undefined;
    case 'time':
      return data instanceof GoTime ? data : undefined;
    case 'any':
    case 'reflected':
      return value;
  }
}
