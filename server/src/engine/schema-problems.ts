import { nearestText } from '../text/edit-distance.js';
import type { Span } from '../text/span.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import type { JsonSchema, JsonType } from './json-schema.js';

/** Something in a configuration file that is not as it has to be, at the smallest text a person would point at. */
export interface ConfigProblem {
  readonly message: string;
  readonly span: Span;
}

/**
 * Everything in a YAML tree that a schema does not allow, one problem per mistake. Scalars are judged by their text where text is
 * wanted, so that `off` and `1.30` mean what they look like.
 *
 * A validator for this subset and not a general one: the general one takes a third of a second to compile what the rules
 * make of the schema, at every start, and knows no places in the text.
 */
export function schemaProblems(root: YamlNode, schema: JsonSchema): ConfigProblem[] {
  return [...problemsIn(root, schema, schema.$defs ?? {})];
}

type Definitions = Readonly<Record<string, JsonSchema>>;

function* problemsIn(node: YamlNode, schema: JsonSchema, definitions: Definitions): Iterable<ConfigProblem> {
  const { $ref, anyOf } = schema;
  if ($ref !== undefined) {
    yield* problemsIn(node, definitions[$ref.replace('#/$defs/', '')] ?? {}, definitions);
  } else if (anyOf !== undefined) {
    const meant = anyOf.find(({ type }) => (type === 'object') === (node.kind === 'map')) ?? {};
    yield* problemsIn(node, meant, definitions);
  } else if (schema.enum !== undefined) {
    yield* enumProblems(node, schema.enum);
  } else if (!hasType(node, schema.type)) {
    yield { message: `This has to be ${typeName(schema)}.`, span: pointAt(node) };
  } else if (node.kind === 'map') {
    yield* mapProblems(node, schema, definitions);
  } else if (node.kind === 'sequence') {
    for (const item of node.items()) yield* problemsIn(item, schema.items ?? {}, definitions);
  } else {
    yield* scalarProblems(node, schema);
  }
}

function* enumProblems(node: YamlNode, values: readonly string[]): Iterable<ConfigProblem> {
  const list = values.map(quoted).join(', ');
  if (node.text === undefined) yield { message: `This has to be one of ${list}.`, span: pointAt(node) };
  else if (!values.includes(node.text)) {
    yield { message: `${quoted(node.text)} is not one of ${list}.${didYouMean(node.text, values)}`, span: pointAt(node) };
  }
}

function hasType(node: YamlNode, type: JsonSchema['type']): boolean {
  if (type === undefined) return true;
  return typeof type === 'string' ? isOfType(node, type) : type.some(candidate => isOfType(node, candidate));
}

function isOfType(node: YamlNode, type: JsonType): boolean {
  switch (type) {
    case 'object':
      return node.kind === 'map';
    case 'array':
      return node.kind === 'sequence';
    case 'string':
      return node.text !== undefined;
    case 'number':
    case 'boolean':
      return typeof node.value === type;
  }
}

function typeName({ type, examples }: JsonSchema): string {
  switch (typeof type === 'string' ? type : type?.[0]) {
    case 'object':
      return 'an object';
    case 'array':
      return 'a list';
    case 'number':
      return 'a number';
    case 'boolean':
      return '"true" or "false"';
    default:
      return typeof examples?.[0] === 'string' ? `text like ${quoted(examples[0])}` : 'text';
  }
}

function* mapProblems(node: YamlNode, schema: JsonSchema, definitions: Definitions): Iterable<ConfigProblem> {
  const { properties = {}, additionalProperties = {}, required = [] } = schema;
  const seen = new Set<string>();
  for (const [key, value] of node.entries()) {
    const span = value.keySpan ?? pointAt(value);
    if (seen.has(key)) yield { message: `${quoted(key)} is set twice; the last one counts.`, span };
    seen.add(key);
    const known = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    if (known === false || known === undefined) yield { message: unknownKey(node, key, Object.keys(properties)), span };
    else yield* problemsIn(value, known, definitions);
  }
  for (const key of required) if (!seen.has(key)) yield { message: `The key ${quoted(key)} is missing.`, span: pointAt(node) };
}

function unknownKey(node: YamlNode, key: string, known: readonly string[]): string {
  const holder = node.path.at(-1);
  if (holder === 'rules') return `There is no rule ${quoted(key)}.${didYouMean(key, known)}`;
  if (known.length === 1) return `There is no setting ${quoted(key)} here, only ${quoted(known[0] ?? '')}.`;
  return `There is no ${holder === 'options' ? 'option' : 'setting'} ${quoted(key)} here.${didYouMean(key, known)}`;
}

function* scalarProblems(node: YamlNode, { pattern, minimum, maximum, examples }: JsonSchema): Iterable<ConfigProblem> {
  const { text = '', value } = node;
  if (pattern !== undefined && !new RegExp(pattern).test(text)) {
    yield { message: `${quoted(text)} is not written like ${quoted(String(examples?.[0]))}.`, span: pointAt(node) };
  }
  if (typeof value !== 'number') return;
  if (minimum !== undefined && value < minimum)
    yield { message: `${text} is less than ${minimum}, the least allowed.`, span: pointAt(node) };
  if (maximum !== undefined && value > maximum)
    yield { message: `${text} is more than ${maximum}, the most allowed.`, span: pointAt(node) };
}

/** A part of a node that stands on one line and is not empty: a scalar's first line, the key of a collection or of nothing. */
function pointAt(node: YamlNode): Span {
  const { span, source, keySpan } = node;
  if (keySpan !== undefined && (node.kind !== 'scalar' || span.start === span.end)) return keySpan;
  const line = source.lineSpan(source.lineAt(span.start));
  return { start: span.start, end: Math.min(Math.max(span.end, span.start + 1), line.end) };
}

function didYouMean(text: string, candidates: readonly string[]): string {
  const longer = text.length < 3 ? [] : candidates.filter(candidate => candidate.startsWith(text));
  const nearest = longer.length === 1 ? longer[0] : nearestText(text, candidates);
  return nearest === undefined ? '' : ` Did you mean ${quoted(nearest)}?`;
}

function quoted(text: string): string {
  return `"${text}"`;
}
